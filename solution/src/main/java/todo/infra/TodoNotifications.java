package todo.infra;

import java.util.regex.Pattern;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.services.kms.Alias;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** The layer of step 4: the topic that mails whenever a to-do is completed. */
final class TodoNotifications extends Construct {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    TodoNotifications(Construct scope, TodoFunction completed) {
        super(scope, "Notifications");
        Topic topic = Topic.Builder.create(this, "CompletedTodos")
                .displayName("Completed to-dos")
                .masterKey(Alias.fromAliasName(this, "SnsKey", "alias/aws/sns"))
                .enforceSsl(true)
                .build();
        subscribe(topic);

        completed.allow(topic.getTopicArn(), "sns:Publish");
        completed.addEnvironment("TOPIC_ARN", topic.getTopicArn());

        CfnOutput.Builder.create(this, "TopicArn")
                .value(topic.getTopicArn())
                .build()
                .overrideLogicalId("TopicArn");
    }

    private void subscribe(Topic topic) {
        Object email = getNode().tryGetContext("notificationEmail");
        if (email == null) {
            Annotations.of(this)
                    .addInfo("Nobody gets mail: no address given. Deploy with -c notificationEmail=you@example.com");
        } else if (EMAIL.matcher(email.toString()).matches()) {
            topic.addSubscription(new EmailSubscription(email.toString()));
        } else {
            Annotations.of(this)
                    .addError("notificationEmail is \"" + email
                            + "\", which is no e-mail address. Give one: -c notificationEmail=you@example.com");
        }
    }
}

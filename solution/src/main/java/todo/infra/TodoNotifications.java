package todo.infra;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.kms.Alias;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** The layer of step 4: the topic that sends an email whenever a to-do is completed. */
final class TodoNotifications extends Construct {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    TodoNotifications(Construct scope, TodoFunction completed) {
        super(scope, "Notifications");
        // region 4.1 The topic: encrypted at rest and in transit
        Topic topic = Topic.Builder.create(this, "CompletedTodos")
                .displayName("Completed to-dos")
                .masterKey(Alias.fromAliasName(this, "SnsKey", "alias/aws/sns"))
                .enforceSsl(true)
                .build();
        TodoStack.output(this, "TopicArn", topic.getTopicArn());
        // endregion

        // region 4.2 Email goes to the address that was given, or to nobody
        address().ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
        // endregion

        // region 4.3 The function that handles completions may publish to the topic, and has the topic's ARN
        completed.allow(topic.getTopicArn(), "sns:Publish");
        completed.addEnvironment("TOPIC_ARN", topic.getTopicArn());
        // endregion
    }

    /** The address in {@code -c notificationEmail=you@example.com}; if there is none, synth says so. */
    private Optional<String> address() {
        Object email = getNode().tryGetContext("notificationEmail");
        if (email == null || email.toString().isBlank()) {
            Annotations.of(this)
                    .addInfo(
                            "Nobody gets email: no address was given. Deploy with -c notificationEmail=you@example.com");
            return Optional.empty();
        }
        if (!EMAIL.matcher(email.toString()).matches()) {
            Annotations.of(this)
                    .addError("notificationEmail is \"" + email
                            + "\", which is not an email address. Give one: -c notificationEmail=you@example.com");
            return Optional.empty();
        }
        return Optional.of(email.toString());
    }
}

package todo.infra;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import todo.testing.Caller;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;
import todo.testing.Values;

class TopicTest {
    private static final Lesson LESSON = new Lesson("4.1");
    private static final String PUBLISH = "sns:Publish";

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html">Valid policy actions</a> */
    private static final String ACTIONS = "(?i)sns:(Publish|Subscribe|Receive|GetTopicAttributes|SetTopicAttributes"
            + "|AddPermission|RemovePermission|DeleteTopic|ListSubscriptionsByTopic|ListTagsForResource"
            + "|GetDataProtectionPolicy|PutDataProtectionPolicy)";

    private final NotificationsTemplate notifications = NotificationsTemplate.of(LESSON);

    @Test
    void there_is_a_topic_and_an_output_with_its_ARN() {
        StackTemplate template = notifications.template();
        String arn = notifications.topicArn();
        LESSON.expect(
                notifications
                        .topic()
                        .property("FifoTopic")
                        .filter(JsonElement::getAsBoolean)
                        .isEmpty(),
                "email addresses can be subscribed to the topic, so it is a standard topic",
                "a FIFO topic, which accepts no email subscription");
        JsonElement output = template.output("TopicArn")
                .orElseThrow(() -> LESSON.failure(
                        "the stack's output TopicArn is the topic's ARN: TodoStack.output(this, \"TopicArn\", topic.getTopicArn())",
                        template.noSuchOutput()));
        LESSON.expect(
                template.values().text(output).equals(arn),
                "the stack's output TopicArn is the topic's ARN (getTopicArn)",
                template.values().words(output));
        StackRules.expectOwnExports(LESSON, "TopicArn"::equals);
    }

    @Test
    void two_stacks_in_one_account_have_two_topics() {
        StackRules.expectOwn(LESSON, stack -> List.of(new NotificationsTemplate(LESSON, stack).topic()));
    }

    @Test
    void messages_in_the_topic_are_encrypted_at_rest() {
        Resource topic = notifications.topic();
        JsonElement key = topic.property("KmsMasterKeyId")
                .orElseThrow(() -> LESSON.failure(
                        "messages are encrypted at rest, with the key that AWS keeps for SNS, alias/aws/sns (masterKey)",
                        "a topic without a key"));
        String ofAccount = String.join(":", "arn:aws:kms", Values.REGION, Values.ACCOUNT, "");
        String name = notifications.template().values().text(key).replace(ofAccount, "");
        LESSON.expect(
                name.equals("alias/aws/sns"),
                "the topic's key is alias/aws/sns, which AWS keeps for SNS: it has no monthly price, and a function that may"
                        + " publish needs no permission for it",
                keyInWords(key, name));
    }

    private static String keyInWords(JsonElement key, String name) {
        if (!StackTemplate.refersTo(key).stream().allMatch(id -> id.startsWith("AWS::"))) {
            return "a key of this stack";
        }
        return name.matches("(arn:.*:)?(alias|key)/.*")
                ? name
                : name + "; an alias begins with alias/, as in alias/aws/sns";
    }

    /** What the topic's policy denies, and when. */
    private String refusals() {
        String denied = notifications.policy().stream()
                .filter(Statement::isDeny)
                .map(Statement::wordsWithPrincipal)
                .collect(Collectors.joining("; "));
        return denied.isEmpty() ? "" : "; its policy denies " + denied;
    }

    @Test
    void nobody_may_publish_without_TLS_or_from_another_account() {
        LESSON.expect(
                notifications.template().isEncryptedInTransit(notifications.topic(), PUBLISH),
                "the topic refuses messages that come unencrypted, whoever sends them (enforceSsl)",
                "a topic that accepts them" + refusals()
                        + (notifications.policy().stream().anyMatch(Statement::isDeny)
                                ? ""
                                : ": its policy denies nothing"));
        Caller role = Caller.function(notifications.template().values(), notifications.handler());
        for (Statement statement : notifications.policy()) {
            String actions = String.join(", ", statement.actions());
            LESSON.expect(
                    !statement.json().has("Action")
                            || statement.actions().stream().allMatch(action -> action.matches(ACTIONS)),
                    "SNS takes the topic's policy, which may name these actions only: " + inWords(ACTIONS),
                    actions + ", which SNS refuses: \"Policy statement action out of service scope!\"");
            LESSON.expect(
                    !statement.mayDeny(role, PUBLISH, notifications.topicArn()),
                    "everybody who has the permission may publish with TLS",
                    "a policy that denies " + actions + " to " + deniedInWords(statement) + ", even with TLS");
            for (String stranger : statement.isDeny() ? List.<String>of() : statement.strangers()) {
                throw LESSON.failure(
                        "the roles of this account say who may publish, so the topic's own policy needs to allow nothing",
                        "a policy that allows " + stranger + " " + actions);
            }
        }
        StackRules.expectLayer(LESSON, "Notifications");
    }

    private static String inWords(String actions) {
        return actions.replaceAll("^.*\\(|\\)$", "").replace("|", ", ");
    }

    /** Whom a statement denies something: others, or only those of this account. */
    private static String deniedInWords(Statement statement) {
        List<String> strangers = statement.strangers();
        return String.join(", ", strangers.isEmpty() ? statement.principals().toList() : strangers);
    }
}

package todo.infra;

import static todo.testing.StackTemplate.texts;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TopicTest {
    private static final Lesson LESSON = new Lesson("4.1");

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
        StackRules.expectOwnExports(LESSON);
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
        String alias = notifications.template().values().text(key);
        LESSON.expect(
                alias.equals("alias/aws/sns") || alias.endsWith(":alias/aws/sns"),
                "the topic's key is the one that AWS keeps for SNS, alias/aws/sns: it costs nothing while it isn't used,"
                        + " and whoever may publish may use it",
                alias.contains("/") ? alias : "a key of this stack");
    }

    @Test
    void nobody_may_publish_without_TLS_or_from_another_account() {
        LESSON.expect(
                notifications.policy().stream().anyMatch(TopicTest::refusesWhatIsUnencrypted),
                "the topic refuses messages that come unencrypted, whoever sends them (enforceSsl)",
                "a topic that accepts them");
        for (JsonObject statement : notifications.policy()) {
            String actions = String.join(", ", texts(statement.get("Action")));
            if (statement.get("Effect").getAsString().equals("Deny")) {
                LESSON.expect(
                        statement.has("Condition"),
                        "everybody who has the permission may publish with TLS",
                        "a policy that denies " + actions + " to everybody, even with TLS");
                continue;
            }
            for (String stranger : notifications.template().values().strangers(statement.get("Principal"))) {
                throw LESSON.failure(
                        "only the roles of this account say who may publish, so the topic's policy allows nothing",
                        "a policy that allows " + stranger + " " + actions);
            }
        }
        StackRules.expectLayer(LESSON, "Notifications");
    }

    /** Whether a statement of a topic's policy forbids everybody to publish without TLS. */
    private static boolean refusesWhatIsUnencrypted(JsonObject statement) {
        String condition = String.valueOf(statement.get("Condition"));
        return statement.get("Effect").getAsString().equals("Deny")
                && texts(statement.get("Action")).stream().anyMatch(action -> action.matches("(?i)sns:(Publish|\\*)"))
                && statement.get("Principal").toString().contains("\"*\"")
                && condition.matches(".*\"aws:SecureTransport\":\"?false\\b.*");
    }
}

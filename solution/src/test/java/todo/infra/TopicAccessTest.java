package todo.infra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import todo.testing.Caller;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.Statement;
import todo.testing.Values;

/** Who knows the topic, and who may publish to it. */
class TopicAccessTest {
    private static final Lesson LESSON = new Lesson("4.3");
    private static final String ONE_THING =
            "TodoCompletedHandler may do one thing with one topic, sns:Publish on the topic of this stack (getTopicArn)";

    private final List<NotificationsTemplate> stacks = NotificationsTemplate.ofTwoStacks(LESSON);

    @Test
    void the_function_that_handles_completions_knows_the_topic() {
        for (NotificationsTemplate stack : stacks) {
            JsonObject variables = stack.handler()
                    .property("Environment.Variables")
                    .map(JsonElement::getAsJsonObject)
                    .orElseGet(JsonObject::new);
            LESSON.expect(
                    variables.has("TOPIC_ARN"),
                    "the environment of TodoCompletedHandler has the topic's ARN as TOPIC_ARN,"
                            + " which is where CompletionMail looks for it",
                    Values.namesInWords(variables));
            Values values = stack.template().values();
            LESSON.expect(
                    values.text(variables.get("TOPIC_ARN")).equals(stack.topicArn()),
                    "TOPIC_ARN is the ARN of this stack's topic (getTopicArn)",
                    values.words(variables.get("TOPIC_ARN")));
        }
    }

    @Test
    void the_function_that_handles_completions_may_publish() {
        stacks.forEach(TopicAccessTest::expectMayPublish);
    }

    private static void expectMayPublish(NotificationsTemplate stack) {
        Grants grants = new Grants(stack.template(), stack.handler());
        grants.expectOwnPolicies(LESSON, "TodoCompletedHandler", ONE_THING, List.of("sns:Publish"), stack.topicArn());
        LESSON.expect(
                grants.all().stream().anyMatch(grant -> grant.matches("sns:Publish", stack.topicArn()))
                        || stack.allowing().anyMatch(statement -> isForHandler(stack, statement)),
                "the role of TodoCompletedHandler allows it to publish to the topic (sns:Publish on its ARN):"
                        + " what a role doesn't allow is refused",
                whatElse(stack, grants));
    }

    /** What the role allows instead, also with action and resource swapped. */
    private static String whatElse(NotificationsTemplate stack, Grants grants) {
        List<String> instead = grants.all().stream()
                .filter(grant -> !grant.isAbout("logs:", "dynamodb:", "sqs:"))
                .map(grant -> grant.words())
                .toList();
        return instead.isEmpty()
                ? "a role that allows nothing with SNS"
                : "a role that allows " + String.join(", ", instead);
    }

    @Test
    void it_may_do_nothing_else_and_nobody_else_may_publish() {
        for (NotificationsTemplate stack : stacks) {
            expectMayPublish(stack);
            Grants grants = new Grants(stack.template(), stack.handler());
            grants.naming("sns:").forEach(grant -> expectOneThing(stack, grants, grant));
            List<String> keys = grants.about("kms:").stream()
                    .flatMap(grant -> grant.actions().stream())
                    .toList();
            LESSON.expect(
                    keys.isEmpty(),
                    "the key that AWS keeps for SNS, alias/aws/sns, needs no permission of its own",
                    String.join(", ", keys) + ", which is more than it needs");
            List<String> others = Stream.concat(grants.others("sns:").stream(), othersInPolicy(stack).stream())
                    .toList();
            LESSON.expect(others.isEmpty(), "nobody but TodoCompletedHandler may publish", String.join(", ", others));
        }
        stacks.get(0).expectLayer();
    }

    private static void expectOneThing(NotificationsTemplate stack, Grants grants, Statement grant) {
        LESSON.expect(
                grant.actions().stream().allMatch("sns:Publish"::equalsIgnoreCase)
                        && grant.resources().equals(List.of(stack.topicArn())),
                ONE_THING,
                inWords(stack, grant));
        LESSON.expect(
                grants.condition(grant).isEmpty(),
                "TodoCompletedHandler may publish at any time",
                "only under the condition " + grants.condition(grant).orElse(null));
    }

    private static String inWords(NotificationsTemplate stack, Statement grant) {
        return grant.words()
                .replaceFirst(" on \\*$", " on every topic (*)")
                .replace(stack.topicArn(), "the topic's ARN followed by ");
    }

    /** The topic's policy can allow it as well as the role's, within one account. */
    private static boolean isForHandler(NotificationsTemplate stack, Statement statement) {
        Caller role = Caller.function(stack.template().values(), stack.handler());
        return statement.isOnlyFor("sns:Publish")
                && statement.principals().toList().equals(List.of(role.principal()))
                && statement.allows(role, "sns:Publish", stack.topicArn());
    }

    private static List<String> othersInPolicy(NotificationsTemplate stack) {
        return stack.allowing()
                .filter(statement -> !isForHandler(stack, statement))
                .map(statement -> "the topic's policy allows " + String.join(", ", statement.actions()) + " to "
                        + String.join(", ", statement.principals().toList()))
                .toList();
    }
}

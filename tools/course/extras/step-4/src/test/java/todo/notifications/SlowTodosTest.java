package todo.notifications;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sns.SnsClient;
import todo.Todo;
import todo.testing.AwsOnThisMachine;
import todo.testing.Caller;
import todo.testing.EventPattern;
import todo.testing.FailureQueue;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/**
 * The contract between who publishes and who filters: the real message, and the template's real policy.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter policies</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a>
 */
@ExtendWith(AwsOnThisMachine.Started.class)
class SlowTodosTest {
    private static final Lesson LESSON = new Lesson("4.E1", "send");
    private static final String ATTRIBUTE = "MessageAttributes.entry.";

    private final StackTemplate template = StackTemplate.synthesized(LESSON);

    @Test
    void a_queue_of_the_stack_is_subscribed_to_the_topic() {
        JsonElement endpoint = subscription().properties().get("Endpoint");
        String topic = template.values().text(subscription().properties().get("TopicArn"));
        LESSON.expect(
                template.output("TopicArn")
                        .map(template.values()::text)
                        .filter(topic::equals)
                        .isPresent(),
                "the queue is subscribed to the topic that TodoCompletedHandler publishes to",
                "a subscription to " + topic.replaceFirst(".*:", ""));
        Caller sns = Caller.service("sns.amazonaws.com", topic);
        FailureQueue queue = FailureQueue.expect(LESSON, template, "the queue", endpoint, List.of(sns));
        LESSON.expect(
                !queue.resource().logicalId().matches(".*(FailedRecords|UndeliveredEvents|UnhandledEvents).*"),
                "the queue is none of those for failed events",
                queue.resource().logicalId());
        LESSON.expect(
                queue.isOpenTo(sns),
                "the queue's policy allows SNS to send to it, which SqsSubscription sees to",
                "a queue without it, which gets nothing");
        queue.expectKeyFor(sns, List.of());
        LESSON.expect(
                template.resources("AWS::SNS::Subscription").stream()
                        .filter(subscription ->
                                subscription.properties().toString().contains("\"Protocol\":\"email\""))
                        .allMatch(subscription ->
                                subscription.property("FilterPolicy").isEmpty()),
                "people still get every email: only the queue's subscription has a filter policy",
                "a filter policy of the subscription for email");
    }

    @Test
    void only_what_took_a_day_or_longer_gets_to_the_queue() {
        for (Duration time : of("PT24H", "PT25H", "PT48H", "P400D")) {
            JsonObject attributes = attributes(time);
            LESSON.expect(
                    isThrough(attributes),
                    "a to-do that was completed after " + inWords(time) + " gets to the queue",
                    "a message with the attributes " + attributes + ", and the policy " + filter()
                            + (hasTextsOnly(attributes) ? ": a text where the policy compares numbers" : ""));
        }
        for (Duration time : of("PT0H", "PT1H", "PT23H", "PT23H59M")) {
            JsonObject attributes = attributes(time);
            LESSON.expect(
                    !isThrough(attributes),
                    "a to-do that was completed after " + inWords(time) + " stays away from the queue",
                    "a message with the attributes " + attributes + ", and "
                            + (filter().isEmpty() ? "no filter policy" : "the policy " + filter()));
        }
    }

    private static List<Duration> of(String... times) {
        return Arrays.stream(times).map(Duration::parse).toList();
    }

    private static String inWords(Duration time) {
        String hours = time.toHours() == 1 ? "1 hour" : time.toHours() + " hours";
        return time.toMinutesPart() == 0 ? hours : hours + " and " + time.toMinutesPart() + " minutes";
    }

    private static boolean hasTextsOnly(JsonObject attributes) {
        return !attributes.isEmpty()
                && attributes.asMap().values().stream()
                        .allMatch(value -> value.getAsJsonPrimitive().isString());
    }

    private boolean isThrough(JsonObject attributes) {
        LESSON.expect(
                subscription()
                        .property("FilterPolicyScope")
                        .filter(scope -> scope.getAsString().equals("MessageBody"))
                        .isEmpty(),
                "the policy looks at the message's attributes: the text is for people, and is not JSON",
                "a policy for the message's body");
        try {
            return filter().isEmpty() || new EventPattern(filter()).matches(attributes);
        } catch (IllegalArgumentException e) {
            throw LESSON.failure("SNS takes the filter policy " + filter(), e.getMessage());
        }
    }

    /** The subscription's policy; empty if it has none. */
    private JsonObject filter() {
        return subscription()
                .property("FilterPolicy")
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
    }

    private Resource subscription() {
        List<Resource> all = template.resources("AWS::SNS::Subscription").stream()
                .filter(each ->
                        "\"sqs\"".equals(String.valueOf(each.properties().get("Protocol"))))
                .toList();
        LESSON.expect(
                all.size() == 1,
                "one queue is subscribed to the topic",
                all.isEmpty() ? "no subscription of a queue" : all.size());
        return all.get(0);
    }

    /** The attributes of the message about a to-do that was open for so long, as a policy sees them. */
    private static JsonObject attributes(Duration time) {
        AwsOnThisMachine aws = AwsOnThisMachine.fresh();
        long created = 1_767_323_000_123L;
        try {
            new CompletionMail(SnsClient.create(), "arn:aws:sns:eu-central-1:123456789012:topic-of-this-test")
                    .send(new Todo("t-1", "Water the plants", true, created, created + time.toMillis()));
        } catch (RuntimeException e) {
            throw LESSON.failure("SNS gets one message", e);
        }
        LESSON.expect(aws.calls("Publish").size() == 1, "SNS gets one message", aws.operations());
        JsonObject form = aws.calls("Publish").get(0).body();
        JsonObject attributes = new JsonObject();
        for (int number = 1; form.has(ATTRIBUTE + number + ".Name"); number++) {
            attributes.add(
                    form.get(ATTRIBUTE + number + ".Name").getAsString(),
                    value(
                            text(form, number, "DataType"),
                            text(form, number, "StringValue") + text(form, number, "BinaryValue")));
        }
        return attributes;
    }

    private static String text(JsonObject form, int number, String member) {
        JsonElement text = form.get(ATTRIBUTE + number + ".Value." + member);
        return text == null ? "" : text.getAsString();
    }

    /** As a policy sees it; fails if SNS doesn't take it. */
    private static JsonElement value(String type, String text) {
        LESSON.expect(
                type.matches("(String|Number|Binary)(\\..+)?"),
                "an attribute has a dataType: Number, String or Binary, with these letters",
                type.isEmpty() ? "no dataType" : "the dataType " + type);
        LESSON.expect(!text.isEmpty(), "an attribute has a value: stringValue(…), also for a Number", "no value");
        try {
            return type.startsWith("Number")
                    ? new JsonPrimitive(new BigDecimal(text))
                    : type.equals("String.Array") ? JsonParser.parseString(text) : new JsonPrimitive(text);
        } catch (NumberFormatException e) {
            throw LESSON.failure("the value of a Number is a number and nothing else", "the text \"" + text + '"');
        }
    }
}

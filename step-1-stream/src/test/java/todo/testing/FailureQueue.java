package todo.testing;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import todo.testing.StackTemplate.Resource;

/**
 * A queue for what failed at every attempt, as the class {@code ParkingQueue} makes one.
 *
 * @param what how the lesson calls it, such as "the dead-letter queue"
 */
public record FailureQueue(Lesson lesson, StackTemplate template, String what, Resource resource) {
    private static final Duration MIN_RETENTION = Duration.ofDays(4);
    private static final int MAX_EVENT_BYTES = 256 * 1024;
    private static final String ADVICE = " (new ParkingQueue(this, …) does)";

    /** The queue with this ARN; fails unless it is one of the stack that somebody can look into days later. */
    public static FailureQueue expect(Lesson lesson, StackTemplate template, String what, JsonElement arn) {
        FailureQueue queue = new FailureQueue(lesson, template, what, find(lesson, template, what, arn));
        queue.expectWhatAwsTakes();
        queue.expectUnreadable();
        queue.expectKept();
        return queue;
    }

    private static Resource find(Lesson lesson, StackTemplate template, String what, JsonElement arn) {
        return template.resources("AWS::SQS::Queue").stream()
                .filter(candidate -> refersTo(arn).contains(candidate.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure(
                        what + " is a queue of this stack", template.values().words(arn)));
    }

    private void expectWhatAwsTakes() {
        lesson.expect(
                resource.property("FifoQueue").filter(JsonElement::getAsBoolean).isEmpty(),
                what + " is a standard queue, because AWS accepts no FIFO queue here",
                "a FIFO queue");
        int bytes = resource.property("MaximumMessageSize")
                .map(JsonElement::getAsInt)
                .orElse(MAX_EVENT_BYTES);
        lesson.expect(
                bytes >= MAX_EVENT_BYTES,
                what + " takes messages of at least 256 KB" + ADVICE,
                "a queue that refuses messages of more than " + bytes + " bytes, which would be lost");
        lesson.expect(
                !hasStatement(statement -> statement.get("Effect").getAsString().equals("Deny")
                        && !statement.has("Condition")
                        && String.valueOf(statement.get("Action"))
                                .matches("(?i).*\"(sqs:)?(\\*|Send(Message)?\\*?)\".*")),
                what + " takes what AWS sends to it" + ADVICE,
                "a policy of the queue that denies sqs:SendMessage, which overrules every permission");
    }

    private void expectUnreadable() {
        long policies =
                template.referring("AWS::SQS::QueuePolicy", "Queues", resource).size();
        lesson.expect(
                policies <= 1,
                what
                        + " has one policy with all its statements (addToResourcePolicy adds one): of several, AWS keeps only the last",
                policies + " policies of the same queue");
        lesson.expect(
                hasPolicy(policy -> policy.toString().contains("aws:SecureTransport")),
                what + " refuses messages that come unencrypted, without TLS" + ADVICE,
                "a queue that accepts them: its policy denies no request without TLS");
        lesson.expect(
                StackRules.isEncryptedAtRest(resource),
                what + " keeps its messages encrypted" + ADVICE,
                "a queue without encryption");
    }

    private void expectKept() {
        Duration retention = resource.property("MessageRetentionPeriod")
                .map(seconds -> Duration.ofSeconds(seconds.getAsLong()))
                .orElse(MIN_RETENTION);
        lesson.expect(
                retention.compareTo(MIN_RETENTION) >= 0,
                what + " keeps its messages for at least four days, so that somebody has time to look at them" + ADVICE,
                "a retention period of " + retention.toMinutes() + " min");
        StackRules.expectOwn(
                lesson,
                stack -> stack.resources("AWS::SQS::Queue").stream()
                        .filter(queue -> queue.logicalId().equals(resource.logicalId()))
                        .toList());
    }

    public String arn() {
        return template.values().arn(resource);
    }

    /**
     * Fails if the queue has a key that this service may not use: a service needs the permission in the key's policy, which that
     * of AWS's own key for SQS doesn't have.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">Key
     *     management of SQS</a>
     */
    public void expectKeyFor(String service) {
        Set<String> key = refersTo(resource.properties().get("KmsMasterKeyId"));
        lesson.expect(
                resource.property("KmsMasterKeyId").isEmpty()
                        || template.resources("AWS::KMS::Key").stream()
                                .anyMatch(own -> key.contains(own.logicalId())
                                        && own.properties().toString().contains(service)),
                what + " has no key that AWS may not use on behalf of " + service + ADVICE,
                "a key whose policy doesn't allow " + service + " to use it, so what it sends would be lost");
    }

    private boolean hasStatement(Predicate<JsonObject> matching) {
        return hasPolicy(policy -> policy.getAsJsonArray("Statement").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .anyMatch(matching));
    }

    public boolean hasPolicy(Predicate<JsonObject> matching) {
        return template.referring("AWS::SQS::QueuePolicy", "Queues", resource).stream()
                .map(policy -> policy.properties().getAsJsonObject("PolicyDocument"))
                .anyMatch(matching);
    }
}

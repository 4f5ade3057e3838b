package todo.infra;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoStreamTest {
    private static final Lesson LESSON = new Lesson("1.6");

    /** What reading a stream takes. */
    private static final Set<String> READING = Set.of(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");

    private static final int MOST_RETRIES = 100;

    @Test
    void the_records_of_the_stream_go_to_the_publisher() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        JsonElement source = mapping(template)
                .property("EventSourceArn")
                .orElseThrow(() -> LESSON.failure("the mapping has a source", "a mapping without EventSourceArn"));
        LESSON.expect(
                source.toString().contains("StreamArn"),
                "the source of StreamPublisher's records is the stream of the table of to-dos",
                source);
    }

    @Test
    void reading_begins_with_the_oldest_record_of_the_stream() {
        String start = text("StartingPosition", "nothing");
        LESSON.expect(
                start.equals("TRIM_HORIZON"),
                "reading begins with the oldest record that the stream still has (TRIM_HORIZON),"
                        + " so that no change is missed while the mapping is being created",
                start);
    }

    @Test
    void the_publisher_may_answer_how_far_it_got() {
        String responses = text("FunctionResponseTypes", "no FunctionResponseTypes: Lambda ignores the answer");
        LESSON.expect(
                responses.contains("ReportBatchItemFailures"),
                "Lambda asks StreamPublisher which record failed, and takes only an exception for a failure otherwise"
                        + " (report batch item failures)",
                responses);
    }

    @Test
    void a_batch_that_fails_is_halved_until_the_bad_record_is_alone() {
        String bisect = text("BisectBatchOnFunctionError", "false");
        LESSON.expect(
                bisect.equals("true"),
                "when the function dies of a batch, Lambda halves the batch (bisect),"
                        + " until the bad record is alone and its neighbours get through",
                "the same batch again and again, until all of it is given up");
    }

    @Test
    void a_record_that_never_succeeds_is_given_up_after_some_retries() {
        int retries = mapping(StackTemplate.synthesized(LESSON))
                .property("MaximumRetryAttempts")
                .map(JsonElement::getAsInt)
                .orElse(-1);
        LESSON.expect(
                1 <= retries && retries <= MOST_RETRIES,
                "a record that fails is tried again a few times, and then given up (retry attempts):"
                        + " everything behind it waits that long",
                retries == -1 ? "retries without end, as Lambda does unless told otherwise" : retries + " retries");
    }

    @Test
    void a_record_that_was_given_up_is_parked_in_a_queue_that_takes_nothing_unencrypted() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        JsonElement destination = mapping(template)
                .property("DestinationConfig.OnFailure.Destination")
                .orElseThrow(() -> LESSON.failure(
                        "what is given up is parked in a queue, so that it can be looked at and repaired (on failure)",
                        "no destination: it would be lost"));
        Resource queue = template.resources("AWS::SQS::Queue").stream()
                .filter(candidate -> refersTo(destination).contains(candidate.logicalId()))
                .findFirst()
                .orElseThrow(() -> LESSON.failure("what is given up is parked in a queue of this stack", destination));
        LESSON.expect(
                template.statements(publisher(template)).stream()
                        .anyMatch(
                                statement -> statement.get("Action").toString().contains("sqs:SendMessage")
                                        && refersTo(statement.get("Resource")).contains(queue.logicalId())),
                "the publisher's role may send to the queue: Lambda acts in the function's role",
                "a role that may only " + actions(template));
        LESSON.expect(
                template.resources("AWS::SQS::QueuePolicy").stream()
                        .filter(policy ->
                                refersTo(policy.properties().get("Queues")).contains(queue.logicalId()))
                        .anyMatch(policy -> policy.properties().toString().contains("aws:SecureTransport")),
                "the queue refuses what comes unencrypted (TLS only), as every ParkingQueue does",
                "a queue without such a policy");
    }

    @Test
    void the_publisher_may_read_the_stream_and_touch_no_item() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        boolean reads = false;
        for (JsonObject statement : template.statements(publisher(template))) {
            for (String action : StackTemplate.texts(statement.get("Action"))) {
                if (action.startsWith("dynamodb:") || action.equals("*")) {
                    LESSON.expect(
                            READING.contains(action),
                            "StreamPublisher may read the stream, and has no access to the items of a table",
                            action);
                    reads |= action.equals("dynamodb:GetRecords")
                            && statement.get("Resource").toString().contains("StreamArn");
                }
            }
        }
        LESSON.expect(
                reads,
                "StreamPublisher's role may read the stream of the table: Lambda reads it in the function's role",
                "a role that may only " + actions(template));
    }

    private static List<String> actions(StackTemplate template) {
        return template.statements(publisher(template)).stream()
                .flatMap(statement -> StackTemplate.texts(statement.get("Action")).stream())
                .toList();
    }

    private static String text(String property, String otherwise) {
        return mapping(StackTemplate.synthesized(LESSON))
                .property(property)
                .map(value -> value.isJsonPrimitive() ? value.getAsString() : value.toString())
                .orElse(otherwise);
    }

    private static Resource publisher(StackTemplate template) {
        return template.function("StreamPublisher")
                .orElseThrow(() -> LESSON.failure("there is a function StreamPublisher", "no such function"));
    }

    /** What connects a stream and the publisher. */
    private static Resource mapping(StackTemplate template) {
        String publisher = publisher(template).logicalId();
        return template.resources("AWS::Lambda::EventSourceMapping").stream()
                .filter(mapping ->
                        refersTo(mapping.properties().get("FunctionName")).contains(publisher))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "an event source mapping hands the records of the table's stream to StreamPublisher",
                        "no event source mapping for it"));
    }
}

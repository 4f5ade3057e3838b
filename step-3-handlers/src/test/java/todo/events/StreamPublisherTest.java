package todo.events;

import static todo.events.StreamRecords.batch;
import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.poison;
import static todo.events.StreamRecords.remove;
import static todo.events.StreamRecords.sequenceNumber;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;

class StreamPublisherTest {
    private static final String OPEN = image("t-1", "Water the plants", "false", 1);
    private static final String COMPLETED = image("t-1", "Water the plants", "true", 2);

    private final LambdaRequest request = new LambdaRequest();

    @BeforeEach
    void aws() {
        AwsOnThisMachine.fresh();
    }

    @Test
    void the_life_of_a_to_do_is_logged_in_order() {
        Lesson lesson = new Lesson("1.4");
        String expected = "the log tells of TodoCreated, TodoCompleted and TodoDeleted, in this order";
        StreamsEventResponse response;
        try {
            response = publish(batch(insert(1, OPEN), modify(2, OPEN, COMPLETED), remove(3, COMPLETED)));
        } catch (RuntimeException e) {
            throw lesson.failure(expected, log());
        }
        int created = request.log().indexOf("TodoCreated");
        int completed = request.log().indexOf("TodoCompleted");
        int deleted = request.log().indexOf("TodoDeleted");
        lesson.expect(0 <= created && created < completed && completed < deleted, expected, log());
        List<String> failures = identifiers(lesson, response);
        lesson.expect(failures.isEmpty(), "three good records leave no failure", failures);
    }

    @Test
    void the_first_record_that_fails_is_reported_and_those_before_it_are_done() {
        Lesson lesson = new Lesson("1.5");
        List<String> failures =
                failures(lesson, batch(insert(1, OPEN), insert(2, OPEN), poison(3), insert(4, OPEN), poison(5)));
        lesson.expect(
                failures.equals(List.of(sequenceNumber(3))),
                "the third of five records can't be read, so its sequence number " + sequenceNumber(3)
                        + " is the one failure reported: from there on, all of it comes again",
                failures);
        lesson.expect(
                request.log().contains(StreamRecords.eventId(2)),
                "the records before the one that fails are published",
                log());
    }

    @Test
    void a_record_behind_one_that_failed_waits_for_the_next_attempt() {
        Lesson lesson = new Lesson("1.5");
        failures(lesson, batch(poison(1), insert(2, OPEN)));
        lesson.expect(
                !request.log().contains("Published"),
                "nothing is published out of order, behind a record that failed",
                log());
    }

    /** What is in the log, on one line. */
    private String log() {
        String lines = request.log().strip();
        return lines.isEmpty() ? "an empty log" : "the log \"" + lines.replace("\n", " / ") + "\"";
    }

    private StreamsEventResponse publish(DynamodbEvent batch) {
        return new StreamPublisher().handleRequest(batch, request);
    }

    private List<String> failures(Lesson lesson, DynamodbEvent batch) {
        try {
            return identifiers(lesson, publish(batch));
        } catch (RuntimeException e) {
            throw lesson.failure(
                    "the publisher answers, whatever is in a batch: after an exception, all of it comes again", e);
        }
    }

    private static List<String> identifiers(Lesson lesson, StreamsEventResponse response) {
        if (response == null || response.getBatchItemFailures() == null) {
            throw lesson.failure("the answer has a list of failures, empty if there are none", response);
        }
        return response.getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }
}

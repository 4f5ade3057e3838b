package todo.events;

import static todo.events.StreamRecords.batch;
import static todo.events.StreamRecords.eventId;
import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.inserts;
import static todo.events.StreamRecords.poison;
import static todo.events.StreamRecords.sequenceNumber;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.TimeLimit;

/** What the publisher reports to Lambda, according to what has become of its events on the bus. */
@ExtendWith(AwsOnThisMachine.Started.class)
class StreamToBusTest {
    private static final String OPEN = image("t-1", "Water the plants", "false", StreamRecords.CREATED_AT);

    private final LambdaRequest request = new LambdaRequest();
    private AwsOnThisMachine aws;

    @BeforeEach
    void aws() {
        aws = AwsOnThisMachine.fresh();
    }

    @Test
    void events_before_a_record_that_cannot_be_read_are_on_the_bus() {
        Lesson lesson = lessonOnPublish();
        List<String> failures = publish(lesson, batch(insert(1, OPEN), insert(2, OPEN), poison(3), insert(4, OPEN)));
        List<String> sent = PutEvents.ids(aws.calls("PutEvents"));
        lesson.expect(
                sent.equals(List.of(eventId(1), eventId(2))),
                "the third of four records can't be read, so the events of the first two are sent to the bus",
                "the events " + sent
                        + (sent.size() > Set.copyOf(sent).size()
                                ? ": they had arrived, and were sent again (sendOnce, TODO 2.5)"
                                : ""));
        lesson.expect(
                failures.equals(List.of(sequenceNumber(3))),
                "the one failure reported is the record that can't be read, " + sequenceNumber(3),
                failures);
    }

    @Test
    void the_record_whose_event_the_bus_never_takes_is_reported() {
        Lesson lesson = new Lesson("2.5");
        PutEvents.refuse(aws, List.of(eventId(7)));
        List<String> failures = publish(lesson, inserts(12));
        lesson.expect(
                failures.equals(List.of(sequenceNumber(7))),
                "the seventh of twelve entries fails each time, so its record is reported to Lambda, "
                        + sequenceNumber(7) + ", and Lambda sends it again",
                failures.isEmpty() ? "no failure, so that event is lost" : failures);
        lesson.expect(
                request.log()
                                .lines()
                                .filter(line -> line.startsWith("Published"))
                                .count()
                        == 6,
                "the log says \"Published\" of the six events before it, and of no others",
                request.log());
    }

    @Test
    void the_first_failure_is_reported_if_an_event_fails_and_a_record_cannot_be_read() {
        Lesson lesson = new Lesson("2.5");
        PutEvents.refuse(aws, List.of(eventId(2)));
        List<String> failures = publish(lesson, batch(insert(1, OPEN), insert(2, OPEN), insert(3, OPEN), poison(4)));
        lesson.expect(
                failures.stream().min(String::compareTo).equals(Optional.of(sequenceNumber(2))),
                "the second event fails each time and the fourth record can't be read: Lambda sends again from the first of"
                        + " the two, " + sequenceNumber(2),
                failures);
    }

    /** What a fault is about: publish, if a call of send does what it should; if not, sendOnce, which it calls. */
    private Lesson lessonOnPublish() {
        boolean isSent;
        try {
            int arrived = new BusClient(EventBridgeClient.create(), PutEvents.BUS_NAME)
                    .send(
                            PublishTest.events(2).stream().map(PutEvents::entry).toList(),
                            request.getLogger(),
                            System.currentTimeMillis());
            isSent = arrived == 2 && aws.calls("PutEvents").size() == 1;
        } catch (RuntimeException | Error e) {
            isSent = false;
        }
        aws = AwsOnThisMachine.fresh();
        return new Lesson(isSent ? "2.4" : "2.5");
    }

    /** The sequence numbers that are reported as failed. */
    private List<String> publish(Lesson lesson, DynamodbEvent batch) {
        List<String> failures = new ArrayList<>();
        try {
            // Lambda takes null for an empty list, too.
            TimeLimit.run(() -> Optional.ofNullable(new StreamPublisher().handleRequest(batch, request))
                    .map(StreamsEventResponse::getBatchItemFailures)
                    .stream()
                    .flatMap(List::stream)
                    .map(BatchItemFailure::getItemIdentifier)
                    .forEach(failures::add));
        } catch (RuntimeException | Error e) {
            throw lesson.failure(
                    "the publisher returns its failures and throws nothing, whatever happens to the events"
                            + (lesson.todo().equals("2.5") ? PutEvents.fieldsKept() : ""),
                    e);
        }
        PutEvents.expectEnd(lesson, aws);
        return failures;
    }
}

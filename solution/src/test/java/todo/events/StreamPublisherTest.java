package todo.events;

import static todo.events.StreamRecords.batch;
import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.poison;
import static todo.events.StreamRecords.record;
import static todo.events.StreamRecords.remove;
import static todo.events.StreamRecords.sequenceNumber;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.WaitedTime;

@ExtendWith(AwsOnThisMachine.Started.class)
class StreamPublisherTest {
    private static final String OPEN = image("t-1", "Water the plants", "false", StreamRecords.CREATED_AT);
    private static final String COMPLETED = image("t-1", "Water the plants", "true", StreamRecords.OCCURRED_AT);
    private static final long MAX_WAITED_MILLIS = 2_000;

    /** More than RETRIES allows, or a participant who counts. */
    private static final int MANY_ATTEMPTS = 20;

    /** Fewer than BATCH_SIZE, and more than one call of PutEvents takes. */
    private static final int MANY_RECORDS = 25;

    private LambdaRequest request = new LambdaRequest();

    @BeforeEach
    void aws() {
        AwsOnThisMachine.fresh();
    }

    @Test
    void the_life_of_a_to_do_is_logged_in_order() {
        String[] changes = {insert(1, OPEN), modify(2, OPEN, COMPLETED), remove(3, COMPLETED)};
        String expected = "the log has TodoCreated, TodoCompleted and TodoDeleted, in this order";
        StreamsEventResponse response;
        try {
            response = new StreamPublisher().handleRequest(batch(changes), request);
        } catch (RuntimeException | Error e) {
            throw lessonOn(changes).failure(expected, request.log().contains("Can't read record") ? log() : e);
        }
        Lesson lesson = lessonOn(changes);
        int created = request.log().indexOf("TodoCreated");
        int completed = request.log().indexOf("TodoCompleted");
        int deleted = request.log().indexOf("TodoDeleted");
        lesson.expect(
                0 <= created && created < completed && completed < deleted,
                expected,
                log() + (request.log().contains("Can't read record") ? "" : "; StreamPublisher.java writes it"));
        List<String> failures = identifiers(response);
        lesson.expect(
                failures.isEmpty(),
                "all three records can be read, so no failure is reported"
                        + (request.log().contains("Can't read record") ? "" : " (StreamPublisher, TODO 1.5)"),
                failures);
    }

    /** What a fault in these changes is about: the publisher if each becomes its event, also when it comes again. */
    private static Lesson lessonOn(String... changes) {
        List<String> types;
        try {
            types = Stream.of(changes)
                    .flatMap(change -> event(change).stream())
                    .map(TodoEvent::detailType)
                    .toList();
        } catch (RuntimeException | Error e) {
            types = List.of(); // which TodoChangeTest has a message for
        }
        boolean areEvents = types.equals(List.of(TodoEvent.CREATED, TodoEvent.COMPLETED, TodoEvent.DELETED));
        return new Lesson(areEvents ? "1.5" : "1.4", "handleRequest");
    }

    @Test
    void the_first_record_that_fails_is_reported_and_those_before_it_are_published() {
        Lesson lesson = new Lesson("1.5", "handleRequest");
        expectEvents(lesson);
        expectThirdReported(lesson, "the third of five records can't be read", poison(3));
        expectReportedEachTime(lesson);
        // Nobody expected an error of this kind.
        expectThirdReported(
                lesson,
                "the third of five records has no time",
                insert(3, OPEN).replaceFirst("\"ApproximateCreationDateTime\".*", ""));
        expectReported(lesson, "a record that can't be read is alone in its batch", 1, poison(1));
        expectReported(lesson, "the last of two records can't be read", 2, insert(1, OPEN), poison(2));
        expectReported(lesson, "the first of two records can't be read", 1, poison(1), insert(2, OPEN));
        expectReported(
                lesson,
                "the second record publishes nothing, and the third can't be read",
                3,
                insert(1, OPEN),
                modify(2, OPEN, OPEN.replace("Water", "Cut")),
                poison(3));
        expectNothingOfTheBatchBefore(lesson);
        expectEventOfEach(lesson);
    }

    @Test
    void a_record_after_one_that_failed_waits_for_the_next_attempt() {
        Lesson lesson = new Lesson("1.5");
        failures(lesson, batch(poison(1), insert(2, OPEN)));
        String published = request.log()
                .lines()
                .filter(line -> line.startsWith("Published") || line.contains("\"metadata\""))
                .map(line -> line.replaceFirst(" \\{.*", ""))
                .collect(Collectors.joining(", "));
        lesson.expect(
                published.isEmpty(),
                "the publisher stops at the first record that fails: Lambda sends it and all records after it again",
                "the record after it is published, too: the log has \"" + published + '"');
    }

    private void expectThirdReported(Lesson lesson, String why, String third) {
        WaitedTime waited = new WaitedTime();
        expectReported(lesson, why, 3, insert(1, OPEN), insert(2, OPEN), third, insert(4, OPEN), poison(5));
        long millis = waited.millis();
        lesson.expect(
                request.log().contains(StreamRecords.eventId(2)),
                "the events of the records before the one that failed are published: the second loop writes them to the log,"
                        + " so the method must come to it, with the events",
                log());
        lesson.expect(
                request.log().contains("Can't read record " + StreamRecords.eventId(3)),
                "the log has the event id of the record that can't be read: the line that is given in the catch writes it",
                log());
        long times = request.log()
                .lines()
                .filter(line -> line.matches("Published .*" + StreamRecords.eventId(2) + ".*"))
                .count();
        lesson.expect(
                times < 2,
                "each event is published once: the second loop does it",
                times + " lines \"Published …\" for the event of record 2");
        lesson.expect(
                millis < MAX_WAITED_MILLIS,
                "the publisher returns at once: waiting and trying again is Lambda's job",
                millis + " ms of sleep");
    }

    private void expectEventOfEach(Lesson lesson) {
        List<String> ids = IntStream.rangeClosed(1, MANY_RECORDS)
                .mapToObj(StreamRecords::eventId)
                .toList();
        Stream<String> records = ids.stream().map(id -> insert(ids.indexOf(id) + 1, OPEN.replace("t-1", "t-" + id)));
        request = new LambdaRequest();
        failures(lesson, batch(records.toArray(String[]::new)));
        List<String> published = Pattern.compile("^Published .*\"id\":\"(\\w+)\"", Pattern.MULTILINE)
                .matcher(request.log())
                .results()
                .map(line -> line.group(1))
                .toList();
        lesson.expect(
                published.equals(ids),
                "of a batch of " + MANY_RECORDS + " new items, all " + MANY_RECORDS
                        + " events are published, in the order of their records",
                "the events of records "
                        + published.stream().map(id -> ids.indexOf(id) + 1).toList());
    }

    /** Lambda counts the attempts: a publisher that counts them, too, loses the record before it gets to the queue. */
    private void expectReportedEachTime(Lesson lesson) {
        StreamPublisher publisher = new StreamPublisher();
        for (int attempt = 1; attempt <= MANY_ATTEMPTS; attempt++) {
            lesson.expect(
                    !failures(lesson, publisher, batch(insert(1, OPEN), poison(6), insert(7, OPEN)))
                            .isEmpty(),
                    "a record that can't be read is reported each time it comes: the event source mapping (see 1.6) says"
                            + " after how many attempts it is given up, so the publisher doesn't count them",
                    "no failure at attempt " + attempt + ", so the record is lost");
        }
    }

    /** A function stays in memory, and has its fields as the last request left them. */
    private void expectNothingOfTheBatchBefore(Lesson lesson) {
        StreamPublisher publisher = new StreamPublisher();
        failures(lesson, publisher, batch(insert(1, OPEN), poison(2)));
        int logged = request.log().length();
        List<String> failures = failures(lesson, publisher, batch(insert(3, OPEN)));
        boolean isRepeated = request.log().substring(logged).contains(StreamRecords.eventId(1));
        lesson.expect(
                failures.isEmpty() && !isRepeated,
                "Lambda gives the next batch to the same StreamPublisher, which begins with empty lists: they are local"
                        + " variables of handleRequest",
                (isRepeated ? "the events" : "the failures") + " of the batch before, once more");
    }

    /** Whether the record of this number is the one from which Lambda sends again. */
    private void expectReported(Lesson lesson, String why, int number, String... records) {
        request = new LambdaRequest();
        List<String> failures = failures(lesson, batch(records));
        String expected = why + ", so its sequence number \"" + sequenceNumber(number)
                + "\" is the first in the list of failures: Lambda sends it and all records after it again";
        lesson.expect(
                !failures.contains("\"\"") && !failures.contains("null"),
                expected,
                failures + ", which names no record, so Lambda sends the whole batch again");
        // Lambda goes by the lowest; others are more than it needs.
        Optional<String> lowest = failures.stream().min(String::compareTo);
        lesson.expect(
                lowest.filter(quoted(sequenceNumber(number))::equals).isPresent(),
                expected,
                lowest.map(one ->
                                failures + (failures.size() > 1 ? ", the lowest of" : ",") + known(one, records.length))
                        .orElse("no failure, so the record that can't be read is lost: "
                                + (request.log().contains("Can't read record")
                                        ? "add a BatchItemFailure to failures, and return them"
                                        : "the loop ended before it came to this record")));
    }

    /** What a failure names instead, if that is known. */
    private static String known(String failure, int records) {
        for (int number = 1; number <= records; number++) {
            if (failure.equals(quoted(sequenceNumber(number)))) {
                return " which is the sequence number of record " + number + " in the batch";
            } else if (failure.equals(quoted(sequenceNumber(number).replaceFirst("^0+", "")))) {
                return " which lacks the zeros that the sequence number of record " + number
                        + " begins with: it is a text, not a number";
            } else if (failure.equals(quoted(StreamRecords.eventId(number)))) {
                return " which is the event id of record " + number + " and not its sequence number";
            }
        }
        return " which is no record's sequence number";
    }

    /** The lines of the log about events and records, each only up to what is in them. */
    private String log() {
        String lines = request.log()
                .lines()
                .filter(line -> line.matches("(Published|Can't read record) .*"))
                .map(line -> line.replaceFirst(" \\{.*", "").replaceFirst("(record \\S+: )\\S*\\.", "$1"))
                .map(StreamPublisherTest::quoted)
                .collect(Collectors.joining(", "));
        return lines.isEmpty()
                ? "a log without a line \"Published …\" or \"Can't read record …\""
                : "the log lines " + lines;
    }

    /** This TODO needs what earlier ones have made of a record. */
    private static void expectEvents(Lesson lesson) {
        String expected = "TODO 1.2 makes an event of a record, with the record's event id as metadata.id";
        String id;
        try {
            id = event(insert(1, OPEN)).map(TodoEvent::id).orElse("no event");
        } catch (RuntimeException e) {
            throw lesson.failure(expected, e);
        }
        lesson.expect(id.equals(StreamRecords.eventId(1)), expected, id);
        Optional<TodoEvent> unread;
        try {
            unread = event(poison(2));
        } catch (RuntimeException e) {
            return;
        }
        throw lesson.failure(
                "TODO 1.2 throws an exception if the record can't be read",
                unread.isEmpty() ? "no exception and no event" : "an event");
    }

    private static Optional<TodoEvent> event(String record) {
        return new TodoChange(record(record)).event();
    }

    private List<String> failures(Lesson lesson, DynamodbEvent batch) {
        return failures(lesson, new StreamPublisher(), batch);
    }

    private List<String> failures(Lesson lesson, StreamPublisher publisher, DynamodbEvent batch) {
        try {
            return identifiers(publisher.handleRequest(batch, request));
        } catch (RuntimeException | Error e) {
            throw lesson.failure(
                    "the publisher catches any RuntimeException of a bad record and reports that record; if the publisher throws,"
                            + " Lambda sends the whole batch again",
                    e);
        }
    }

    /**
     * The identifiers in the answer, each in quotes, because one may be empty. No answer and no list are success, too.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-conditions">Success
     *     and failure conditions</a>
     */
    private static List<String> identifiers(StreamsEventResponse response) {
        return Stream.ofNullable(response)
                .map(StreamsEventResponse::getBatchItemFailures)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(failure -> failure == null ? null : failure.getItemIdentifier())
                .map(identifier -> identifier == null ? "null" : quoted(identifier))
                .toList();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}

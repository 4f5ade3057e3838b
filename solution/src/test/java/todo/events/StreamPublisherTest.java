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
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
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

    /** BATCH_SIZE, and more than one call of PutEvents takes. */
    private static final int MANY_RECORDS = 100;

    private static final int BAD_AMONG_MANY = 60;

    private static final Pattern PUBLISHED = Pattern.compile("^Published .*\"id\":\"(\\w+)\"", Pattern.MULTILINE);

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
            throw lessonOn(changes).failure(expected, unread(changes).orElse(e));
        }
        Lesson lesson = lessonOn(changes);
        int created = request.log().indexOf("TodoCreated");
        int completed = request.log().indexOf("TodoCompleted");
        int deleted = request.log().indexOf("TodoDeleted");
        lesson.expect(
                0 <= created && created < completed && completed < deleted,
                expected,
                unread(changes)
                        .map(Object.class::cast)
                        .orElse(log() + (isUnread() ? "" : "; StreamPublisher.java writes it")));
        List<String> failures = identifiers(response);
        if (!failures.isEmpty() && !isUnread()) {
            expectNothingOfAnotherBatch(new Lesson("1.5", "handleRequest"));
        }
        lesson.expect(
                failures.isEmpty(),
                "all three records can be read, so no failure is reported"
                        + (isUnread() ? "" : " (StreamPublisher, TODO 1.5)"),
                failures);
    }

    private boolean isUnread() {
        return request.log().contains("Can't read record");
    }

    /** What is thrown for one of these changes; empty if each can be read. */
    private static Optional<Throwable> unread(String... changes) {
        try {
            Stream.of(changes).forEach(StreamPublisherTest::event);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(e);
        }
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
        expectNothingOfAnotherBatch(lesson);
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
        expectEventsOfMany(lesson);
    }

    @Test
    void a_record_after_one_that_failed_waits_for_the_next_attempt() {
        Lesson lesson = new Lesson("1.5");
        failures(lesson, batch(poison(1), insert(2, OPEN)));
        List<String> published = logged("^Published|\"metadata\"");
        lesson.expect(
                published.isEmpty(),
                "the publisher stops at the first record that fails: Lambda sends it and all records after it again",
                "the record after it is published, too: the log has " + String.join(", ", published));
    }

    private void expectThirdReported(Lesson lesson, String why, String third) {
        WaitedTime waited = new WaitedTime();
        expectReported(lesson, why, 3, insert(1, OPEN), insert(2, OPEN), third, insert(4, OPEN), poison(5));
        long millis = waited.millis();
        expectEventsBefore(lesson, 3);
        lesson.expect(
                request.log().contains("Can't read record " + StreamRecords.eventId(3)),
                "the log has the event id of the record that can't be read: the line that is given in the catch writes it",
                log());
        lesson.expect(
                millis < MAX_WAITED_MILLIS,
                "the publisher returns at once: waiting and trying again is Lambda's job",
                millis + " ms of sleep");
    }

    private void expectEventsBefore(Lesson lesson, int bad) {
        Optional<String> missing = missing(bad - 1);
        lesson.expect(
                missing.isEmpty(),
                published(bad - 1).isEmpty()
                        ? "the events of the records before the one that failed are published: the second loop writes them to"
                                + " the log, so the method must come to it, with the events"
                        : "each event of the records before the one that failed is published, also several of one to-do: the"
                                + " second loop writes all of them to the log",
                missing.orElse(""));
        List<Integer> published = published(bad - 1);
        published.forEach(record -> {
            int times = Collections.frequency(published, record);
            lesson.expect(
                    times == 1,
                    "each event is published once: the second loop does it",
                    times + " lines \"Published …\" for the event of record " + record);
        });
    }

    private void expectEventsOfMany(Lesson lesson) {
        String[] records = IntStream.rangeClosed(1, MANY_RECORDS)
                .mapToObj(number -> insert(number, OPEN.replace("t-1", "t-" + number)))
                .toArray(String[]::new);
        request = new LambdaRequest();
        failures(lesson, batch(records));
        String expected = "of a batch of " + MANY_RECORDS + " new items, all " + MANY_RECORDS
                + " events are published, in the order of their records";
        Optional<String> missing = missing(MANY_RECORDS);
        lesson.expect(missing.isEmpty(), expected, missing.orElse(""));
        List<Integer> published = published(MANY_RECORDS);
        for (int number = 1; number <= published.size(); number++) {
            int record = published.get(number - 1);
            lesson.expect(
                    record == number,
                    expected,
                    "the event of record " + record
                            + (record > number ? " before that of record " + number : " more than once"));
        }
        records[BAD_AMONG_MANY - 1] = poison(BAD_AMONG_MANY);
        expectReported(
                lesson, "record " + BAD_AMONG_MANY + " of " + MANY_RECORDS + " can't be read", BAD_AMONG_MANY, records);
        expectEventsBefore(lesson, BAD_AMONG_MANY);
    }

    /** Which of the first records of a batch have no event in the log; empty if all have one. */
    private Optional<String> missing(int records) {
        List<Integer> published = published(records);
        List<Integer> missing = IntStream.rangeClosed(1, records)
                .boxed()
                .filter(record -> !published.contains(record))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> other = logged("\"metadata\"");
        return Optional.of(
                missing.size() == records
                        ? "no line \"Published …\": the events of records 1 " + (records == 2 ? "and " : "to ")
                                + records + " are lost"
                                + (other.isEmpty() ? "" : "; the log has " + other.get(0) + ", which begins otherwise")
                        : records - missing.size() + " of " + records + " events; that of record " + missing.get(0)
                                + (missing.size() == 1 ? " is missing" : " is the first that is missing"));
    }

    /** The numbers of the records whose events are in the log, in its order; only of the first records of a batch. */
    private List<Integer> published(int records) {
        List<String> ids = IntStream.rangeClosed(1, records)
                .mapToObj(StreamRecords::eventId)
                .toList();
        return PUBLISHED
                .matcher(request.log())
                .results()
                .map(line -> ids.indexOf(line.group(1)) + 1)
                .filter(record -> record > 0)
                .toList();
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
    private void expectNothingOfAnotherBatch(Lesson lesson) {
        expectNothingLeft(lesson, new StreamPublisher(), new StreamPublisher(), "static");
        StreamPublisher publisher = new StreamPublisher();
        expectNothingLeft(lesson, publisher, publisher, "a field");
    }

    private void expectNothingLeft(Lesson lesson, StreamPublisher before, StreamPublisher next, String what) {
        failures(lesson, before, batch(insert(901, OPEN), poison(902)));
        int logged = request.log().length();
        List<String> failures = failures(lesson, next, batch(insert(903, OPEN)));
        boolean isRepeated = request.log().substring(logged).contains(StreamRecords.eventId(901));
        lesson.expect(
                !isRepeated && !failures.contains(quoted(sequenceNumber(902))),
                "each batch begins with empty lists: they are local variables of handleRequest, because Lambda gives the"
                        + " next batch to the same StreamPublisher",
                (isRepeated ? "events" : "failures") + " left over from an earlier batch: is the list " + what + "?");
        lesson.expect(
                failures.isEmpty(),
                "an empty list of failures if every record could be read",
                failures.contains(quoted(sequenceNumber(903)))
                        ? "its only record reported as failed, although that can be read"
                        : failures);
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
                                + (isUnread()
                                        ? "add a BatchItemFailure to failures, and return them"
                                        : "the loop ended before it came to this record, or skipped it")));
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
        List<String> lines = logged("^Published |^Can't read record |\"metadata\"");
        return lines.isEmpty()
                ? "a log without a line \"Published …\" or \"Can't read record …\""
                : "the log lines " + String.join(", ", lines);
    }

    /** The lines of the log in which this is found, in quotes and each only up to what is in its event or record. */
    private List<String> logged(String what) {
        return request.log()
                .lines()
                .filter(line -> Pattern.compile(what).matcher(line).find())
                .map(line -> line.replaceFirst(" \\{.*", "").replaceFirst("(record \\S+: )\\S*\\.", "$1"))
                .map(StreamPublisherTest::quoted)
                .toList();
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

package todo.handlers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import todo.events.TodoEvent;
import todo.handlers.Handling.Outcome;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;

/** What becomes of an event whose work succeeded. */
@ExtendWith(AwsOnThisMachine.Started.class)
class ActivityDoneTest {
    private static final Lesson LESSON = new Lesson("3.2");

    private static final String OWNED =
            ". Let the condition of the claim (TODO 3.1) ask for the status STARTED, or REMOVE"
                    + " leaseOwner and leaseUntil here";

    private final Handling handling = new Handling();

    @Test
    void when_the_work_is_done_the_record_says_so() {
        Outcome first = handling.by("request-1");
        LESSON.expect(
                first.thrown() == null,
                "recordDone sets the status DONE and expiresAt, with one updateItem whose condition asks for the owner of the lease:"
                        + " so when the work succeeds, the request succeeds",
                first.got());
        expectRecorded("status", "DONE");
        expectRecorded("type", TodoEvent.CREATED);
        expectRecorded("todoId", Handling.EVENT.todo().todoId());
        expectRecorded("occurredAt", Long.toString(EventBridgeEvents.OCCURRED_AT));
    }

    @Test
    void the_work_of_an_event_is_done_once() {
        Outcome first = handling.by("request-1");
        LESSON.expect(
                first.hasWorked() && first.thrown() == null,
                "a request with a new event does the work and succeeds",
                first.got());
        expectNoMoreWork("request-1", "Lambda's retry of the same request");
        expectNoMoreWork("request-2", "another delivery of the event, right after it was done,");
        handling.pass(Handling.INVOCATION.plusMinutes(1));
        expectNoMoreWork("request-3", "another delivery of the event, after the lease would have ended,");
    }

    @Test
    void DynamoDB_deletes_the_record_after_thirty_days() {
        Outcome first = handling.by("request-1");
        long day = handling.now().plus(ActivityLog.KEPT).getEpochSecond();
        String got = handling.recorded("expiresAt");
        LESSON.expect(first.thrown() == null, "when the work succeeds, the request succeeds", first.got());
        LESSON.expect(
                got.equals(Long.toString(day)),
                "expiresAt, the record's time to live, is 30 days (KEPT) from now: " + day + " ("
                        + Instant.ofEpochSecond(day) + "), in epoch seconds",
                secondsInWords(got, day));
        LESSON.expect(
                handling.isNumber("expiresAt"),
                "expiresAt is a number: as text, DynamoDB ignores it, and the record stays for ever",
                "the text \"" + got + "\"");
        Handling died = new Handling();
        died.by("request-1", died::dieBeforeTheSecondCall);
        died.beforeCalls(call -> {});
        died.by("request-1");
        LESSON.expect(
                died.recorded("expiresAt").equals(Long.toString(day)),
                "when the function dies between two writes of recordDone, Lambda's retry finds a record that is not DONE yet, or"
                        + " one that is DONE and has its expiresAt: after DONE nobody writes the record again,"
                        + " so expiresAt would be missing for ever. Write both at once",
                died.recordInWords() + ", " + died.inWords("expiresAt"));
    }

    @Test
    void a_request_that_lost_its_lease_does_not_change_the_record() {
        expectLeftToItsOwner(handling, Duration.ZERO);
        expectLeftToItsOwner(new Handling(), Handling.INVOCATION.plusMinutes(1));
        Outcome owner = handling.by("request-2");
        LESSON.expect(
                owner.thrown() == null && handling.recorded("status").equals("DONE"),
                "the request that owns the lease records the work as DONE",
                statusAfter(owner));
        Handling givenBack = new Handling();
        givenBack.by("request-1", () -> {
            givenBack.pass(Handling.INVOCATION.plusMinutes(1));
            givenBack.removeRecord();
        });
        LESSON.expect(
                givenBack.record().isEmpty(),
                "request-1 took too long; request-2 took over, failed and gave the event back, so there is no record. Then request-1"
                        + " makes no new one: its condition (leaseOwner = :me) is false where there is no record",
                "a new record, with "
                        + String.join(", ", new TreeSet<>(givenBack.record().keySet())));
        Handling slow = new Handling();
        Outcome late = slow.by("request-1", () -> slow.pass(Handling.INVOCATION.plusMinutes(1)));
        LESSON.expect(
                slow.recorded("status").equals("DONE"),
                "work that took longer than its lease is recorded as DONE, too, if no other request took over: otherwise the"
                        + " next request does it again. So ask for the owner only (leaseOwner = :me)",
                late.thrown() == null ? slow.inWords("status") : late.thrown());
    }

    /** Another request takes over; when the first one finishes, the other's lease may be over, too. */
    private static void expectLeftToItsOwner(Handling some, Duration later) {
        some.lateBy(LESSON, "request-1", "request-2", () -> some.pass(later));
        expectOwnedBySecond(
                some,
                "request-1 took too long, so request-2 took over: when request-1 finishes,"
                        + (later.isZero() ? "" : " even after the lease of request-2,")
                        + " the record belongs to request-2 and stays STARTED",
                ". The write needs the condition leaseOwner = :me alone");
    }

    private static void expectOwnedBySecond(Handling some, String expected, String advice) {
        String status = some.recorded("status");
        LESSON.expect(
                status.equals("STARTED") && some.recorded("leaseOwner").equals("request-2"),
                expected,
                (some.record().isEmpty() ? "no record" : status + " with leaseOwner " + some.recorded("leaseOwner"))
                        + advice);
    }

    @Test
    void an_instance_of_the_function_records_each_event_by_itself() {
        handling.keepInstance();
        handling.by("request-1");
        handling.nextEvent("change-2");
        Outcome second = handling.by("request-2");
        String expected =
                "recordDone records each event as done, with its own owner and time, also in an instance of the function that"
                        + " handled another event before: it keeps the fields of ActivityLog, so remember nothing there";
        LESSON.expect(
                second.thrown() == null && handling.recorded("status").equals("DONE"), expected, statusAfter(second));
        LESSON.expect(
                handling.recorded("expiresAt")
                        .equals(Long.toString(
                                handling.now().plus(ActivityLog.KEPT).getEpochSecond())),
                expected,
                handling.inWords("expiresAt") + ", an hour after the other event");
    }

    @Test
    void each_of_several_writes_asks_for_the_owner() {
        AtomicReference<AtomicBoolean> isTakenOver = new AtomicReference<>(new AtomicBoolean());
        Outcome outcome = handling.by(
                "request-1", () -> isTakenOver.set(handling.takenOverBeforeTheSecondCall("request-2", () -> {})));
        LESSON.expect(
                isTakenOver.get().get() || outcome.thrown() == null,
                "when the work succeeds, the request succeeds",
                outcome.got());
        if (isTakenOver.get().get()) {
            expectOwnedBySecond(
                    handling,
                    "when request-2 takes over between two writes of request-1, the record belongs to request-2 and stays"
                            + " STARTED: the second write needs the condition, too (leaseOwner = :me), or record the work in one write",
                    "");
        }
    }

    @Test
    void a_write_that_fails_is_tried_again_and_the_work_is_not() {
        AtomicInteger works = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger(2);
        Outcome outcome = handling.by("request-1", () -> {
            works.incrementAndGet();
            handling.beforeCalls(call -> {
                if (failures.getAndDecrement() > 0) {
                    throw InternalServerErrorException.builder()
                            .message("DynamoDB is out of order")
                            .build();
                }
            });
        });
        LESSON.expect(
                outcome.thrown() == null && handling.recorded("status").equals("DONE"),
                "when DynamoDB fails twice after the work, the third attempt to write records the event as DONE"
                        + (failures.get() == 1
                                        && outcome.thrown() != null
                                        && !(outcome.thrown() instanceof SdkException)
                                ? ". complete tries again only after an SdkException: let DynamoDB's own exception through"
                                : ""),
                outcome.thrown() == null
                        ? handling.inWords("status") + ", and recordDone threw nothing, so complete didn't try again"
                        : outcome.thrown());
        LESSON.expect(works.get() == 1, "only the write is tried again, the work is done once", works + " times");
    }

    @Test
    void a_write_that_fails_three_times_fails_the_request() {
        AtomicInteger writes = new AtomicInteger();
        Outcome outcome = handling.by(
                "request-1",
                () -> handling.beforeCalls(call -> {
                    writes.incrementAndGet();
                    throw InternalServerErrorException.builder()
                            .message("DynamoDB is out of order")
                            .build();
                }));
        LESSON.expect(
                outcome.thrown() instanceof InternalServerErrorException && writes.get() == 3,
                "when DynamoDB fails after the work, the write is attempted three times in all; then the request fails"
                        + " with DynamoDB's exception, so that Lambda tries again",
                outcome.thrown() == null
                        ? "a request that succeeds after " + writes + " writes, although no record says DONE"
                        : outcome.thrown() instanceof InternalServerErrorException
                                ? writes + " writes"
                                : outcome.thrown());
    }

    private String secondsInWords(String got, long day) {
        if (got.equals(day + "000")) {
            return got + ", which are milliseconds: a day some 56,000 years from now";
        }
        if (List.of(
                        handling.now().toEpochMilli() + ActivityLog.KEPT.toSeconds(),
                        handling.now().getEpochSecond() + ActivityLog.KEPT.toMillis())
                .contains(toLong(got))) {
            return got + ", the sum of milliseconds and seconds: bring both to one unit first";
        }
        if (!got.matches("\\d{1,10}")) {
            return got.equals("none") ? handling.inWords("expiresAt") : got;
        }
        Instant time = Instant.ofEpochSecond(Long.parseLong(got));
        if (time.getEpochSecond() == EventBridgeEvents.OCCURRED_AT / 1000 + ActivityLog.KEPT.toSeconds()) {
            return got + ", which is " + time + ": counted from occurredAt, and not from now";
        }
        if (time.equals(
                handling.now().plusMillis((int) ActivityLog.KEPT.toMillis()).truncatedTo(ChronoUnit.SECONDS))) {
            return got + ", which is " + time
                    + ": 30 days in milliseconds are too many for an int, and KEPT.toMillis() is a long";
        }
        boolean isOfThisMachine = Duration.between(Instant.now().plus(ActivityLog.KEPT), time)
                        .abs()
                        .compareTo(Duration.ofHours(1))
                < 0;
        return got + ", which is " + time
                + (isOfThisMachine
                        ? ", the time of this machine; the clock that ActivityLog was given says " + handling.now()
                        : "");
    }

    private static long toLong(String got) {
        return got.matches("\\d{1,18}") ? Long.parseLong(got) : 0;
    }

    private Object statusAfter(Outcome outcome) {
        return outcome.thrown() == null ? handling.inWords("status") : outcome.thrown();
    }

    private void expectRecorded(String attribute, String value) {
        boolean isRecorded = handling.recorded(attribute).equals(value);
        LESSON.expect(
                isRecorded,
                "the record of an event that was handled has the " + attribute + " " + value,
                handling.inWords(attribute)
                        + (handling.record().isEmpty() ? ", so the next request does the work again" : "")
                        + (handling.record().containsKey("type")
                                        || handling.record().containsKey("todoId")
                                ? ""
                                : ": putItem replaces the whole record")
                        + (isRecorded ? "" : handling.tooLate("recordDone")));
    }

    private void expectNoMoreWork(String requestId, String who) {
        Outcome next = handling.by(requestId);
        LESSON.expect(
                !next.hasWorked() && next.thrown() == null,
                who + " does no work and succeeds",
                next.work() + (next.hasWorked() && next.found().startsWith("DONE, lease") ? OWNED : ""));
    }
}

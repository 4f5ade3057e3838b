package todo.handlers;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import todo.handlers.Handling.Outcome;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;

/** What becomes of an event whose work failed. */
@ExtendWith(AwsOnThisMachine.Started.class)
class ActivityReleaseTest {
    private static final Lesson LESSON = new Lesson("3.3");
    private static final String REASON = "the email can't be sent";

    private final Handling handling = new Handling();

    @Test
    void an_event_whose_work_failed_can_be_claimed_again_at_once() {
        for (String next : List.of("request-1", "request-2")) {
            failedBy("request-1", new IllegalStateException(REASON));
            handling.pass(Duration.ofMillis(1));
            Outcome outcome = handling.by(next, ActivityReleaseTest::fail);
            LESSON.expect(
                    outcome.hasWorked(),
                    "the work of request-1 failed, so "
                            + (next.equals("request-1")
                                    ? "Lambda's retry, which is request-1 again,"
                                    : "another delivery of the event, " + next + ",")
                            + " may try without waiting for the lease: release deletes the record, or leaves it STARTED with"
                            + " a leaseUntil that is over",
                    outcome.thrown() instanceof EventInProgress
                                    && !outcome.found().isEmpty()
                            ? "a record that " + next + " can't claim now: " + outcome.found()
                                    + endless(outcome.found()) + tooLate("")
                            : outcome.got());
        }
    }

    @Test
    void an_instance_of_the_function_gives_each_event_back_by_itself() {
        handling.keepInstance();
        handling.by("request-1", ActivityReleaseTest::fail);
        handling.nextEvent("change-2");
        Outcome second = handling.by("request-2", ActivityReleaseTest::fail);
        expectReason(second);
        handling.pass(Duration.ofMillis(1));
        Outcome third = handling.by("request-3");
        LESSON.expect(
                third.hasWorked(),
                "release gives each event back, also in an instance of the function that gave back another one before: it keeps"
                        + " the fields of ActivityLog, so remember nothing there",
                third.got());
    }

    @Test
    void when_the_next_attempt_succeeds_the_event_is_done() {
        failedBy("request-1", SdkException.builder().message(REASON).build());
        failedBy("request-1", new IllegalArgumentException(REASON));
        handling.pass(Duration.ofMillis(1));
        Outcome outcome = handling.by("request-2");
        LESSON.expect(
                outcome.hasWorked() && handling.recorded("status").equals("DONE"),
                "after the work of request-1 failed, for whatever reason, request-2 does it, and the record says DONE",
                outcome.thrown() == null ? handling.inWords("status") : outcome.got());
    }

    @Test
    void a_request_that_lost_its_lease_gives_nothing_back() {
        Outcome late = handling.lateBy(LESSON, "request-1", "request-2", ActivityReleaseTest::fail);
        expectReason(late);
        Outcome third = handling.by("request-3");
        LESSON.expect(
                third.isBusy(),
                "request-1 took too long, so request-2 took over: when the work of request-1 fails,"
                        + " the event belongs to request-2, and request-3 still gets EventInProgress",
                third.work()
                        + (third.hasWorked()
                                ? ". request-1 gave back an event that wasn't its own any more: release needs the condition"
                                        + " leaseOwner = :me"
                                : ""));
        Handling longer = new Handling();
        longer.lateBy(LESSON, "request-1", "request-2", () -> {
            longer.pass(Handling.INVOCATION.plusMinutes(1));
            fail();
        });
        LESSON.expect(
                longer.recorded("leaseOwner").equals("request-2"),
                "request-2 took over from request-1: when the work of request-1 fails, even after the lease of request-2, the event"
                        + " belongs to request-2, and only request-2 gives it back (leaseOwner = :me)",
                longer.inWords("leaseOwner"));
        Handling givenBack = new Handling();
        givenBack.by("request-1", () -> {
            givenBack.pass(Handling.INVOCATION.plusMinutes(1));
            givenBack.removeRecord();
            fail();
        });
        LESSON.expect(
                givenBack.record().isEmpty(),
                "request-1 took too long; request-2 took over, failed and gave the event back, so there is no record. When the work of"
                        + " request-1 fails then, release makes no new one: its condition (leaseOwner = :me) is false where there"
                        + " is no record",
                "a new record, with "
                        + String.join(", ", new TreeSet<>(givenBack.record().keySet())));
    }

    @Test
    void each_of_several_writes_of_release_asks_for_the_owner() {
        AtomicReference<AtomicBoolean> isTakenOver = new AtomicReference<>(new AtomicBoolean());
        Outcome late = handling.by("request-1", () -> {
            isTakenOver.set(handling.takenOverBeforeTheSecondCall("request-2", () -> {}));
            fail();
        });
        expectReason(late);
        LESSON.expect(
                !isTakenOver.get().get() || handling.recorded("leaseOwner").equals("request-2"),
                "when request-2 takes over between two writes of release, the record belongs to request-2: the second write needs"
                        + " the condition, too (leaseOwner = :me), or give the event back in one write",
                handling.inWords("leaseOwner"));
    }

    @Test
    void the_reason_is_still_reported_when_the_event_can_not_be_given_back_either() {
        AtomicInteger calls = new AtomicInteger();
        Outcome outcome = handling.by("request-1", () -> {
            handling.beforeCalls(call -> {
                calls.incrementAndGet();
                throw InternalServerErrorException.builder()
                        .message("DynamoDB is out of order")
                        .build();
            });
            fail();
        });
        expectReason(outcome);
        Throwable[] hidden = outcome.thrown().getSuppressed();
        LESSON.expect(
                hidden.length == 1 && hidden[0] instanceof InternalServerErrorException,
                "what DynamoDB throws is not lost: the lines around this TODO catch it and add it to the failure"
                        + " (addSuppressed), so don't catch it yourself",
                hidden.length == 0
                        ? "no suppressed exception"
                                + (calls.get() == 0 ? tooLate(": release called nothing of DynamoDB") : "")
                        : hidden[0]);
    }

    /** The work of a request fails; the event is given back, because DynamoDB works. */
    private void failedBy(String requestId, RuntimeException reason) {
        Outcome outcome = handling.by(requestId, () -> {
            throw reason;
        });
        expectReason(outcome);
        for (Throwable hidden : outcome.thrown().getSuppressed()) {
            throw LESSON.failure(
                    "when the work of " + requestId
                            + " fails, its event is given back: the next request may try without waiting for the lease",
                    hidden);
        }
    }

    private String tooLate(String otherwise) {
        String late = handling.tooLate("release");
        return late.isEmpty() ? otherwise : late;
    }

    private static String endless(String found) {
        return found.startsWith("STARTED") && !found.contains("leaseUntil")
                ? ": where there is no leaseUntil, leaseUntil < :now is false"
                : "";
    }

    private static void expectReason(Outcome outcome) {
        LESSON.expect(
                outcome.thrown() != null && REASON.equals(outcome.thrown().getMessage()),
                "when the work fails, release gives the event back (one write with a condition) and throws nothing; ActivityLog.once then throws the"
                        + " exception of the work, \"" + REASON + '"',
                outcome.hasWorked() && outcome.thrown() == null
                        ? "no exception, so Lambda doesn't try again"
                        : outcome.got());
    }

    private static void fail() {
        throw new IllegalStateException(REASON);
    }
}

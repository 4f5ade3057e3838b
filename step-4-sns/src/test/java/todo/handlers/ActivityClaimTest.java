package todo.handlers;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import todo.events.TodoEvent;
import todo.handlers.Handling.Outcome;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;

/** Who may start to work on an event. */
@ExtendWith(AwsOnThisMachine.Started.class)
class ActivityClaimTest {
    private static final Lesson LESSON = new Lesson("3.1");

    /** A lease may end a little later than the invocation. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private static final String OCCURRED_AT = Long.toString(EventBridgeEvents.OCCURRED_AT);

    private static final String REMEMBERS =
            "it keeps the fields of ActivityLog, so remember no request and no time there";

    private final Handling handling = new Handling();

    @Test
    void a_new_event_is_claimed_before_the_work_begins() {
        AtomicReference<String> owner = new AtomicReference<>();
        Outcome first = handling.by("request-1", () -> owner.set(ownerInWords()));
        LESSON.expect(
                first.hasWorked(),
                "claim writes what started(…) makes, with one putItem that has a condition, and returns true: so the first request"
                        + " with a new event claims it and does its work",
                whyNoWork(handling, first));
        LESSON.expect(
                owner.get().equals("leaseOwner request-1"),
                "while request-1 does the work, the record whose key is the event's id has the leaseOwner request-1",
                owner.get());
        for (String type : TodoEvent.TYPES) {
            Handling some = new Handling(EventBridgeEvents.event(type, "change-of-" + type));
            some.diedBy("request-1");
            for (String attribute : List.of("type " + type, "todoId t-1", "occurredAt " + OCCURRED_AT)) {
                String name = attribute.split(" ")[0];
                LESSON.expect(
                        attribute.equals(name + " " + some.recorded(name)),
                        "while a request works on a " + type + ", the event's record has the " + attribute
                                + "; started(…) makes such a record",
                        some.inWords(name));
            }
        }
    }

    private static Object whyNoWork(Handling some, Outcome first) {
        return first.hasWorked() || first.thrown() != null
                ? first.work()
                : "claim returned false, which means that the event is done; it returns true when the write succeeds"
                        + (some.record().isEmpty()
                                ? ". There is no record of the event: does a static field remember an event of another request?"
                                : "");
    }

    private String ownerInWords() {
        return handling.keys().isEmpty() || handling.keys().contains(Handling.EVENT.id())
                ? handling.inWords("leaseOwner")
                        + (handling.recorded("status").equals("DONE")
                                ? ": the record was already DONE when the work began; complete comes after the work"
                                : "")
                : "a record with the key " + String.join(", ", handling.keys()) + ", and the event's id is "
                        + Handling.EVENT.id();
    }

    @Test
    void the_lease_ends_when_Lambda_ends_the_invocation() {
        for (Duration invocation : List.of(Handling.INVOCATION, Duration.ofSeconds(3))) {
            long until = leaseUntil(invocation);
            Duration lease = Duration.ofMillis(until - handling.now().toEpochMilli());
            boolean isFixed = until == leaseUntil(Duration.ofSeconds(7));
            LESSON.expect(
                    invocation.compareTo(lease) <= 0 && lease.compareTo(invocation.plus(TOLERANCE)) <= 0,
                    "when Lambda stops the invocation in " + invocation.toMillis()
                            + " ms, the lease ends at the invocation's deadline: now + context.getRemainingTimeInMillis()",
                    "a lease until " + handling.inWords(until)
                            + (isFixed
                                    ? ", however much time is left: a fixed time is wrong as soon as the function's"
                                            + " timeout is another"
                                    : ""));
        }
    }

    /** The end of the lease of a request that Lambda stops after this time. */
    private long leaseUntil(Duration invocation) {
        Handling some = new Handling();
        some.invocationsLast(invocation);
        Outcome died = some.diedBy("request-1");
        LESSON.expect(
                some.isNumber("leaseUntil"),
                "while request-1 does the work, leaseUntil in the event's record says, as a number, when its lease ends",
                died.hasWorked() ? some.inWords("leaseUntil") : whyNoWork(some, died));
        return Long.parseLong(some.recorded("leaseUntil"));
    }

    @Test
    void the_work_of_an_event_that_is_done_is_not_done_again() {
        handling.recordAsDone();
        AtomicBoolean isAsked = new AtomicBoolean();
        handling.beforeCalls(call -> call.getValueForField("ReturnValuesOnConditionCheckFailure", String.class)
                .filter("ALL_OLD"::equals)
                .ifPresent(old -> isAsked.set(true)));
        Outcome again = handling.by("request-2");
        LESSON.expect(
                !again.hasWorked(), "the work of an event whose record says DONE is not done again", again.work());
        LESSON.expect(
                again.thrown() == null,
                "a request with an event that is DONE succeeds; otherwise Lambda would try it again, and park it in the end."
                        + (isAsked.get()
                                ? " The exception has the old record (e.item()): if its status is DONE, claim returns false"
                                : " Let the write return the old record when its condition fails"
                                        + " (returnValuesOnConditionCheckFailure, ALL_OLD): its status says whether the event is DONE"),
                again.work());
    }

    @Test
    void while_one_request_works_on_an_event_another_gets_EventInProgress() {
        Outcome first = handling.diedBy("request-1"); // nobody else can know that it doesn't work any more
        LESSON.expect(first.hasWorked(), "request-1 claims the event and does the work", first.work());
        handling.pass(Handling.INVOCATION.minusMillis(1));
        Outcome other = handling.by("request-2");
        LESSON.expect(
                other.isBusy(),
                "while request-1 may still be working, until its invocation's deadline, request-2 gets EventInProgress",
                other.work());
    }

    @Test
    void a_retry_with_the_same_request_id_takes_over_at_once() {
        handling.diedBy("request-1");
        Outcome retry = handling.by("request-1");
        LESSON.expect(
                retry.hasWorked(),
                "when a function crashed during its work, Lambda's retry has the same request id, so it owns the lease and does the work",
                retry.work());
    }

    @Test
    void when_the_lease_is_over_another_request_takes_over() {
        handling.diedBy("request-1");
        handling.pass(Handling.INVOCATION.plusMinutes(1));
        AtomicReference<String> owner = new AtomicReference<>();
        AtomicReference<Outcome> late = new AtomicReference<>();
        Outcome other = handling.by("request-2", () -> {
            owner.set(handling.inWords("leaseOwner"));
            late.set(handling.by("request-1"));
        });
        LESSON.expect(
                other.hasWorked(),
                "the function of request-1 crashed; a minute after its deadline, request-2 takes over and does the work."
                        + " Compare leaseUntil, as a number, with the time of the clock that ActivityLog was given",
                other.work());
        LESSON.expect(
                owner.get().equals("leaseOwner request-2"),
                "after request-2 took over, the event belongs to request-2: the record's leaseOwner is request-2",
                owner.get());
        LESSON.expect(
                late.get().isBusy(),
                "after request-2 took over, request-1 gets EventInProgress, because the lease is request-2's",
                late.get().work());
    }

    @Test
    void one_of_two_requests_at_the_same_moment_does_the_work() {
        handling.beforeCalls(meetBeforeTheFirstWrite());
        List<CompletableFuture<Outcome>> requests = Stream.of("request-1", "request-2")
                .map(id -> CompletableFuture.supplyAsync(() -> handling.by(id), task -> new Thread(task).start()))
                .toList();
        List<Outcome> outcomes = requests.stream().map(CompletableFuture::join).toList();
        long worked = outcomes.stream().filter(Outcome::hasWorked).count();
        LESSON.expect(
                worked == 1,
                "when two requests get the same event and reach DynamoDB at the same moment, one of them does the work:"
                        + " the condition is part of the write, because what was read before it may have changed",
                worked == 0 ? outcomes.get(0).work() : "both did the work");
    }

    @Test
    void what_a_refused_write_returned_may_have_changed_before_the_next_write() {
        for (String requestId : List.of("request-1", "request-2")) {
            for (String status : List.of("STARTED", "DONE")) {
                Handling some = new Handling();
                some.diedBy("request-1");
                some.pass(Handling.INVOCATION.plusMinutes(1));
                AtomicBoolean isTakenOver = some.takenOverBeforeTheSecondCall("request-3", () -> {
                    if (status.equals("DONE")) {
                        some.recordAsDone();
                    }
                });
                Outcome second = some.by(requestId, () -> some.beforeCalls(call -> {}));
                LESSON.expect(
                        isTakenOver.get() || second.hasWorked(),
                        "when the lease is over, " + requestId + " takes over and does the work",
                        second.work());
                LESSON.expect(
                        !isTakenOver.get() || !second.hasWorked(),
                        "when request-3 took over" + (status.equals("DONE") ? " and did the work" : "")
                                + " between two writes of " + requestId + ", " + requestId
                                + " does no work: what the first write found may have changed, so each write needs the whole"
                                + " condition, or make it one write",
                        "the work was done, over the record " + status + " of request-3");
            }
        }
    }

    @Test
    void an_instance_of_the_function_keeps_nothing_of_the_request_before() {
        handling.keepInstance();
        handling.diedBy("request-1");
        Outcome again = handling.diedBy("request-1");
        LESSON.expect(
                again.hasWorked(),
                "request-1 failed, so Lambda's retry with the same request id claims the event and does the work, also in the"
                        + " same instance of the function: it keeps the fields of ActivityLog, so remember no event there",
                again.work());
        AtomicReference<String> owner = new AtomicReference<>("");
        Outcome early = handling.by("request-2", () -> owner.set(handling.inWords("leaseOwner")));
        LESSON.expect(
                early.isBusy(),
                "while request-1 may still be working, request-2 gets EventInProgress, also in an instance of the function that"
                        + " handled request-1 before: " + REMEMBERS,
                early.work() + notItsOwn(owner.get()));
        handling.pass(Handling.INVOCATION.plusMinutes(1));
        Outcome second = handling.diedBy("request-2", () -> owner.set(handling.inWords("leaseOwner")));
        LESSON.expect(
                second.hasWorked(),
                "the lease of request-1 is over, so request-2 takes over, also in an instance of the function that handled request-1"
                        + " before: " + REMEMBERS,
                second.work());
        Outcome third = handling.by("request-3");
        LESSON.expect(
                third.isBusy(),
                "the lease of request-2 begins with request-2, also in an instance of the function that handled request-1 before:"
                        + " request-3, a moment later, gets EventInProgress",
                third.work());
        Outcome retry = handling.by("request-2");
        LESSON.expect(
                retry.hasWorked(),
                "request-2 took over and failed, so Lambda's retry of it owns the lease and does the work, also in an instance of the"
                        + " function that handled request-1 before: " + REMEMBERS,
                retry.work() + notItsOwn(owner.get()));
    }

    /** For a lesson: what request-2 wrote in the place of its own id. */
    private static String notItsOwn(String owner) {
        return owner.isEmpty() || owner.equals("leaseOwner request-2") ? "" : ". request-2 wrote " + owner;
    }

    @Test
    void without_a_claim_there_is_no_work() {
        InternalServerErrorException outage = InternalServerErrorException.builder()
                .message("DynamoDB is out of order")
                .build();
        handling.beforeCalls(call -> {
            throw outage;
        });
        Outcome outcome = handling.by("request-1");
        LESSON.expect(
                !outcome.hasWorked() && outcome.thrown() == outage,
                "when the claim can't be written, no work is done and the request fails, so that Lambda tries again",
                outcome.work());
    }

    /** Lets each of two requests write only when the other one is about to write, too. */
    private static Consumer<SdkRequest> meetBeforeTheFirstWrite() {
        CyclicBarrier both = new CyclicBarrier(2);
        Set<Thread> met = ConcurrentHashMap.newKeySet();
        return call -> {
            if (met.add(Thread.currentThread())) {
                try {
                    both.await(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS);
                } catch (BrokenBarrierException | TimeoutException e) {
                    return; // the other one doesn't write at all
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}

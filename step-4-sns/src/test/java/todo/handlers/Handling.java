package todo.handlers;

import static java.util.stream.Collectors.joining;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.TimeLimit;

/** One event that requests handle with the activity table in DynamoDB Local; the test says what time it is. */
final class Handling {
    static final TodoEvent EVENT = EventBridgeEvents.event(TodoEvent.CREATED, "change-1");

    /** How long a request has until Lambda ends it, unless a test says otherwise. */
    static final Duration INVOCATION = Duration.ofSeconds(50);

    private static final String TABLE = "activity";

    /**
     * How a request ended.
     *
     * @param found the event's record as the request found it
     * @param isHasty whether it worked before it had called DynamoDB
     * @param sent what its last write sent, or the last one before it worked
     */
    record Outcome(
            String requestId,
            boolean hasWorked,
            Throwable thrown,
            String log,
            String found,
            boolean isHasty,
            String sent) {
        /** For a lesson on how the request ends. */
        Object got() {
            return thrown == null ? work() : failure();
        }

        /** For a lesson on whether the request works. */
        Object work() {
            if (hasWorked) {
                return "the work was done" + (found.isEmpty() ? "" : ", with this record: " + found)
                        + (isHasty
                                ? ", before any call of DynamoDB: ActivityLog.once does the work after claim returned true"
                                : isAnothers() ? ": another request may claim it only if leaseUntil is before now" : "")
                        + (found.isEmpty() || isHasty ? "" : sent);
            }
            return thrown == null ? "no work, and the log says \"" + log.strip() + '"' + whyNotSeen() : failure();
        }

        /** Why a record that was found doesn't say that the event was seen before. */
        private String whyNotSeen() {
            return found.isEmpty() || found.startsWith("DONE")
                    ? ""
                    : ", with this record: " + found + ". Only DONE means that it was seen before";
        }

        /** What was thrown; whom the condition refused, which may be no other request than the owner. */
        private Object failure() {
            return thrown instanceof EventInProgress && !hasWorked
                    ? "EventInProgress: the condition refused " + requestId
                            + (found.isEmpty() ? ", although there was no record" : ", with this record: " + found)
                            + (isOwn()
                                    ? ": the condition must also be true if the record is STARTED and its leaseOwner is this request"
                                    : "")
                            + sent
                    : thrown;
        }

        private boolean isOwn() {
            return found.startsWith("STARTED, leaseOwner " + requestId);
        }

        /** Whether another request had a lease that wasn't over. */
        private boolean isAnothers() {
            return found.startsWith("STARTED, leaseOwner ") && found.endsWith("from now") && !isOwn();
        }

        /** The work was left to somebody else, and Lambda will try again. */
        boolean isBusy() {
            return !hasWorked && thrown instanceof EventInProgress;
        }
    }

    /** A function that ends without having its say, as when it runs out of time or memory. */
    private static final class FunctionDied extends Error {
        private static final long serialVersionUID = 1L;
    }

    private volatile TodoEvent event;
    private final DynamoDbClient table = AwsOnThisMachine.fresh().dynamoDb(TABLE, "eventId");
    private final ActivityCalls calls =
            new ActivityCalls(call -> new SentWrite(call, this::inWords), this::recordInWords);
    private final DynamoDbClient dynamoDb = calls.client();
    private volatile Instant now = Instant.ofEpochMilli(EventBridgeEvents.OCCURRED_AT + 5_000);
    private Duration invocation = INVOCATION;
    private ActivityLog kept;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    Handling() {
        this(EVENT);
    }

    Handling(TodoEvent event) {
        this.event = event;
    }

    /** From now on, Lambda ends a request after this time. */
    void invocationsLast(Duration time) {
        invocation = time;
    }

    /** A request whose work succeeds. */
    Outcome by(String requestId) {
        return by(requestId, () -> {});
    }

    /** From now on, all requests come to the same function instance. */
    void keepInstance() {
        kept = new ActivityLog(dynamoDb, TABLE, clock);
    }

    /** From now on, the requests get another event, an hour later. */
    void nextEvent(String id) {
        event = EventBridgeEvents.event(event.detailType(), id);
        pass(Duration.ofHours(1));
    }

    /** A request, in a function instance of its own if none is kept, that has this work to do. */
    Outcome by(String requestId, Runnable work) {
        LambdaRequest request = new LambdaRequest(requestId, invocation);
        String found = recordInWords();
        AtomicBoolean hasWorked = new AtomicBoolean();
        AtomicBoolean isHasty = new AtomicBoolean();
        AtomicReference<String> sent = new AtomicReference<>("");
        Throwable thrown = null;
        ActivityLog instance = kept == null ? new ActivityLog(dynamoDb, TABLE, clock) : kept;
        try {
            TimeLimit.run(() -> calls.inThisThread(() -> {
                try {
                    instance.once(event, request, () -> {
                        hasWorked.set(true);
                        isHasty.set(calls.inThisRequest() == 0);
                        sent.set(calls.lastInWords());
                        work.run();
                    });
                } finally {
                    sent.compareAndSet("", calls.lastInWords());
                }
            }));
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        return new Outcome(requestId, hasWorked.get(), thrown, request.log(), found, isHasty.get(), sent.get());
    }

    /** A request whose function dies while it works. */
    Outcome diedBy(String requestId) {
        return diedBy(requestId, () -> {});
    }

    /** A request whose function dies at the end of this work. */
    Outcome diedBy(String requestId, Runnable work) {
        return by(requestId, () -> {
            work.run();
            throw new FunctionDied();
        });
    }

    /** From now on, the function dies when it calls DynamoDB for the second time. */
    void dieBeforeTheSecondCall() {
        AtomicInteger count = new AtomicInteger();
        beforeCalls(call -> {
            if (count.incrementAndGet() == 2) {
                throw new FunctionDied();
            }
        });
    }

    /** A request that takes too long: while it works, its lease ends, and another one takes over and dies. */
    Outcome lateBy(Lesson lesson, String requestId, String other, Runnable rest) {
        AtomicReference<Outcome> second = new AtomicReference<>();
        Outcome late = by(requestId, () -> {
            pass(INVOCATION.plusMinutes(1));
            second.set(diedBy(other));
            rest.run();
        });
        lesson.expect(
                second.get() != null && second.get().hasWorked(),
                requestId + " took too long and its lease is over, so " + other
                        + " takes over: that is the condition of the claim, TODO 3.1",
                second.get() == null ? late.got() : second.get().work());
        return late;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    ActivityCalls calls() {
        return calls;
    }

    /** What happens before each call of DynamoDB, and may throw. */
    void beforeCalls(Consumer<SdkRequest> action) {
        calls.before(action);
    }

    /** The event's record; empty if there is none. */
    Map<String, AttributeValue> record() {
        return table.getItem(get -> get.tableName(TABLE)
                        .key(Map.of("eventId", AttributeValue.fromS(event.id())))
                        .consistentRead(true))
                .item();
    }

    /** The keys of all records. */
    List<String> keys() {
        return table.scan(scan -> scan.tableName(TABLE).consistentRead(true)).items().stream()
                .map(record -> record.get("eventId").s())
                .toList();
    }

    /** An attribute of the event's record as text; "none" if it isn't there. */
    String recorded(String attribute) {
        AttributeValue value = record().get(attribute);
        return value == null ? "none" : text(value);
    }

    private static String text(AttributeValue value) {
        return value.s() != null ? value.s() : value.n() != null ? value.n() : value.toString();
    }

    /** An attribute of the event's record as a person says it; if it isn't there, what is there instead. */
    String inWords(String attribute) {
        Map<String, AttributeValue> record = record();
        if (record.isEmpty()) {
            return "no record";
        }
        return record.containsKey(attribute)
                ? attribute + " " + text(record.get(attribute))
                : "no " + attribute + ", only " + String.join(", ", new TreeSet<>(record.keySet()));
    }

    /** Whether an attribute of the event's record is a number. */
    boolean isNumber(String attribute) {
        AttributeValue value = record().get(attribute);
        return value != null && value.n() != null;
    }

    /** A point in time in epoch milliseconds, for a lesson: how far from the clock's, and whether of another clock. */
    String inWords(long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        boolean isOfThisMachine = Duration.between(Instant.now(), time).abs().compareTo(Duration.ofHours(1)) < 0;
        if (isOfThisMachine) {
            return time + ", the time of this machine; the clock that ActivityLog was given says " + now;
        }
        Duration later = Duration.between(now, time);
        return later.abs().compareTo(Duration.ofDays(1)) < 0
                ? later.toMillis() + " ms after the request began"
                : millis + ", which is " + time;
    }

    /** What the event's record says of the claim, such as "STARTED, leaseOwner request-1, leaseUntil 50000 ms from now". */
    String recordInWords() {
        Map<String, AttributeValue> record = record();
        return Stream.of("status", "leaseOwner", "leaseUntil")
                .filter(record::containsKey)
                .map(name -> name.equals("status") ? text(record.get(name)) : name + " " + fromNow(record.get(name)))
                .collect(joining(", "));
    }

    /** A point in time in epoch milliseconds, seen from now; any other value as it is. */
    private String fromNow(AttributeValue value) {
        if (value.n() == null || !value.n().matches("\\d{13}")) {
            return value.s() != null && value.s().matches("\\d+") ? SentWrite.inWords(value) : text(value);
        }
        long later = Long.parseLong(value.n()) - now.toEpochMilli();
        return later < 0 ? -later + " ms ago" : later + " ms from now";
    }

    /** For a lesson: that a method called DynamoDB in another thread, and didn't wait; empty if no such call comes. */
    String tooLate(String method) {
        return calls.haveComeTooLate()
                ? ". " + method
                        + " returned before its call was over, and then Lambda stops the function: call DynamoDB in the same thread"
                : "";
    }

    /** Before the second of the next calls of DynamoDB, the lease ends, if there is one; another request takes over, and goes on. */
    AtomicBoolean takenOverBeforeTheSecondCall(String requestId, Runnable rest) {
        AtomicInteger count = new AtomicInteger();
        AtomicBoolean isTakenOver = new AtomicBoolean();
        beforeCalls(call -> {
            Map<String, AttributeValue> record = new HashMap<>(record());
            boolean isFree = record.isEmpty() || recorded("status").equals("STARTED");
            if (count.incrementAndGet() == 2 && isFree) {
                pass(INVOCATION.plusMinutes(1));
                record.put("eventId", AttributeValue.fromS(event.id()));
                record.put("status", AttributeValue.fromS("STARTED"));
                record.put("leaseOwner", AttributeValue.fromS(requestId));
                record.put(
                        "leaseUntil",
                        AttributeValue.fromN(Long.toString(now.plus(INVOCATION).toEpochMilli())));
                table.putItem(put -> put.tableName(TABLE).item(record));
                isTakenOver.set(true);
                rest.run();
            }
        });
        return isTakenOver;
    }

    /** Removes the event's record, as a request does that gives the event back. */
    void removeRecord() {
        table.deleteItem(delete -> delete.tableName(TABLE).key(Map.of("eventId", AttributeValue.fromS(event.id()))));
    }

    /** Puts the record of an event that somebody has handled. */
    void recordAsDone() {
        table.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "eventId", AttributeValue.fromS(event.id()),
                        "type", AttributeValue.fromS(event.detailType()),
                        "todoId", AttributeValue.fromS(event.todo().todoId()),
                        "status", AttributeValue.fromS("DONE"),
                        "expiresAt",
                                AttributeValue.fromN(
                                        Long.toString(now.plus(ActivityLog.KEPT).getEpochSecond())))));
    }
}

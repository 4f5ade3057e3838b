package todo.handlers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;

/** One event that requests handle with the activity table in DynamoDB Local; the test says what time it is. */
final class Handling {
    static final TodoEvent EVENT = EventBridgeEvents.event(TodoEvent.CREATED, "change-1");

    /** How long a request has until Lambda ends it. */
    static final Duration INVOCATION = Duration.ofMillis(new LambdaRequest().getRemainingTimeInMillis());

    private static final String TABLE = "activity";
    private static final Consumer<SdkRequest> NOTHING = request -> {};

    /** How a request ended. */
    record Outcome(boolean hasWorked, Throwable thrown, String log) {
        /** For a lesson on how the request ends. */
        Object came() {
            return thrown == null ? work() : thrown;
        }

        /** For a lesson on whether the request works. */
        Object work() {
            if (hasWorked) {
                return "its work was done";
            }
            return thrown == null ? "no work, and the log says \"" + log.strip() + "\"" : thrown;
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

    private final DynamoDbClient table = AwsOnThisMachine.fresh().dynamoDb(TABLE, "eventId");
    private volatile Consumer<SdkRequest> beforeCall = NOTHING;
    private volatile Instant now = Instant.ofEpochMilli(EventBridgeEvents.OCCURRED_AT + 5_000);

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

    private final DynamoDbClient dynamoDb = DynamoDbClient.builder()
            .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(new ExecutionInterceptor() {
                @Override
                public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
                    beforeCall.accept(call.request());
                }
            }))
            .build();

    /** A request whose work succeeds. */
    Outcome by(String requestId) {
        return by(requestId, () -> {});
    }

    /** A request, in a function instance of its own, that has this work to do. */
    Outcome by(String requestId, Runnable work) {
        LambdaRequest request = new LambdaRequest(requestId);
        AtomicBoolean hasWorked = new AtomicBoolean();
        Throwable thrown = null;
        try {
            new ActivityLog(dynamoDb, TABLE, clock).once(EVENT, request, () -> {
                hasWorked.set(true);
                work.run();
            });
        } catch (RuntimeException | FunctionDied e) {
            thrown = e;
        }
        return new Outcome(hasWorked.get(), thrown, request.log());
    }

    /** A request whose function dies while it works. */
    Outcome diedBy(String requestId) {
        return by(requestId, () -> {
            throw new FunctionDied();
        });
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    /** What happens before each call of DynamoDB, and may throw. */
    void beforeCalls(Consumer<SdkRequest> action) {
        beforeCall = action;
    }

    /** The event's record; empty if there is none. */
    Map<String, AttributeValue> record() {
        return table.getItem(get -> get.tableName(TABLE)
                        .key(Map.of("eventId", AttributeValue.fromS(EVENT.id())))
                        .consistentRead(true))
                .item();
    }

    /** An attribute of the event's record as text; "none" if it isn't there. */
    String recorded(String attribute) {
        AttributeValue value = record().get(attribute);
        if (value == null) {
            return "none";
        }
        return value.s() == null ? value.n() : value.s();
    }

    /** Puts the record of an event that somebody has handled. */
    void recordAsDone() {
        table.putItem(put -> put.tableName(TABLE)
                .item(Map.of(
                        "eventId", AttributeValue.fromS(EVENT.id()),
                        "type", AttributeValue.fromS(EVENT.detailType()),
                        "todoId", AttributeValue.fromS(EVENT.todo().todoId()),
                        "status", AttributeValue.fromS("DONE"))));
    }
}

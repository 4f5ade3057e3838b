package todo.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import todo.events.TodoEvent;

/**
 * The table of everything that happened. It also makes a handler idempotent: work on an event starts with a conditional
 * write, which claims the event under a lease, and ends with another. So however often an event comes, its work is done once.
 *
 * <p>The lease belongs to the Lambda request, and ends when Lambda would stop the invocation. Lambda's own retries have the
 * same request id, so a retry takes over at once from an attempt that died. A second delivery of the event fails during the
 * lease, and Lambda tries it again later.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Retries of
 *     asynchronous invocations</a>
 */
final class ActivityLog {
    /** How long DynamoDB keeps a record before its time to live ends. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final int ATTEMPTS_TO_RECORD = 3;

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    ActivityLog(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The table that the function's environment names as {@code ACTIVITY_TABLE_NAME}. */
    static ActivityLog ofEnvironment() {
        return new ActivityLog(DynamoDbClient.create(), System.getenv("ACTIVITY_TABLE_NAME"), Clock.systemUTC());
    }

    /**
     * Does the work, and records the event, unless that was done before.
     *
     * @throws EventInProgress if another request is working on it right now
     */
    void once(TodoEvent event, Context context, Runnable work) {
        String requestId = context.getAwsRequestId();
        String what = event.detailType() + " " + event.id() + "\n";
        if (!claim(event, context)) {
            context.getLogger().log("Seen before: " + what);
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            release(event, requestId, e);
            throw e;
        }
        complete(event, requestId);
        context.getLogger().log("Recorded " + what);
    }

    /** Starts the work of a request under a lease; false if the work was done before. */
    private boolean claim(TodoEvent event, Context context) {
        String requestId = context.getAwsRequestId();
        long now = clock.millis();
        try {
            dynamoDb.putItem(put -> put.tableName(table)
                    .item(started(event, requestId, now + context.getRemainingTimeInMillis()))
                    .conditionExpression("attribute_not_exists(eventId)"
                            + " OR (#status = :started AND (leaseOwner = :me OR leaseUntil < :now))")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(
                            Map.of(":started", text("STARTED"), ":me", text(requestId), ":now", number(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            if (e.hasItem() && text("DONE").equals(e.item().get("status"))) {
                return false;
            }
            throw new EventInProgress(event.id(), requestId);
        }
    }

    /** The record of an event that is being worked on. */
    private static Map<String, AttributeValue> started(TodoEvent event, String requestId, long leaseUntil) {
        return Map.of(
                "eventId", text(event.id()),
                "type", text(event.detailType()),
                "todoId", text(event.todo().todoId()),
                "occurredAt", number(event.detail().metadata().occurredAt()),
                "status", text("STARTED"),
                "leaseOwner", text(requestId),
                "leaseUntil", number(leaseUntil));
    }

    /** Records that the work is done. If that fails, it tries again: a retry of the whole request would do the work twice. */
    private void complete(TodoEvent event, String requestId) {
        for (int attempt = 1; ; attempt++) {
            try {
                recordDone(event, requestId);
                return;
            } catch (ConditionalCheckFailedException e) {
                throw e; // another request took over
            } catch (SdkException e) {
                if (attempt == ATTEMPTS_TO_RECORD) {
                    throw e;
                }
            }
        }
    }

    private void recordDone(TodoEvent event, String requestId) {
        long now = clock.millis();
        dynamoDb.updateItem(update -> update.tableName(table)
                .key(Map.of("eventId", text(event.id())))
                .conditionExpression("leaseOwner = :me")
                .updateExpression("SET #status = :done, expiresAt = :end REMOVE leaseOwner, leaseUntil")
                .expressionAttributeNames(Map.of("#status", "status"))
                .expressionAttributeValues(Map.of(
                        ":me", text(requestId),
                        ":done", text("DONE"),
                        ":end", number((now + KEPT.toMillis()) / 1000))));
    }

    /** Gives the event back after its work failed, so that whoever comes next can try. */
    private void release(TodoEvent event, String requestId, RuntimeException failure) {
        try {
            dynamoDb.deleteItem(delete -> delete.tableName(table)
                    .key(Map.of("eventId", text(event.id())))
                    .conditionExpression("leaseOwner = :me")
                    .expressionAttributeValues(Map.of(":me", text(requestId))));
        } catch (SdkException e) {
            // The lease runs out by itself; what the caller needs is why the work failed.
            failure.addSuppressed(e);
        }
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}

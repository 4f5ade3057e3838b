package todo.handlers;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import todo.events.TodoEvent;

/**
 * The table of everything that happened, which is also what makes a handler idempotent: work on an event starts with a
 * conditional write under a lease and ends with another, so however often an event comes, its work is done once.
 *
 * <p>The lease belongs to the Lambda request. Lambda's own retries carry the same request id, so that a retry takes over
 * from an attempt that died, at once; a second delivery of the event has to wait until the lease ran out.
 */
public class ActivityLog {
    /** Longer than any handler may run. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** How long DynamoDB keeps a record before its time to live ends. */
    static final Duration KEPT = Duration.ofDays(30);

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
     * Does the work unless it was done before.
     *
     * @param requestId the Lambda request on whose behalf
     * @return false if it was done before
     * @throws EventInProgress if another request is at it right now
     */
    boolean once(TodoEvent event, String requestId, Runnable work) {
        if (!start(event, requestId)) {
            return false;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            release(event, requestId);
            throw e;
        }
        complete(event, requestId);
        return true;
    }

    private boolean start(TodoEvent event, String requestId) {
        long now = clock.millis();
        try {
            dynamoDb.putItem(put -> put.tableName(table)
                    .item(Map.of(
                            "eventId", text(event.id()),
                            "type", text(event.detailType()),
                            "todoId", text(event.todo().todoId()),
                            "occurredAt", number(event.detail().metadata().occurredAt()),
                            "status", text("STARTED"),
                            "leaseOwner", text(requestId),
                            "leaseUntil", number(now + LEASE.toMillis())))
                    .conditionExpression("attribute_not_exists(eventId)"
                            + " OR (#status = :started AND (leaseOwner = :me OR leaseUntil < :now))")
                    .expressionAttributeNames(Map.of("#status", "status"))
                    .expressionAttributeValues(
                            Map.of(":started", text("STARTED"), ":me", text(requestId), ":now", number(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            if (e.item().get("status").s().equals("DONE")) {
                return false;
            }
            throw new EventInProgress(event.id(), e.item().get("leaseOwner").s());
        }
    }

    private void complete(TodoEvent event, String requestId) {
        long now = clock.millis();
        Map<String, String> names = new HashMap<>(Map.of("#status", "status"));
        dynamoDb.updateItem(update -> update.tableName(table)
                .key(Map.of("eventId", text(event.id())))
                .conditionExpression("leaseOwner = :me")
                .updateExpression(
                        "SET #status = :done, doneAt = :now, expiresAt = :expiresAt" + " REMOVE leaseOwner, leaseUntil")
                .expressionAttributeNames(names)
                .expressionAttributeValues(Map.of(
                        ":me", text(requestId),
                        ":done", text("DONE"),
                        ":now", number(now),
                        ":expiresAt", number(clock.instant().plus(KEPT).getEpochSecond()))));
    }

    private void release(TodoEvent event, String requestId) {
        dynamoDb.deleteItem(delete -> delete.tableName(table)
                .key(Map.of("eventId", text(event.id())))
                .conditionExpression("leaseOwner = :me")
                .expressionAttributeValues(Map.of(":me", text(requestId))));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}

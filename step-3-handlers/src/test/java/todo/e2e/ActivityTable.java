package todo.e2e;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The stack's activity table. */
record ActivityTable(String name) {
    private static final DynamoDbClient DYNAMO_DB = DynamoDbClient.create();

    /** One record: an event that is being handled or was handled. */
    record Entry(String eventId, String type, String status) {}

    /** What is recorded of a to-do. */
    List<Entry> entries(String todoId) {
        return DYNAMO_DB
                .scanPaginator(scan -> scan.tableName(name)
                        .consistentRead(true)
                        .filterExpression("todoId = :id")
                        .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(todoId))))
                .items()
                .stream()
                .map(item -> new Entry(
                        item.get("eventId").s(),
                        item.get("type").s(),
                        item.get("status").s()))
                .toList();
    }

    /** Whether an event of this type, about this to-do, was handled to its end. */
    boolean hasDone(String detailType, String todoId) {
        return entries(todoId).stream()
                .anyMatch(entry ->
                        entry.type().equals(detailType) && entry.status().equals("DONE"));
    }

    /** Forgets what is recorded of a to-do. */
    void forget(String todoId) {
        entries(todoId)
                .forEach(entry -> DYNAMO_DB.deleteItem(delete ->
                        delete.tableName(name).key(Map.of("eventId", AttributeValue.fromS(entry.eventId())))));
    }
}

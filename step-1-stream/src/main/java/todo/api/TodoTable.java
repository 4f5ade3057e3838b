package todo.api;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import todo.Todo;

/**
 * The to-dos in a DynamoDB table whose partition key is {@code todoId}. An item that somebody wrote past this API and that
 * is no to-do is not shown.
 */
final class TodoTable {
    /** A page of to-dos; {@code nextToken} is null if there are no more. */
    record Page(List<Todo> items, String nextToken) {}

    private static final String MUST_EXIST = "attribute_exists(todoId)";

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Clock clock;

    TodoTable(DynamoDbClient dynamoDb, String table, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.clock = clock;
    }

    /** The table that the function's environment names as {@code TABLE_NAME}. */
    static TodoTable ofEnvironment() {
        return new TodoTable(DynamoDbClient.create(), System.getenv("TABLE_NAME"), Clock.systemUTC());
    }

    /** Keeps a new to-do that is not completed yet. */
    Todo create(String name) {
        long now = clock.millis();
        Todo todo = new Todo(UUID.randomUUID().toString(), name, false, now, now);
        dynamoDb.putItem(put -> put.tableName(table).item(item(todo)));
        return todo;
    }

    Optional<Todo> find(String todoId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        get -> get.tableName(table).key(key(todoId)).consistentRead(true))
                .item();
        return todo(item);
    }

    /**
     * A page in no particular order.
     *
     * @param limit 1 to 100
     * @param nextToken where the page before ended; null for the first page
     * @throws BadRequest if it is no token of a page
     */
    Page list(int limit, String nextToken) {
        ScanRequest.Builder scan = ScanRequest.builder().tableName(table).limit(limit);
        if (nextToken != null) {
            scan.exclusiveStartKey(key(PageToken.todoId(nextToken)));
        }
        ScanResponse page = dynamoDb.scan(scan.build());
        return new Page(
                page.items().stream()
                        .map(TodoTable::todo)
                        .flatMap(Optional::stream)
                        .toList(),
                page.hasLastEvaluatedKey()
                        ? PageToken.of(page.lastEvaluatedKey().get("todoId").s())
                        : null);
    }

    /** Changes what is not null; false if there is no such to-do. */
    boolean update(String todoId, String name, Boolean completed) {
        Map<String, String> names = new HashMap<>(Map.of("#updatedAt", "updatedAt"));
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        values.put(":updatedAt", number(clock.millis()));
        if (name != null) {
            names.put("#name", "name");
            values.put(":name", AttributeValue.fromS(name));
        }
        if (completed != null) {
            names.put("#completed", "completed");
            values.put(":completed", AttributeValue.fromBool(completed));
        }
        String assignments = String.join(
                ", ",
                values.keySet().stream()
                        .map(value -> "#" + value.substring(1) + " = " + value)
                        .toList());
        try {
            dynamoDb.updateItem(update -> update.tableName(table)
                    .key(key(todoId))
                    .conditionExpression(MUST_EXIST)
                    .updateExpression("SET " + assignments)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException missing) {
            return false;
        }
    }

    /** Removes a to-do; false if there is no such to-do. */
    boolean delete(String todoId) {
        try {
            dynamoDb.deleteItem(
                    delete -> delete.tableName(table).key(key(todoId)).conditionExpression(MUST_EXIST));
            return true;
        } catch (ConditionalCheckFailedException missing) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key(String todoId) {
        return Map.of("todoId", AttributeValue.fromS(todoId));
    }

    private static Map<String, AttributeValue> item(Todo todo) {
        return Map.of(
                "todoId", AttributeValue.fromS(todo.todoId()),
                "name", AttributeValue.fromS(todo.name()),
                "completed", AttributeValue.fromBool(todo.completed()),
                "createdAt", number(todo.createdAt()),
                "updatedAt", number(todo.updatedAt()));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static Optional<Todo> todo(Map<String, AttributeValue> item) {
        AttributeValue absent = AttributeValue.fromNul(true);
        String todoId = item.getOrDefault("todoId", absent).s();
        String name = item.getOrDefault("name", absent).s();
        String createdAt = item.getOrDefault("createdAt", absent).n();
        String updatedAt = item.getOrDefault("updatedAt", absent).n();
        if (todoId == null || name == null || createdAt == null || updatedAt == null) {
            return Optional.empty();
        }
        boolean completed =
                Boolean.TRUE.equals(item.getOrDefault("completed", absent).bool());
        return Optional.of(new Todo(
                todoId, name, completed, new BigDecimal(createdAt).longValue(), new BigDecimal(updatedAt).longValue()));
    }
}

package workshop.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** The table of to-dos, written past the API. */
public record TodoTable(DynamoDbClient dynamoDb, String table) {

    /** A to-do as the API would write it; it may be changed. */
    public static Map<String, AttributeValue> todo(String todoId, String name) {
        return new HashMap<>(Map.of(
                "todoId", AttributeValue.fromS(todoId),
                "name", AttributeValue.fromS(name),
                "completed", AttributeValue.fromBool(false),
                "createdAt", AttributeValue.fromN("1"),
                "updatedAt", AttributeValue.fromN("1")));
    }

    public void put(Map<String, AttributeValue> item) {
        dynamoDb.putItem(put -> put.tableName(table).item(item));
    }

    /** Writes them in one transaction, so that their records come together. */
    public void write(List<Map<String, AttributeValue>> items) {
        List<TransactWriteItem> writes = items.stream()
                .map(item -> TransactWriteItem.builder()
                        .put(put -> put.tableName(table).item(item))
                        .build())
                .toList();
        dynamoDb.transactWriteItems(transaction -> transaction.transactItems(writes));
    }
}

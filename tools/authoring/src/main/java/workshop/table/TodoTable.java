package workshop.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import workshop.aws.Services;
import workshop.local.RunningProject;

/** The table of to-dos, written past the API: many items in one transaction, so that their records come together. */
public record TodoTable(RunningProject running, Services services) {

    /** A to-do as the API would write it; it may be changed. */
    public static Map<String, AttributeValue> todo(String todoId, String name) {
        return new HashMap<>(Map.of(
                "todoId", AttributeValue.fromS(todoId),
                "name", AttributeValue.fromS(name),
                "completed", AttributeValue.fromBool(false),
                "createdAt", AttributeValue.fromN("1"),
                "updatedAt", AttributeValue.fromN("1")));
    }

    public void write(List<Map<String, AttributeValue>> items) {
        String table = running.output("TableName");
        List<TransactWriteItem> writes = items.stream()
                .map(item -> TransactWriteItem.builder()
                        .put(put -> put.tableName(table).item(item))
                        .build())
                .toList();
        services.dynamoDb().transactWriteItems(transaction -> transaction.transactItems(writes));
    }
}

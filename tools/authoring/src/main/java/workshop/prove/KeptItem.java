package workshop.prove;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.table.TodoTable;

/** A to-do in the table of a running stack, which has to be there after each update. */
record KeptItem(AccountAccess account, String table) {
    void put() {
        try (Services services = Services.of(account)) {
            Map<String, AttributeValue> item = TodoTable.todo("kept", "Keep me");
            item.putAll(key(services.dynamoDb()));
            services.dynamoDb().putItem(put -> put.tableName(table).item(item));
        }
    }

    boolean isThere() {
        try (Services services = Services.of(account)) {
            Map<String, AttributeValue> key = key(services.dynamoDb());
            return services.dynamoDb()
                    .getItem(get -> get.tableName(table).key(key))
                    .hasItem();
        }
    }

    private Map<String, AttributeValue> key(DynamoDbClient dynamoDb) {
        String name = dynamoDb.describeTable(describe -> describe.tableName(table))
                .table()
                .keySchema()
                .get(0)
                .attributeName();
        return Map.of(name, AttributeValue.fromS("kept"));
    }
}

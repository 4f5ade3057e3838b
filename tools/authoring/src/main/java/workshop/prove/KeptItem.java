package workshop.prove;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import workshop.aws.AccountAccess;
import workshop.aws.Services;

/** A to-do in the table of a running stack, which has to be there after each update. */
record KeptItem(AccountAccess account, String table) {
    private static final Map<String, AttributeValue> TODO = Map.of(
            "name", AttributeValue.fromS("Keep me"),
            "completed", AttributeValue.fromBool(false),
            "createdAt", AttributeValue.fromN("1"),
            "updatedAt", AttributeValue.fromN("1"));

    void put() {
        try (Services services = Services.of(account)) {
            Map<String, AttributeValue> item = new HashMap<>(TODO);
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

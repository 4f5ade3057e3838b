package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.Json;

/**
 * What a request does to one resource, and so the permission that it needs there. A transaction has no permission of its
 * own: each of its items is authorized by the action that does the same alone.
 *
 * @param action such as {@code PutItem}
 * @param resource a table's name or ARN, with {@code /index/} and an index's name where it is about one; a stream's ARN;
 *     {@code *} for no resource in particular
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">Transactions
 *     and IAM</a>
 */
record Access(String action, String resource) {
    /** All that a request does; never empty. */
    static List<Access> of(String operation, JsonNode input) {
        List<Access> all = new ArrayList<>();
        switch (operation) {
            case "BatchWriteItem", "BatchGetItem" ->
                input.path("RequestItems").forEachEntry((table, its) -> all.add(new Access(operation, table)));
            case "TransactWriteItems", "TransactGetItems" ->
                input.path("TransactItems")
                        .forEach(item -> item.forEachEntry((action, its) -> all.add(new Access(
                                action + "Item", its.path("TableName").asText()))));
            case "ListStreams", "ListTables", "DescribeLimits" -> all.add(new Access(operation, "*"));
            default -> all.add(new Access(operation, resource(input)));
        }
        return all.isEmpty() ? List.of(new Access(operation, "*")) : all;
    }

    /** A shard iterator begins with the ARN of its stream. */
    private static String resource(JsonNode input) {
        String stream =
                input.path("StreamArn").asText(input.path("ShardIterator").asText());
        if (!stream.isEmpty()) {
            return stream.replaceFirst("\\|.*", "");
        }
        String index = input.path("IndexName").asText();
        return input.path("TableName").asText("*") + (index.isEmpty() ? "" : "/index/" + index);
    }

    /** Names its table in an answer as the request did: by its ARN, if that was given. */
    void named(ObjectNode answer) {
        String arn = resource.replaceFirst("/index/.*", "");
        if (!arn.matches("arn:.*:table/[^/]+")) {
            return;
        }
        for (String byTable : List.of("Responses", "UnprocessedKeys", "UnprocessedItems", "ItemCollectionMetrics")) {
            if (answer.path(byTable) instanceof ObjectNode tables && tables.has(table())) {
                tables.set(arn, tables.remove(table()));
            }
        }
        Json.each(answer.path("ConsumedCapacity")).stream()
                .filter(capacity -> capacity.path("TableName").asText().equals(table()))
                .forEach(capacity -> ((ObjectNode) capacity).put("TableName", arn));
    }

    String table() {
        return resource.replaceFirst("^arn:.*:table/", "").replaceFirst("/.*", "");
    }
}

package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request does to one resource, and so the permission that it needs there. A transaction has no permission of its
 * own: each of its items is authorized by the action that does the same alone.
 *
 * @param action such as {@code PutItem}
 * @param resource a table's name or ARN, with {@code /index/} and an index's name where it is about one; a stream's ARN;
 *     {@code *} for no resource in particular
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html">Transactions
 *     and IAM</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html">PartiQL and IAM</a>
 */
record Access(String action, String resource) {
    private static final Map<String, String> IN_A_TRANSACTION =
            Map.of("Put", "PutItem", "Update", "UpdateItem", "Delete", "DeleteItem", "Get", "GetItem");
    private static final Pattern STATEMENT = Pattern.compile(
            "^\\s*(?:EXISTS\\s*\\(\\s*)?(SELECT|INSERT|UPDATE|DELETE)\\b.*?(?:\\bFROM|\\bINTO|(?<=UPDATE))\\s+"
                    + "(?:\"([^\"]+)\"|(\\w+))(?:\\.\"([^\"]+)\")?",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** All that a request does; never empty. */
    static List<Access> of(String operation, JsonNode input) {
        List<Access> all = new ArrayList<>();
        switch (operation) {
            case "BatchWriteItem", "BatchGetItem" ->
                input.path("RequestItems")
                        .fieldNames()
                        .forEachRemaining(table -> all.add(new Access(operation, table)));
            case "TransactWriteItems", "TransactGetItems" ->
                input.path("TransactItems")
                        .forEach(item -> item.properties()
                                .forEach(action -> all.add(new Access(
                                        IN_A_TRANSACTION.getOrDefault(action.getKey(), "ConditionCheckItem"),
                                        action.getValue().path("TableName").asText()))));
            case "ExecuteStatement" -> all.add(statement(input));
            case "ExecuteTransaction" -> input.path("TransactStatements").forEach(s -> all.add(statement(s)));
            case "BatchExecuteStatement" -> input.path("Statements").forEach(s -> all.add(statement(s)));
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

    private static Access statement(JsonNode statement) {
        Matcher parts = STATEMENT.matcher(statement.path("Statement").asText());
        if (!parts.find()) {
            return new Access("PartiQLSelect", "*");
        }
        String verb = parts.group(1).toLowerCase(Locale.ROOT);
        String table = parts.group(2) == null ? parts.group(3) : parts.group(2);
        return new Access(
                "PartiQL" + verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1),
                table + (parts.group(4) == null ? "" : "/index/" + parts.group(4)));
    }

    String table() {
        return resource.replaceFirst("^arn:.*:table/", "").replaceFirst("/.*", "");
    }
}

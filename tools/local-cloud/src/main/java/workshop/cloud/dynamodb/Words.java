package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What DynamoDB says where DynamoDB Local says it otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Errors</a>
 */
final class Words {
    private static final String OTHER_KEY = "The provided key element does not match the schema";
    static final String NO_TABLE = "Cannot do operations on a non-existent table";
    private static final String TOO_LONG =
            "Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes";
    private static final String INVALID = "One or more parameter values were invalid: ";

    /** What an answer says of a table that is ready at once here, and soon on AWS. */
    private static final Map<String, String> UNDER_WAY =
            Map.of("CreateTable", "CREATING", "UpdateTable", "UPDATING", "DeleteTable", "DELETING");

    private static final List<String> UNSAID_OF_DELETED = List.of(
            "AttributeDefinitions KeySchema GlobalSecondaryIndexes LocalSecondaryIndexes CreationDateTime".split(" "));

    private static final String OF_TYPE = "(?=[^`]*`java\\.lang\\.(\\w+)`).*";
    private static final String TO_TYPE = "_VALUE cannot be converted to $1";

    /** How Jackson says that a value is of another type, and DynamoDB, as the tests of github.com/mhart/dynalite have it. */
    private static final String[][] UNREADABLE = {
        {".*from Object value.*", "Start of structure or map found where not expected"},
        {".*`(java\\.lang\\.\\w+)` from Array value.*", "Unrecognized collection type class $1"},
        {".*array length.*", "only base-64-encoded strings are convertible to bytes"},
        {".*String .*java\\.lang\\.Boolean.*", "Unexpected token received from parser"},
        {"Cannot .*`\\S+BuilderImpl`.*", "Unexpected value type in payload"},
        {".*`java\\.util\\..*", "Unexpected field type"},
        {OF_TYPE + "(?i:[(_]true[`)]).*", "TRUE" + TO_TYPE},
        {OF_TYPE + "(?i:[(_]false[`)]).*", "FALSE" + TO_TYPE},
        {OF_TYPE + "coerce.* String .*", "STRING" + TO_TYPE},
        {OF_TYPE + "coerce Integer .*", "NUMBER" + TO_TYPE},
        {OF_TYPE + "Float.*", "DECIMAL" + TO_TYPE}
    };

    private static final String DETECTED = "1 validation error detected: ";

    /** An operation, what DynamoDB Local says of it and what DynamoDB says, as the tests of github.com/getmoto/moto record it. */
    private static final String[][] OTHERWISE = {
        {"UpdateItem", "ExpressionAttributeValues contains invalid value: (.* set  may not be empty) for key .*", "$1"},
        {
            "(Put|Update|Delete)Item",
            "(Value provided in \\w+ unused in .*|.* set  may not be empty|ExpressionAttribute\\w+ must not be empty"
                    + "|Invalid UpdateExpression: (The expression can not be empty|Two document paths|The \"\\w+\" section).*)",
            DETECTED + "$1"
        },
        {
            "Query",
            "((ALL_PROJECTED_ATTRIBUTES can|Must specify the A|Cannot specify the .* when choosing).*)",
            DETECTED + "$1"
        }
    };

    private Words() {}

    static String unreadable(String said) {
        return Stream.of(UNREADABLE)
                .filter(one -> said.matches(one[0]))
                .findFirst()
                .map(one -> said.replaceFirst(one[0], one[1]))
                .orElse("The request can't be read: " + said);
    }

    /**
     * A message about a request.
     *
     * @param table describes a table by its name
     */
    static String of(String operation, JsonNode request, String said, Function<String, JsonNode> table) {
        String name = request.path("TableName").asText();
        boolean puts = operation.equals("PutItem");
        return switch (said) {
            case NO_TABLE ->
                operation.matches(".*(Table|TimeToLive)")
                        ? "Requested resource not found: Table: " + name + " not found"
                        : "Requested resource not found";
            case "DynamoDB only supports precision up to 38 digits" ->
                "Attempting to store more than 38 significant digits in a Number";
            case "Cannot create preexisting table" -> "Table already exists: " + name;
            case "The number of conditions on the keys is invalid" -> OTHER_KEY;
            case "One of the required keys was not given a value" ->
                puts ? INVALID + "Missing the key " + missing(request, table.apply(name)) + " in the item" : OTHER_KEY;
            case INVALID + "Type mismatch for key" ->
                puts ? INVALID + "Type mismatch for key " + otherType(request, table.apply(name)) : OTHER_KEY;
            case TOO_LONG -> operation.matches("Transact.*|Query") ? said : INVALID + tooLong(request, table);
            case "Query condition missed key schema element" -> said + ": " + missed(request, table.apply(name));
            default -> otherwise(operation, said);
        };
    }

    private static String tooLong(JsonNode request, Function<String, JsonNode> table) {
        boolean isHash = request.path("RequestItems")
                        .propertyStream()
                        .anyMatch(one -> isHashTooLong(batch(one.getValue()), table.apply(one.getKey())))
                || request.has("TableName")
                        && isHashTooLong(
                                Stream.of(request.path("Item"), request.path("Key")),
                                table.apply(request.path("TableName").asText()));
        return isHash
                ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
    }

    /** The items and keys of one table in a batch. */
    private static Stream<JsonNode> batch(JsonNode ofTable) {
        Stream<JsonNode> written =
                ofTable.valueStream().flatMap(JsonNode::valueStream).flatMap(JsonNode::valueStream);
        return ofTable.isArray() ? written : ofTable.path("Keys").valueStream();
    }

    private static boolean isHashTooLong(Stream<JsonNode> keys, JsonNode table) {
        String hash = table.at("/KeySchema/0/AttributeName").asText();
        return keys.map(key -> key.path(hash))
                .anyMatch(key -> key.path("S").asText().getBytes(StandardCharsets.UTF_8).length > 2048
                        || key.path("B").asText().replace("=", "").length() * 3 / 4 > 2048);
    }

    private static String otherwise(String operation, String said) {
        String message = said;
        for (String[] one : OTHERWISE) {
            message = operation.matches(one[0]) ? message.replaceFirst("^" + one[1] + "$", one[2]) : message;
        }
        return message;
    }

    /** The first key of a table or its index that no condition of a query is about. */
    private static String missed(JsonNode query, JsonNode table) {
        String[] names = query.path("KeyConditionExpression")
                .asText()
                .replaceAll(":\\w+", "")
                .split("[^\\w#.-]+");
        JsonNode placeholders = query.path("ExpressionAttributeNames");
        List<String> given = Stream.of(names)
                .map(name -> placeholders.path(name).asText(name))
                .toList();
        JsonNode schema = Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                .flatMap(indexes -> table.path(indexes).valueStream())
                .filter(index -> index.path("IndexName").equals(query.path("IndexName")))
                .findFirst()
                .orElse(table)
                .path("KeySchema");
        return schema.findValuesAsText("AttributeName").stream()
                .filter(key ->
                        !given.contains(key) && !query.path("KeyConditions").has(key))
                .findFirst()
                .orElse("");
    }

    private static String missing(JsonNode request, JsonNode table) {
        return table.path("KeySchema").findValuesAsText("AttributeName").stream()
                .filter(key -> !request.path("Item").has(key))
                .findFirst()
                .orElse("");
    }

    private static String otherType(JsonNode request, JsonNode table) {
        for (JsonNode defined : table.path("AttributeDefinitions")) {
            String key = defined.path("AttributeName").asText();
            String expected = defined.path("AttributeType").asText();
            JsonNode given = request.path("Item").path(key);
            if (!given.isMissingNode() && !given.has(expected)) {
                return key + " expected: " + expected + " actual: "
                        + given.fieldNames().next();
            }
        }
        return "";
    }

    /** Completes a table's description, and takes out times of what never happened or is still under way. */
    static void describe(String operation, ObjectNode table) {
        String status = table.path("TableStatus").asText();
        table.put("TableStatus", UNDER_WAY.getOrDefault(operation, status));
        Stream<JsonNode> defined = table.path("AttributeDefinitions").valueStream();
        Comparator<JsonNode> byName =
                Comparator.comparing(one -> one.path("AttributeName").asText());
        table.putArray("AttributeDefinitions").addAll(defined.sorted(byName).toList());
        boolean isReady = !operation.matches("CreateTable|DeleteTable");
        boolean isOnDemand =
                table.at("/BillingModeSummary/BillingMode").asText().equals("PAY_PER_REQUEST");
        throughput(table, isReady, isOnDemand);
        table.path("GlobalSecondaryIndexes").forEach(index -> throughput((ObjectNode) index, isReady, isOnDemand));
        if (operation.equals("CreateTable") && table.get("BillingModeSummary") instanceof ObjectNode billing) {
            billing.remove("LastUpdateToPayPerRequestDateTime");
        }
        String created =
                table.path("TableArn").asText() + table.path("CreationDateTime").asText();
        UUID id = UUID.nameUUIDFromBytes(created.getBytes(StandardCharsets.UTF_8));
        table.put("TableId", id.toString());
        if (operation.equals("DeleteTable")) {
            table.remove(UNSAID_OF_DELETED);
        }
    }

    /**
     * Of a table or an index on demand, nothing of each, also where DynamoDB Local keeps what an index had before.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html">Warm throughput</a>
     */
    private static void throughput(ObjectNode of, boolean isReady, boolean isOnDemand) {
        of.remove("OnDemandThroughput"); // DynamoDB Local adds one that nobody gave
        ObjectNode throughput = of.withObject("ProvisionedThroughput");
        throughput.remove(List.of("LastIncreaseDateTime", "LastDecreaseDateTime"));
        for (String each : List.of("NumberOfDecreasesToday", "ReadCapacityUnits", "WriteCapacityUnits")) {
            throughput.put(each, isOnDemand ? 0 : throughput.path(each).asLong());
        }
        if (!isReady) {
            return;
        }
        long reads = throughput.path("ReadCapacityUnits").asLong();
        long writes = throughput.path("WriteCapacityUnits").asLong();
        of.putObject("WarmThroughput")
                .put("ReadUnitsPerSecond", reads == 0 ? 12_000 : reads)
                .put("WriteUnitsPerSecond", writes == 0 ? 4_000 : writes)
                .put("Status", "ACTIVE");
    }
}

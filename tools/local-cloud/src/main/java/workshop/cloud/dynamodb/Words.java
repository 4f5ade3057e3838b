package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.Json;

/**
 * What DynamoDB says where DynamoDB Local says it otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Errors</a>
 */
final class Words {
    private static final String OTHER_KEY = "The provided key element does not match the schema";
    private static final String INVALID = "One or more parameter values were invalid: ";
    static final String NO_TABLE = "Cannot do operations on a non-existent table";
    private static final String TOO_LONG =
            "Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes";
    private static final String OTHER_TYPE = INVALID + "Type mismatch for (Index K|k)ey|Invalid attribute value type";
    private static final String OF_TABLE = "Type mismatch for key %s expected: %s actual: %s";
    private static final String OF_INDEX = "Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s";
    private static final Pattern GIVEN = Pattern.compile("([\\w#]+)\\s*[=\\s]\\s*(:\\w+)");

    /** What an answer says of a table that is ready at once here, and soon on AWS. */
    private static final Map<String, String> UNDER_WAY =
            Map.of("CreateTable", "CREATING", "UpdateTable", "UPDATING", "DeleteTable", "DELETING");

    /** How Jackson says that a value is of another type, and DynamoDB, as the tests of github.com/architect/dynalite have it. */
    private static final List<String[]> UNREADABLE = rows("""
            .*from Object value.*                      | Start of structure or map found where not expected
            .*?`java\\.util\\.LinkedHashMap<java\\.lang\\.String,(\\S+)>` from Array.* | Unrecognized collection type java.util.Map<java.lang.String, $1>
            .*?`([^`]+)` from Array value.*            | Unrecognized collection type class $1
            .*array length.*                           | only base-64-encoded strings are convertible to bytes
            .*Unexpected padding character.*           | Invalid last non-pad Base64 character dectected
            .*(String .*lang\\.Boolean|lang\\.Boolean` from String).* | Unexpected token received from parser
            Cannot co(nstruct|erce \\w+ String .* to `com).*v20120810\\.\\w+\\["\\w+"\\]\\) | Unexpected field type
            Cannot co(nstruct|erce \\w+ String .* to `com).* | Unexpected value type in payload
            .*`java\\.util\\..*                        | Unexpected field type
            (?=.*`java\\.lang\\.(\\w+)`).*(?i:[(_]true[`)]).*  | TRUE_VALUE cannot be converted to $1
            (?=.*`java\\.lang\\.(\\w+)`).*(?i:[(_]false[`)]).* | FALSE_VALUE cannot be converted to $1
            .* String .*`java\\.lang\\.(\\w+)`.*       | STRING_VALUE cannot be converted to $1
            .*Integer value.*`java\\.lang\\.(\\w+)`.*  | NUMBER_VALUE cannot be converted to $1
            (?=.*`java\\.lang\\.(\\w+)`).*Float.*      | DECIMAL_VALUE cannot be converted to $1
            """);

    /** An operation, what DynamoDB Local says of it and what DynamoDB says, as the tests of moto, dynalite and dynamodb-conformance record it. */
    private static final List<String[]> OTHERWISE = rows("""
            .*Table|.*TimeToLive | Cannot do operations on a non-existent table | Requested resource not found: Table: {name} not found
            .* | Cannot do operations on a non-existent table | Requested resource not found
            .* | (.*)A value provided cannot be converted into a number(.*) | $1The parameter cannot be converted to a numeric value{number}$2
            .* | (.*)DynamoDB only supports precision up to 38 digits(.*) | $1Attempting to store more than 38 significant digits in a Number$2
            .* | The number of conditions on the keys is invalid|One or more parameter values were invalid: Type mismatch for key | The provided key element does not match the schema
            (Put|Update|Delete)Item|Query | ExpressionAttributeValues contains invalid value: (.*) for key .* | $1
            ((Batch)?Get|Put|Update|Delete)Item|Query | Input collection contains duplicates | One or more parameter values were invalid: $0.
            .* | (.*Input collection \\[.*contains duplicates) | $1.
            (Batch)?(Get|Write|Update|Delete)Item | Invalid attribute value type | The provided key element does not match the schema
            CreateTable | Cannot create preexisting table | Table already exists: {name}
            CreateTable | The number of attributes in key schema must match .* | One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions
            (Create|Update)Table | Indexes must have a projection specified | One or more parameter values were invalid: Unknown ProjectionType: null
            BatchWriteItem | BatchWriteItem cannot have .* | The requestItems parameter is required for BatchWriteItem
            BatchWriteItem | (Too many items|The batch write request list) .* | Value '{items}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]
            BatchGetItem | BatchGetItem must have some .* | Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1
            BatchGetItem | The list of keys in RequestItems .*: (\\S+) has empty list | Value at 'RequestItems.$1.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1
            BatchGetItem | Too many items .* | Value at 'RequestItems.{name}.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100
            (Put|Update|Delete)Item | (ExpressionAttributeValues can only .*): .* | $1
            (Put|Delete)Item | Return values set to invalid value | ReturnValues can only be ALL_OLD or NONE
            Scan | If segment is specified.* | The TotalSegments parameter is required but was not present in the request when Segment parameter is present
            Scan | If total segments is specified.* | The Segment parameter is required but was not present in the request when parameter TotalSegments is present
            Scan | .*'(\\d+)' at 'segment' .*less than .* | The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: $1 is not less than TotalSegments: {total}
            ListTables | Limit in ListTables must be <= 100 | Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100
            GetRecords | $ | Shard iterator has expired
            Query|Scan | Type mismatch for attribute to update | The provided starting key is invalid: The provided key element does not match the schema
            Query | Exclusive Start Key must have same size as table's key schema | The provided starting key is invalid
            Scan | Exclusive Start Key must have same size as table's key schema | The provided starting key is invalid: The provided key element does not match the schema
            .* | Value (at )?'.* | 1 validation error detected: $0
            Query | KeyConditionExpressions must only contain .* | Invalid KeyConditionExpression: $0
            Query | (ALL_PROJECTED_ATTRIBUTES can|Must specify the A|Cannot specify the .* when choosing).* | 1 validation error detected: $0
            (Put|Update|Delete)Item | (One or more parameter values were invalid: )?(An .*set|Attempting to|Binary sets|Can not use|Expression.* (must|can) |Input|Invalid (.*Expression|number)|Nesting|Null|Number .*flow|ReturnValues can|The parameter can|Value (provided|must|cannot|and|or) ).* | 1 validation error detected: $0
            """);

    private Words() {}

    private static List<String[]> rows(String table) {
        return table.lines().map(row -> row.split(" +\\| ")).toList();
    }

    static String unreadable(String byJackson) {
        String said = byJackson
                .replaceAll("\\n.*?(?=\\(through|$)|\\$BuilderImpl", "")
                .replaceFirst("`\\S+(Mode|Type)`", "`java.lang.String`")
                .replace("software.amazon.awssdk.services.dynamodb.model", "com.amazonaws.dynamodb.v20120810");
        return UNREADABLE.stream()
                .filter(one -> said.matches(one[0]))
                .findFirst()
                .map(one -> said.replaceFirst(one[0], one[1]))
                .orElse("The request can't be read: " + said.replaceFirst("\\(through.*", ""));
    }

    /**
     * A message about a request.
     *
     * @param table describes a table by its name
     */
    static String of(String operation, JsonNode request, String said, Function<String, JsonNode> table) {
        String name = Access.of(operation, request).get(0).table();
        JsonNode item = request.path("Item");
        String message = switch (said) {
            case "One of the required keys was not given a value" ->
                operation.equals("PutItem")
                        ? INVALID + "Missing the key " + first(table.apply(name), key -> !item.has(key))
                                + " in the item"
                        : OTHER_KEY;
            case TOO_LONG ->
                operation.matches("Transact.*|Query") ? said : INVALID + tooLong(operation, request, table);
            case "Query condition missed key schema element" -> said + ": " + missed(request, table.apply(name));
            default ->
                said.matches(OTHER_TYPE) && operation.matches("(Put|Update)Item")
                        ? otherType(operation, request, table.apply(name), said)
                        : said;
        };
        return otherwise(operation, message, request, name);
    }

    private static String tooLong(String operation, JsonNode request, Function<String, JsonNode> table) {
        boolean isHash = Access.of(operation, request).stream().anyMatch(access -> {
            JsonNode of = request.path("RequestItems").path(access.resource());
            String hash = first(table.apply(access.table()), key -> true);
            return Stream.of("Item", "Key", "Keys")
                    .flatMap(name -> (of.isMissingNode() ? request : of).findValues(name).stream())
                    .flatMap(found -> Json.each(found).stream().map(keys -> keys.path(hash)))
                    .anyMatch(key -> key.path("S").asText().getBytes(StandardCharsets.UTF_8).length > 2048
                            || key.path("B").asText().replace("=", "").length() * 3 / 4 > 2048);
        });
        return isHash
                ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";
    }

    private static String otherwise(String operation, String said, JsonNode request, String name) {
        String message = said;
        String items = request.path("RequestItems").toString().replace("\"", "").replace(':', '=');
        for (String[] one : OTHERWISE) {
            String its = one[2].replace("{name}", Matcher.quoteReplacement(name))
                    .replace("{items}", Matcher.quoteReplacement(items))
                    .replace("{number}", Matcher.quoteReplacement(noNumber(operation, request)))
                    .replace("{limit}", request.path("Limit").asText())
                    .replace("{total}", request.path("TotalSegments").asText());
            message = operation.matches(one[0]) ? message.replaceFirst("(?s)^(?:" + one[1] + ")$", its) : message;
        }
        return message;
    }

    /** The first of a request's numbers that is none. */
    private static String noNumber(String operation, JsonNode request) {
        String ofNothing = operation.matches("BatchWriteItem|Scan|Transact.*") ? "" : ": ";
        return Stream.of("N", "NS")
                .flatMap(type -> request.findValues(type).stream())
                .flatMap(number -> Json.each(number).stream())
                .map(JsonNode::textValue)
                .filter(number -> number != null && !number.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?"))
                .findFirst()
                .map(number -> number.isEmpty() ? ofNothing : ": " + number)
                .orElse("");
    }

    /** The first key of a table or its index that no condition of a query is about. */
    private static String missed(JsonNode query, JsonNode table) {
        String[] names = query.path("KeyConditionExpression").asText().split("(:\\w+|[^\\w#.-])+");
        JsonNode placeholders = query.path("ExpressionAttributeNames");
        List<String> given = Stream.of(names)
                .map(name -> placeholders.path(name).asText(name))
                .toList();
        JsonNode of = index(table, index -> index.path("IndexName").equals(query.path("IndexName")));
        return first(
                of, key -> !given.contains(key) && !query.path("KeyConditions").has(key));
    }

    private static String first(JsonNode table, Predicate<String> ofKeys) {
        return table.path("KeySchema").findValuesAsText("AttributeName").stream()
                .filter(ofKeys)
                .findFirst()
                .orElse("");
    }

    /** Which key of a table or its index an item or an update gives another type. */
    private static String otherType(String operation, JsonNode request, JsonNode table, String said) {
        JsonNode item = operation.equals("PutItem") ? request.path("Item") : given(request);
        for (JsonNode defined : table.path("AttributeDefinitions")) {
            String key = defined.path("AttributeName").asText();
            String type = defined.path("AttributeType").asText();
            boolean isOfTable = !first(table, key::equals).isEmpty();
            JsonNode its = item.path(key);
            if (its.isObject() && !its.has(type) && (!isOfTable || operation.equals("PutItem"))) {
                String index = index(table, one -> first(one, key::equals).equals(key))
                        .path("IndexName")
                        .asText();
                String words = INVALID + (isOfTable ? OF_TABLE : OF_INDEX);
                return words.formatted(key, type, its.fieldNames().next(), index);
            }
        }
        return said.endsWith("Index Key")
                ? "The update expression attempted to update the secondary index key to unsupported type"
                : OTHER_KEY;
    }

    /** An index; the table itself if it has no such index. */
    private static JsonNode index(JsonNode table, Predicate<JsonNode> which) {
        return table.findParents("IndexName").stream().filter(which).findFirst().orElse(table);
    }

    /** What an update sets attributes to, where it gives the values itself. */
    private static JsonNode given(JsonNode update) {
        ObjectNode given = Json.object();
        JsonNode names = update.path("ExpressionAttributeNames");
        JsonNode values = update.path("ExpressionAttributeValues");
        GIVEN.matcher(update.path("UpdateExpression").asText())
                .results()
                .forEach(set -> given.set(names.path(set.group(1)).asText(set.group(1)), values.path(set.group(2))));
        return given;
    }

    /** Completes a table's description, and takes out times of what never happened or is still under way. */
    static void describe(String operation, JsonNode request, ObjectNode table) {
        String status = table.path("TableStatus").asText();
        boolean isAtOnce = request.size() == 2 && request.has("DeletionProtectionEnabled");
        table.put("TableStatus", isAtOnce ? status : UNDER_WAY.getOrDefault(operation, status));
        Stream<JsonNode> defined = table.path("AttributeDefinitions").valueStream();
        Comparator<JsonNode> byName =
                Comparator.comparing(one -> one.path("AttributeName").asText());
        table.putArray("AttributeDefinitions").addAll(defined.sorted(byName).toList());
        boolean isReady = !operation.matches("CreateTable|DeleteTable");
        boolean isOnDemand = "PAY_PER_REQUEST"
                .equals(table.at("/BillingModeSummary/BillingMode").asText());
        throughput(table, isReady, isOnDemand);
        table.path("GlobalSecondaryIndexes").forEach(index -> throughput((ObjectNode) index, isReady, isOnDemand));
        if (request.has("BillingMode") && table.get("BillingModeSummary") instanceof ObjectNode billing) {
            billing.remove("LastUpdateToPayPerRequestDateTime");
        }
        String created = table.path("TableArn").toString() + table.path("CreationDateTime");
        UUID id = UUID.nameUUIDFromBytes(created.getBytes(StandardCharsets.UTF_8));
        table.put("TableId", id.toString());
        if (operation.equals("DeleteTable")) {
            String all = "AttributeDefinitions KeySchema GlobalSecondaryIndexes LocalSecondaryIndexes CreationDateTime";
            table.remove(List.of(all.split(" ")));
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

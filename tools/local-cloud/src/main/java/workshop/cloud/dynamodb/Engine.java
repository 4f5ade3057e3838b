package workshop.cloud.dynamodb;

import com.amazonaws.services.dynamodbv2.parser.ReservedKeywords;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.dispatchers.Dispatcher;
import software.amazon.dynamodb.services.local.server.DynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.mapper.DynamoDbObjectMapper;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Violations;

/**
 * DynamoDB Local, in memory, called with requests in DynamoDB's JSON. It calls its region {@code ddblocal}; the account's
 * own region is put in its place on the way out, and back on the way in.
 */
final class Engine implements AutoCloseable {
    private static final String ACCOUNT_ARN = Arn.inRegion("dynamodb", "");
    private static final String LOCAL_ARN = "arn:aws:dynamodb:ddblocal:000000000000:";

    /** What is in its iterators of streams, where AWS's have {@code |1|}. */
    private static final String ITERATOR = "|001|";

    /** How DynamoDB Local fails at a table that somebody else is deleting. */
    private static final Pattern GONE = Pattern.compile("no such table|A non-existing table|\"tableInfo\" is null");

    /** What it has; of tags it has the operations, and refuses them. */
    static final Set<String> OPERATIONS =
            new TreeSet<>(List.of(("BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeLimits"
                            + " DescribeStream DescribeTable DescribeTimeToLive GetItem"
                            + " GetRecords GetShardIterator ListStreams ListTables PutItem Query Scan TransactGetItems"
                            + " TransactWriteItems UpdateItem UpdateTable UpdateTimeToLive")
                    .split(" ")));

    private final Storage storage = new Storage();
    private final DynamoDBRequestHandler handler;
    private final ObjectMapper mapper = new DynamoDbObjectMapper();
    private final Map<String, Operation<?>> operations = new ConcurrentHashMap<>();

    /** How DynamoDB Local reads one operation's request, what the request may have, and what then does it. */
    private record Operation<T>(Class<T> request, Members members, Dispatcher<T> dispatcher) {}

    Engine() {
        ReservedKeywords.KEYWORDS.addAll(List.of("convert", "size")); // which DynamoDB Local forgets
        System.setProperty("sqlite4java.library.path", System.getProperty("sqlite4java.library.path", ""));
        mapper.coercionConfigDefaults()
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        mapper.enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
        mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(CoercionInputShape.String, CoercionAction.TryConvert);
        mapper.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        handler = storage.handler();
    }

    /** The members that an operation's request may have: AWS's, but for those that DynamoDB Local forgets. */
    Members members(String operation) {
        return operations.computeIfAbsent(operation, this::operation).members;
    }

    /** Throws if a request has what is not here, or breaks a bound: DynamoDB reads all of it before it looks at bounds. */
    void check(String operation, JsonNode input) {
        try {
            Violations.refuse(members(operation), input, Reading.JSON, "dynamodb:" + operation, "ValidationException");
        } catch (AwsError e) {
            read(operations.get(operation).request, bytes(input));
            throw e;
        }
    }

    /** Calls an operation with the request and, unless null, its bytes as they came; throws {@link AwsError} as DynamoDB would refuse it. */
    byte[] call(String operation, JsonNode request, byte[] body) {
        try {
            TableRequest.refuse(operation, request, this::table);
            byte[] given = complete(operation, request) || body == null ? bytes(request) : body;
            byte[] asked = understood(operation, given);
            Operation<?> its = operations.computeIfAbsent(operation, this::operation);
            byte[] said = operation.endsWith("Table") ? alone(its, asked) : enact(its, asked);
            boolean restarts =
                    operation.equals("Query") && request.has("ExclusiveStartKey") && !request.has("IndexName");
            if (restarts && table(request.path("TableName")).path("KeySchema").size() == 1) {
                String key = request.path("ExclusiveStartKey").toString().replace("\"", "");
                throw AwsError.validation("The provided exclusive start key is invalid: ExclusiveStartKey: "
                        + key.replaceFirst(":", "=AttributeValue: "));
            }
            byte[] answer = replace(said, LOCAL_ARN, ACCOUNT_ARN);
            if (operation.equals("UpdateTable")) {
                awaitIndexes(request.path("TableName").asText());
            }
            return operation.matches("DeleteItem|Get(Records|ShardIterator)|.*Table") || asked != given
                    ? translated(operation, request, answer)
                    : answer;
        } catch (DynamoDBLocalServiceException e) {
            String said = e.getMessage() == null ? "" : e.getMessage();
            if (said.startsWith("The document path provided in the update") && removesOfNoItem(request)) {
                return bytes(Json.object());
            }
            String message = Words.of(operation, request, said.replace(LOCAL_ARN, ACCOUNT_ARN), this::table);
            String code = e.getErrorCode().replaceFirst(".*#", "");
            throw new AwsError(e.statusCode(), code, message, members(e));
        } catch (AwsError e) {
            throw e;
        } catch (IOException | RuntimeException e) { // whatever else it may throw, such as while it shuts down
            if (GONE.matcher(e.toString()).find()) {
                throw AwsError.of(
                        "ResourceNotFoundException", Words.of(operation, request, Words.NO_TABLE, this::table));
            }
            if (e.toString().contains("Unsupported comparison operator for query")) {
                throw AwsError.validation("Attempted conditional constraint is not an indexable operation");
            }
            if (e instanceof NumberFormatException && operation.equals("GetShardIterator")) {
                throw AwsError.validation("One or more parameter values were invalid: Invalid SequenceNumber");
            }
            throw new AwsError(500, "InternalServerError", "DynamoDB Local failed: " + e);
        }
    }

    /** DynamoDB Local forgets the update of an attribute that says no action, and keeps a definition that no key needs. */
    private boolean complete(String operation, JsonNode request) {
        JsonNode put = TextNode.valueOf("PUT");
        request.path("AttributeUpdates").forEach(update -> ((ObjectNode) update).putIfAbsent("Action", put));
        if (operation.equals("UpdateTable") && request.path("AttributeDefinitions") instanceof ArrayNode defined) {
            List<String> keys = request.path(TableRequest.UPDATES).findValuesAsText("AttributeName");
            boolean isRefused = !TableType.defined(request).containsAll(keys)
                    || TableType.redefines(table(request.path("TableName")), request);
            defined.removeIf(one ->
                    !isRefused && !keys.contains(one.path("AttributeName").asText()));
        }
        return operation.startsWith("Transact") || operation.equals("UpdateTable") || request.has("AttributeUpdates");
    }

    /** A request that DynamoDB Local understands: in a transaction it knows no table by its ARN. */
    private static byte[] understood(String operation, byte[] request) {
        String table = "\"TableName\":\"";
        byte[] local = replace(replace(request, table + ACCOUNT_ARN + "table/", table), ACCOUNT_ARN, LOCAL_ARN);
        return operation.equals("GetRecords") ? replace(local, "|1|", ITERATOR) : local;
    }

    /** Waits until no index of a table is being made or deleted, for at most ten seconds: meanwhile DynamoDB Local fails to write items. */
    private void awaitIndexes(String table) {
        for (int i = 0; i < 1000 && !Thread.currentThread().isInterrupted() && isIndexing(table); i++) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** DynamoDB Local fails to describe an index that has no column yet. */
    private boolean isIndexing(String table) {
        try {
            return table(table).path("GlobalSecondaryIndexes").findValuesAsText("IndexStatus").stream()
                    .anyMatch(status -> !status.equals("ACTIVE"));
        } catch (AwsError e) {
            return !e.code().equals("ResourceNotFoundException"); // if somebody deleted it meanwhile
        }
    }

    private boolean removesOfNoItem(JsonNode request) {
        ObjectNode item = ((ObjectNode) request.deepCopy()).retain("TableName", "Key");
        return !request.path("UpdateExpression").asText().matches("(?is).*\\b(SET|ADD|DELETE)\\b.*")
                && !read(call("GetItem", item, null)).has("Item");
    }

    /** To make a table, DynamoDB Local looks at all of them, and fails if another is being deleted. */
    private synchronized byte[] alone(Operation<?> operation, byte[] request) throws IOException {
        return enact(operation, request);
    }

    private <T> byte[] enact(Operation<T> operation, byte[] request) throws IOException {
        T asked = read(operation.request, request);
        storage.makesKeys.set(asked instanceof UpdateItemRequest update
                && update.updateExpression() == null
                && update.attributeUpdates().isEmpty());
        return operation.dispatcher.enact("local", "local", asked, handler);
    }

    private static byte[] bytes(JsonNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private <T> T read(Class<T> type, byte[] request) {
        try {
            return mapper.readValue(request, type);
        } catch (IOException e) {
            throw AwsError.of("SerializationException", Words.unreadable(e.getMessage()));
        }
    }

    static JsonNode read(byte[] json) {
        return Json.read(new String(json, StandardCharsets.UTF_8));
    }

    JsonNode table(Object name) {
        return read(call("DescribeTable", Json.MAPPER.valueToTree(Map.of("TableName", name)), null))
                .path("Table");
    }

    private byte[] translated(String operation, JsonNode asked, byte[] answer) {
        ObjectNode read = (ObjectNode) read(answer);
        Access.of(operation, asked).forEach(access -> access.named(read));
        if (!asked.path("ReturnConsumedCapacity").asText().matches("INDEXES|TOTAL")) {
            read.remove("ConsumedCapacity"); // which it says of an item that isn't there to be deleted
        }
        for (String iterator : List.of("ShardIterator", "NextShardIterator")) {
            if (read.hasNonNull(iterator)) {
                read.put(iterator, read.get(iterator).asText().replace(ITERATOR, "|1|"));
            }
        }
        read.path("Records").forEach(record -> StreamRecord.translate((ObjectNode) record));
        for (String description : List.of("Table", "TableDescription")) {
            if (read.path(description) instanceof ObjectNode table) {
                Words.describe(operation, asked, table);
            }
        }
        return bytes(read);
    }

    @SuppressWarnings("unchecked")
    private Operation<?> operation(String name) {
        try {
            Class<?> dispatcher = Class.forName(Dispatcher.class.getPackageName() + "." + name + "Dispatcher");
            Class<Object> request =
                    (Class<Object>) ((ParameterizedType) dispatcher.getGenericSuperclass()).getActualTypeArguments()[0];
            SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
            return new Operation<>(request, TakenMembers.of(name, builder), (Dispatcher<Object>)
                    dispatcher.getConstructor(ObjectMapper.class).newInstance(mapper));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DynamoDB Local has no operation " + name, e);
        }
    }

    /** What an error says beside its message. */
    private ObjectNode members(DynamoDBLocalServiceException e) {
        ObjectNode members = Json.object();
        if (e.getCancellationReasons() != null) {
            String reasons = mapper.valueToTree(e.getCancellationReasons()).toString();
            String failed = "\"Message\":\"The conditional request failed";
            members.set("CancellationReasons", Json.read(reasons.replace(failed + ".", failed)));
        }
        return e.getItem() == null ? members : members.set("Item", mapper.valueToTree(e.getItem()));
    }

    /** ARNs are rare in requests and answers: look before turning bytes to text. */
    private static byte[] replace(byte[] json, String from, String to) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        return text.contains(from) ? text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1) : json;
    }

    @Override
    public void close() {
        handler.shutdown();
    }
}

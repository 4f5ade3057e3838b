package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

/**
 * DynamoDB Local, in memory, called with requests in DynamoDB's JSON. It calls its region {@code ddblocal}; the account's
 * own region is put in its place on the way out, and back on the way in.
 */
final class Engine implements AutoCloseable {
    private static final String KEY = "local";
    private static final String REGION = "local";
    private static final String ACCOUNT_ARN = Arn.inRegion("dynamodb", "");
    private static final String LOCAL_ARN = "arn:aws:dynamodb:ddblocal:000000000000:";

    /** What is in its iterators of streams, where AWS's have {@code |1|}. */
    private static final String ITERATOR = "|001|";

    private static final Set<String> TRANSLATED = Set.of("DeleteItem", "GetRecords", "GetShardIterator");

    /** How DynamoDB Local fails at a table that somebody else is deleting. */
    private static final Pattern GONE = Pattern.compile("no such table|A non-existing table was accessed");

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
        System.setProperty("sqlite4java.library.path", System.getProperty("sqlite4java.library.path", ""));
        mapper.coercionConfigDefaults()
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
        mapper.coercionConfigFor(LogicalType.Textual).setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
        handler = storage.handler();
    }

    /** The members that an operation's request may have: AWS's, but for those that DynamoDB Local forgets. */
    Members members(String operation) {
        return operations.computeIfAbsent(operation, this::operation).members;
    }

    /** Calls an operation; throws {@link AwsError} as DynamoDB would refuse it. */
    byte[] call(String operation, byte[] request) {
        try {
            byte[] asked = replace(understood(operation, request), ACCOUNT_ARN, LOCAL_ARN);
            if (operation.equals("GetRecords")) {
                asked = replace(asked, "|1|", ITERATOR);
            }
            byte[] said = enact(operations.computeIfAbsent(operation, this::operation), asked);
            byte[] answer = replace(said, LOCAL_ARN, ACCOUNT_ARN);
            if (operation.equals("UpdateTable")) {
                awaitIndexes(read(request).path("TableName").asText());
            }
            return TRANSLATED.contains(operation) || operation.endsWith("Table") || asked != request
                    ? translated(operation, request, answer)
                    : answer;
        } catch (DynamoDBLocalServiceException e) {
            String said = e.getMessage() == null ? "" : e.getMessage();
            String message = Words.of(operation, read(request), said.replace(LOCAL_ARN, ACCOUNT_ARN), this::table);
            String type = e.getErrorCode();
            throw new AwsError(e.statusCode(), type.substring(type.lastIndexOf('#') + 1), message, members(e));
        } catch (AwsError e) {
            throw e;
        } catch (RuntimeException e) { // whatever else DynamoDB Local may throw, such as while it shuts down
            if (GONE.matcher(e.toString()).find()) {
                String message = Words.of(operation, read(request), Words.NO_TABLE, this::table);
                throw AwsError.of("ResourceNotFoundException", message);
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

    /**
     * A request that DynamoDB Local understands: in a transaction it knows no table by its ARN, it forgets the update of an
     * attribute that doesn't say {@code PUT}, and it keeps the definition of an attribute that no new index needs.
     */
    private byte[] understood(String operation, byte[] request) {
        if (!operation.matches("Transact.*|UpdateTable")
                && !(operation.equals("UpdateItem")
                        && new String(request, StandardCharsets.ISO_8859_1).contains("AttributeUpdates"))) {
            return request;
        }
        JsonNode input = read(request);
        List<String> keys = input.path("GlobalSecondaryIndexUpdates").findValuesAsText("AttributeName");
        if (input.path("AttributeDefinitions") instanceof ArrayNode defined) {
            defined.removeIf(one -> !keys.contains(one.path("AttributeName").asText()));
        }
        Stream.of(Stream.of(input), input.path("TransactItems").valueStream(), actions(input))
                .flatMap(objects -> objects)
                .forEach(object ->
                        object.properties().removeIf(member -> member.getValue().isNull()));
        actions(input)
                .filter(action -> action.path("TableName").isTextual())
                .forEach(action -> ((ObjectNode) action)
                        .put("TableName", action.path("TableName").asText().replace(ACCOUNT_ARN + "table/", "")));
        for (JsonNode update : input.path("AttributeUpdates")) {
            if (update instanceof ObjectNode object && !update.hasNonNull("Action")) {
                object.put("Action", "PUT");
            }
        }
        return Json.write(input).getBytes(StandardCharsets.UTF_8);
    }

    /** What a transaction does with each item. */
    private static Stream<JsonNode> actions(JsonNode input) {
        return input.path("TransactItems").valueStream().flatMap(JsonNode::valueStream);
    }

    /** Waits until no index of a table is being made or deleted, for at most ten seconds: meanwhile DynamoDB Local fails to write items. */
    private void awaitIndexes(String table) {
        try {
            for (int i = 0; i < 1000 && isIndexing(table); i++) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private <T> byte[] enact(Operation<T> operation, byte[] request) {
        try {
            T asked = mapper.readValue(request, operation.request);
            storage.makesKeys.set(asked instanceof UpdateItemRequest update
                    && update.updateExpression() == null
                    && update.attributeUpdates().isEmpty());
            return operation.dispatcher.enact(KEY, REGION, asked, handler);
        } catch (IOException e) {
            throw AwsError.of(
                    "SerializationException", Words.unreadable(e.getMessage().split("\n")[0]));
        }
    }

    static JsonNode read(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON to or from DynamoDB Local can't be read", e);
        }
    }

    JsonNode table(Object name) {
        String request = Json.write(Map.of("TableName", name));
        return read(call("DescribeTable", request.getBytes(StandardCharsets.UTF_8)))
                .path("Table");
    }

    private byte[] translated(String operation, byte[] request, byte[] answer) {
        ObjectNode read = (ObjectNode) read(answer);
        JsonNode asked = read(request);
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
                Words.describe(operation, table);
            }
        }
        return Json.write(read).getBytes(StandardCharsets.UTF_8);
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

    /** What an error says beside its message; where it says the item, it writes the message otherwise. */
    private ObjectNode members(DynamoDBLocalServiceException e) {
        ObjectNode members = Json.object().put("__type", e.getErrorCode());
        if (e.getCancellationReasons() != null) {
            JsonNode reasons = mapper.valueToTree(e.getCancellationReasons());
            for (JsonNode reason : reasons) {
                if (reason.hasNonNull("Message")) {
                    ((ObjectNode) reason)
                            .put("Message", reason.path("Message").asText().replaceFirst("failed\\.$", "failed"));
                }
            }
            members.set("CancellationReasons", reasons);
        }
        return e.getItem() == null ? members : members.putNull("message").set("Item", mapper.valueToTree(e.getItem()));
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

package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/** DynamoDB on the wire: who may call which operation on which table, and who is woken by a write. */
public final class DynamoDb implements Service, AutoCloseable {
    private static final Set<String> WRITES = Set.of(
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchWriteItem",
            "TransactWriteItems",
            "ExecuteStatement",
            "BatchExecuteStatement",
            "ExecuteTransaction");

    private static final Set<String> ITEM_READS =
            Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");

    /** Those that are authorized by the actions of their items. */
    private static final Map<String, String> ACTIONS =
            Map.of("TransactWriteItems", "dynamodb:PutItem", "TransactGetItems", "dynamodb:GetItem");

    private final Names names;
    private final Iam iam;
    private final Faults faults;
    private final Trace trace;
    private final Engine engine;
    private final Streams streams;

    public DynamoDb(Names names, Iam iam, Faults faults, Trace trace) {
        this.names = names;
        this.iam = iam;
        this.faults = faults;
        this.trace = trace;
        this.engine = new Engine(names.arn("dynamodb", ""));
        this.streams = new Streams(this);
    }

    public Streams streams() {
        return streams;
    }

    @Override
    public Map<String, String> actions() {
        return Stream.concat(WRITES.stream(), ITEM_READS.stream())
                .collect(Collectors.toMap(
                        Function.identity(), operation -> ACTIONS.getOrDefault(operation, "dynamodb:" + operation)));
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        String target = request.header("X-Amz-Target").orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        try {
            if (!engine.has(operation)) {
                throw new AwsError(400, "UnknownOperationException", "The local cloud has no dynamodb:" + operation);
            }
            JsonNode input = Json.MAPPER.readTree(request.body());
            Set<String> tables = tables(operation, input);
            for (String table : tables) {
                iam.authorize(caller, "dynamodb:" + operation, table.isEmpty() ? "*" : tableArn(table));
            }
            byte[] answer = faulty(operation, caller, request.body());
            if (WRITES.contains(operation)) {
                trace.hop(
                        "dynamodb:" + operation,
                        caller.arn(),
                        tableArn(tables.iterator().next()),
                        "ok",
                        request.text());
                tables.forEach(streams::written);
            }
            return reply(200, answer);
        } catch (Engine.Refused e) {
            return reply(e.status(), e.body());
        } catch (AwsError e) {
            return reply(e.status() == 403 ? 400 : e.status(), error(e.code(), e.getMessage()));
        } catch (IOException e) {
            return reply(400, error("SerializationException", "The request is no JSON: " + e.getMessage()));
        }
    }

    private byte[] faulty(String operation, Caller caller, byte[] body) {
        byte[][] answer = new byte[1][];
        faults.around("dynamodb", operation, caller, () -> {
            answer[0] = engine.call(operation, body);
            return null;
        });
        return answer[0];
    }

    /** Calls an operation in the account's own name; throws {@link AwsError} with DynamoDB's code and message. */
    ObjectNode call(String operation, ObjectNode input) {
        try {
            byte[] answer = engine.call(operation, Json.MAPPER.writeValueAsBytes(input));
            return (ObjectNode) Json.MAPPER.readTree(answer);
        } catch (Engine.Refused e) {
            throw new AwsError(e.status(), e.code(), e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tables that a request is about; an empty name where it is about none in particular. */
    private static Set<String> tables(String operation, JsonNode input) {
        Set<String> tables = new TreeSet<>();
        switch (operation) {
            case "BatchWriteItem", "BatchGetItem" ->
                input.path("RequestItems").fieldNames().forEachRemaining(tables::add);
            case "TransactWriteItems", "TransactGetItems" ->
                input.path("TransactItems")
                        .forEach(item -> item.forEach(
                                action -> tables.add(action.path("TableName").asText())));
            case "ExecuteStatement" -> tables.add(statementTable(input));
            case "ExecuteTransaction" -> input.path("TransactStatements").forEach(s -> tables.add(statementTable(s)));
            case "BatchExecuteStatement" -> input.path("Statements").forEach(s -> tables.add(statementTable(s)));
            default -> tables.add(input.path("TableName").asText());
        }
        return tables.isEmpty() ? Set.of("") : tables;
    }

    /** The first quoted word of a PartiQL statement, which is its table. */
    private static String statementTable(JsonNode statement) {
        String[] parts = statement.path("Statement").asText().split("\"");
        return parts.length > 1 ? parts[1] : "";
    }

    String tableArn(String table) {
        return table.startsWith("arn:") ? table : names.arn("dynamodb", "table/" + table);
    }

    private static byte[] error(String code, String message) {
        return Json.write(Json.object()
                        .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                        .put("message", message))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static HttpReply reply(int status, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return new HttpReply(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.0", "x-amz-crc32", String.valueOf(crc.getValue())),
                body);
    }

    @Override
    public void close() {
        engine.close();
    }
}

package workshop.cloud.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Platform;
import workshop.cloud.gateway.AwsJson;
import workshop.cloud.gateway.ErrorReply;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.shape.Members;

/** DynamoDB on the wire: who may call which operation on which table, and who is woken by a write. */
public final class DynamoDb implements Service, AutoCloseable {
    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private final Platform platform;
    private final Engine engine;
    private final Streams streams = new Streams(this);

    public DynamoDb(Platform platform) {
        this.platform = platform;
        this.engine = new Engine();
    }

    public Streams streams() {
        return streams;
    }

    @Override
    public Map<String, Members> members() {
        return Engine.OPERATIONS.stream().collect(Collectors.toMap(Function.identity(), engine::members));
    }

    @Override
    public Map<String, String> actions() {
        return Engine.OPERATIONS.stream().collect(Collectors.toMap(Function.identity(), DynamoDb::action));
    }

    /** Of a transaction, some action of those that are authorized by what it does to each item. */
    private static String action(String operation) {
        return "dynamodb:" + operation.replace("TransactGetItems", "GetItem").replace("TransactWriteItems", "PutItem");
    }

    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        try {
            boolean isOfStreams = request.header("X-Amz-Target").orElse("").startsWith("DynamoDBStreams");
            String operation = AwsJson.operation(request, "DynamoDB" + (isOfStreams ? "Streams" : "") + "_20120810");
            if (!Engine.OPERATIONS.contains(operation)) {
                throw AwsError.notHere("the operation dynamodb:" + operation + " (it has " + Engine.OPERATIONS + ")");
            }
            byte[] body = !request.header("Content-Encoding").orElse("identity").equals("identity")
                    ? new GZIPInputStream(new ByteArrayInputStream(request.body())).readNBytes(64 << 20)
                    : request.body();
            JsonNode input = Json.MAPPER.readTree(body);
            engine.check(operation, input);
            List<Access> accesses = Access.of(operation, input);
            accesses.forEach(
                    access -> platform.iam().authorize(caller, "dynamodb:" + access.action(), arn(access.resource())));
            if (!WRITES.contains(operation)) {
                return reply(200, faulty(operation, caller, input, body));
            }
            byte[] answer = write(operation, caller, input, body, accesses.get(0));
            accesses.stream().map(Access::table).distinct().forEach(streams::written);
            return reply(200, answer);
        } catch (AwsError e) {
            return refusal(e);
        } catch (JsonProcessingException e) {
            return refusal(AwsError.of("SerializationException", null));
        } catch (IOException e) {
            return refusal(new AwsError(500, "InternalServerError", "The body can't be decoded: " + e));
        }
    }

    /** An error as DynamoDB writes it: most have a {@code message}, some a {@code Message}. */
    private static HttpReply refusal(AwsError e) {
        String type = ("com.amazonaws.dynamodb.v20120810#" + e.code())
                .replaceFirst(".*#(Serialization|AccessDenied|UnknownOperation)", "com.amazon.coral.service#$1")
                .replaceFirst(".*#Validation", "com.amazon.coral.validate#Validation")
                .replaceFirst(".*#NotImplemented", "NotImplemented");
        boolean isCapital = type.contains("service#") || !e.members.isEmpty();
        e.members.put("__type", type).putNull(isCapital ? "message" : "Message");
        HttpReply refusal = ErrorReply.awsJson(e, "1.0");
        return reply(refusal.status(), refusal.body());
    }

    private byte[] write(String operation, Caller caller, JsonNode input, byte[] body, Access first) {
        byte[][] answer = new byte[1][];
        String kind = "dynamodb:" + operation;
        String asked = new String(body, StandardCharsets.UTF_8);
        ToLongFunction<String> hop = outcome ->
                platform.trace().hop(caller.causes(), kind, caller.arn(), arn(first.resource()), outcome, asked);
        try {
            streams.write(operation, input, () -> {
                answer[0] = faulty(operation, caller, input, body);
                return hop.applyAsLong("ok");
            });
            return answer[0];
        } catch (AwsError e) {
            hop.applyAsLong(e.code() + ": " + e.getMessage());
            throw e;
        }
    }

    private byte[] faulty(String operation, Caller caller, JsonNode input, byte[] body) {
        return platform.faults().around("dynamodb", operation, caller, () -> engine.call(operation, input, body));
    }

    /** A table's description, by its name or by what a request gives for one. */
    JsonNode table(Object name) {
        return engine.table(name);
    }

    /** Calls an operation in the account's own name; throws {@link AwsError} with DynamoDB's code and message. */
    ObjectNode call(String operation, ObjectNode input) {
        return (ObjectNode) Engine.read(engine.call(operation, input.deepCopy(), null));
    }

    /** Throws for a table elsewhere, which DynamoDB Local takes for one of the same name here. */
    private String arn(String resource) {
        String here = Arn.inRegion("dynamodb", "");
        if (resource.startsWith("arn:") && !resource.startsWith(here) && !resource.contains("/stream/")) {
            throw AwsError.notHere("the table " + resource + "; it has those of " + here);
        }
        return resource.equals("*") || resource.startsWith("arn:") ? resource : here + "table/" + resource;
    }

    private static HttpReply reply(int status, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        String sum = String.valueOf(crc.getValue());
        Map<String, String> headers = Map.of("Content-Type", "application/x-amz-json-1.0", "x-amz-crc32", sum);
        return new HttpReply(status, headers, body);
    }

    @Override
    public void close() {
        engine.close();
    }
}

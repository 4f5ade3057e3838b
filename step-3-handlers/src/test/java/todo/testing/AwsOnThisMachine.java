package todo.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/**
 * What SDK clients made without further settings find in the tests: DynamoDB Local, and an endpoint that remembers what was
 * sent to any other service and answers what the test wants.
 */
public final class AwsOnThisMachine {
    private static final AwsOnThisMachine INSTANCE = new AwsOnThisMachine();

    /** What a client sent: the JSON or the form of the request, each field of a form as text. */
    public record Call(String operation, JsonObject body) {}

    /** What a client gets; status 200 is success. */
    public record Answer(int status, String contentType, String body) {
        public static Answer json(int status, String body) {
            return new Answer(status, "application/x-amz-json-1.1", body);
        }

        public static Answer xml(int status, String body) {
            return new Answer(status, "text/xml", body);
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Call, Answer>> answers = new ConcurrentHashMap<>();
    private DynamoDbClient dynamoDb;

    private AwsOnThisMachine() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "aws-on-this-machine");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", this::answer);
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            System.setProperty("aws.region", "eu-central-1");
            System.setProperty("aws.accessKeyId", "test");
            System.setProperty("aws.secretAccessKey", "test");
            System.setProperty("aws.endpointUrlEventBridge", url);
            System.setProperty("aws.endpointUrlSns", url);
        } catch (IOException e) {
            throw new IllegalStateException("No free port on the loopback address", e);
        }
    }

    /** Starts it, once for all tests; forgets what other tests sent and wanted. */
    public static AwsOnThisMachine fresh() {
        INSTANCE.calls.clear();
        INSTANCE.answers.clear();
        return INSTANCE;
    }

    /** What was sent for an operation, such as {@code PutEvents}, in order. */
    public List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    /** All operations that were called, in order, except DynamoDB's. */
    public List<String> operations() {
        return calls.stream().map(Call::operation).toList();
    }

    /** From now on, this answers an operation; otherwise it succeeds. */
    public void answer(String operation, Function<Call, Answer> answer) {
        answers.put(operation, answer);
    }

    /** DynamoDB with an empty table that has this partition key. */
    public synchronized DynamoDbClient dynamoDb(String table, String key) {
        if (dynamoDb == null) {
            dynamoDb = startDynamoDb();
        }
        if (dynamoDb.listTables().tableNames().contains(table)) {
            dynamoDb.deleteTable(delete -> delete.tableName(table));
        }
        dynamoDb.createTable(create -> create.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(List.of(AttributeDefinition.builder()
                        .attributeName(key)
                        .attributeType(ScalarAttributeType.S)
                        .build()))
                .keySchema(List.of(KeySchemaElement.builder()
                        .attributeName(key)
                        .keyType(KeyType.HASH)
                        .build())));
        return dynamoDb;
    }

    private static DynamoDbClient startDynamoDb() {
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            ServerRunner.createServerFromCommandLineArgs(new String[] {"-inMemory", "-port", "" + port})
                    .start();
            System.setProperty("aws.endpointUrlDynamoDb", "http://127.0.0.1:" + port);
            return DynamoDbClient.create();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local doesn't start", e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Call call = call(exchange);
        calls.add(call);
        Answer answer = answers.getOrDefault(call.operation(), AwsOnThisMachine::success)
                .apply(call);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Call call(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            return new Call(
                    target.substring(target.indexOf('.') + 1),
                    JsonParser.parseString(body).getAsJsonObject());
        }
        JsonObject form = new JsonObject();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.addProperty(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return new Call(form.get("Action").getAsString(), form);
    }

    private static Answer success(Call call) {
        if (!call.body().has("Entries")) {
            return Answer.xml(
                    200,
                    "<R><" + call.operation() + "Result><MessageId>m-1</MessageId></" + call.operation()
                            + "Result></R>");
        }
        JsonArray results = new JsonArray();
        call.body().getAsJsonArray("Entries").forEach(entry -> {
            JsonObject result = new JsonObject();
            result.addProperty("EventId", "e-" + results.size());
            results.add(result);
        });
        return Answer.json(200, "{\"FailedEntryCount\":0,\"Entries\":" + results + "}");
    }
}

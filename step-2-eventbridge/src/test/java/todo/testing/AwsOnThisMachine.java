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
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.main.ServerRunner;

/**
 * What SDK clients made without further settings find in the tests: DynamoDB Local, and an endpoint that remembers what was
 * sent to any other service and answers what the test wants. Test classes are extended with {@link Started} for it.
 */
public final class AwsOnThisMachine implements AutoCloseable {
    private static final String HTTP = "http";

    /** Which load of this class it is: the tests' classes are loaded anew when they were compiled anew. */
    private static final String LOAD = UUID.randomUUID().toString();

    private static AwsOnThisMachine instance;

    /** Starts it, once for all test classes of a run; its servers once for all runs of the process. */
    public static final class Started implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            Namespace name = Namespace.create(AwsOnThisMachine.class.getName());
            Store process = context.getStore(StoreScope.LAUNCHER_SESSION, name);
            instance = context.getStore(StoreScope.EXECUTION_REQUEST, name)
                    .computeIfAbsent("instance", key -> new AwsOnThisMachine(process), AwsOnThisMachine.class);
        }
    }

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
    private final Store process;
    private final HttpServer server;

    private AwsOnThisMachine(Store process) {
        this.process = process;
        server = http(process);
        server.createContext("/", this::answer);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.maxAttempts", "1"); // its own retries take time
        System.setProperty("aws.endpointUrlEventBridge", url);
        System.setProperty("aws.endpointUrlSns", url);
    }

    /** At one port for all runs of the same classes, which may keep a client in a static field. Requests of an earlier load may still be under way. */
    private static HttpServer http(Store process) {
        HttpServer running = process.get(HTTP, HttpServer.class);
        if (running != null && LOAD.equals(process.get(HTTP + " of", String.class))) {
            return running;
        }
        if (running != null) {
            running.stop(0);
        }
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ExecutorService threads = Executors.newCachedThreadPool();
            http.setExecutor(threads);
            http.start();
            process.put(HTTP, http);
            process.put(HTTP + " of", LOAD);
            process.put(HTTP + " ends", (AutoCloseable) () -> {
                http.stop(0);
                threads.shutdownNow();
            });
            return http;
        } catch (IOException e) {
            throw new IllegalStateException("No free port on the loopback address", e);
        }
    }

    /** Forgets what other tests sent and wanted. */
    public static AwsOnThisMachine fresh() {
        if (instance == null) {
            throw new IllegalStateException("The test class needs @ExtendWith(AwsOnThisMachine.Started.class)");
        }
        instance.calls.clear();
        instance.answers.clear();
        return instance;
    }

    /** What was sent for an operation, such as {@code PutEvents}, in order; a batch of messages is each of them. */
    public List<Call> calls(String operation) {
        return calls.stream()
                .flatMap(call -> Stream.concat(Stream.of(call), PublishBatch.messages(call).stream()))
                .filter(call -> call.operation().equals(operation))
                .toList();
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
        DynamoDbClient dynamoDb = process.computeIfAbsent("dynamodb", name -> startDynamoDb(), DynamoDbClient.class);
        URI endpoint = dynamoDb.serviceClientConfiguration().endpointOverride().orElseThrow();
        System.setProperty("aws.endpointUrlDynamoDb", endpoint.toString());
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
            return DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + port))
                    .build();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local doesn't start", e);
        }
    }

    @Override
    public void close() {
        instance = null;
        server.removeContext("/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        Call call = call(exchange);
        calls.add(call);
        Answer answer =
                PublishBatch.messages(call).isEmpty() ? answerTo(call) : PublishBatch.answer(call, this::answerTo);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer answerTo(Call call) {
        return answers.getOrDefault(call.operation(), AwsOnThisMachine::success).apply(call);
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

    /** What a call that succeeds gets. */
    public static Answer success(Call call) {
        if (!call.body().has("Entries")) {
            return Answer.xml(
                    200,
                    "<R><" + call.operation() + "Result><MessageId>" + PublishBatch.MESSAGE_ID + "</MessageId></"
                            + call.operation() + "Result></R>");
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

package todo.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaInput;
import todo.testing.LambdaRequest;

class TodoApiTest {
    private static final String TABLE = "todos";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private DynamoDbClient dynamoDb;
    private TodoStore store;

    @BeforeEach
    void emptyTable() {
        dynamoDb = AwsOnThisMachine.fresh().dynamoDb(TABLE, "todoId");
        store = new TodoTable(dynamoDb, TABLE, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void creating_a_to_do_answers_201_with_the_item() {
        APIGatewayProxyResponseEvent answer = create("{\"name\": \"Water the plants \uD83C\uDF31\"}");

        assertThat(answer.getStatusCode()).isEqualTo(201);
        assertThat(answer.getHeaders()).containsEntry("Content-Type", "application/json");
        JsonObject item = json(answer);
        assertThat(item.keySet()).containsExactlyInAnyOrder("todoId", "name", "completed", "createdAt", "updatedAt");
        assertThat(item.get("name").getAsString()).isEqualTo("Water the plants \uD83C\uDF31");
        assertThat(item.get("completed").getAsBoolean()).isFalse();
        assertThat(item.get("createdAt").getAsLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(item.get("updatedAt").getAsLong()).isEqualTo(NOW.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "[]",
                "\"name\"",
                "{",
                "{\"name\"}",
                "{name: 'lenient'}",
                "{\"name\": \"a\"} {\"name\": \"b\"}",
                "{}",
                "{\"name\": null}",
                "{\"name\": \"\"}",
                "{\"name\": \" \\t\"}",
                "{\"name\": 7}",
                "{\"name\": true}",
                "{\"name\": [\"a\"]}",
                "{\"name\": {\"a\": 1}}",
                "{\"name\": 1e999999999}",
                "{\"name\": \"\\ud83c\"}",
                "{\"name\": \"a\\u0000b\"}",
                "{\"name\": \"a\", \"completed\": true}",
                "{\"name\": \"a\", \"name\": \"b\"}"
            })
    void a_body_that_names_no_to_do_is_answered_with_400_and_the_reason(String body) {
        assertBadRequest(create(body));
    }

    @Test
    void a_body_that_is_missing_or_huge_or_nested_without_end_is_answered_with_400() {
        assertBadRequest(create(null));
        assertBadRequest(create("{\"name\": \"" + "x".repeat(1 << 20) + "\"}"));
        assertBadRequest(create("{\"name\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
        assertBadRequest(create("[".repeat(100_000)));
        assertBadRequest(create("{\"a\":".repeat(100_000)));
    }

    @Test
    void a_body_sent_as_base64_is_read_and_one_that_is_no_base64_is_400() {
        APIGatewayProxyRequestEvent event = request("POST", null, "{\"name\": \"a\"}");
        String base64 = Base64.getEncoder().encodeToString(event.getBody().getBytes(StandardCharsets.UTF_8));

        assertThat(call(new CreateTodo(store), event.withIsBase64Encoded(true).withBody(base64))
                        .getStatusCode())
                .isEqualTo(201);
        assertBadRequest(call(new CreateTodo(store), event.withBody("%%%")));
    }

    @Test
    void a_name_may_have_256_characters_and_not_one_more() {
        assertThat(create("{\"name\": \"" + "x".repeat(256) + "\"}").getStatusCode())
                .isEqualTo(201);
        assertBadRequest(create("{\"name\": \"" + "x".repeat(257) + "\"}"));
    }

    @Test
    void getting_a_to_do_answers_the_item() {
        JsonObject created = json(create("{\"name\": \"a\"}"));

        APIGatewayProxyResponseEvent answer =
                call(new GetTodo(store), request("GET", created.get("todoId").getAsString(), null));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "", "%00", "\uD83C", "00000000-0000-0000-0000-000000000000"})
    void an_unknown_id_is_answered_with_404(String todoId) {
        assertNotFound(call(new GetTodo(store), request("GET", todoId, null)));
        assertNotFound(call(new DeleteTodo(store), request("DELETE", todoId, null)));
        assertNotFound(call(new UpdateTodo(store), request("PATCH", todoId, "{\"completed\": true}")));
        assertThat(dynamoDb.scan(scan -> scan.tableName(TABLE)).count()).isZero();
    }

    @Test
    void patching_changes_only_what_is_given() {
        String todoId = json(create("{\"name\": \"a\"}")).get("todoId").getAsString();
        store = new TodoTable(dynamoDb, TABLE, Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(1)));

        assertThat(patch(todoId, "{\"completed\": true}").getStatusCode()).isEqualTo(204);
        assertThat(store.find(todoId).orElseThrow().name()).isEqualTo("a");
        assertThat(store.find(todoId).orElseThrow().completed()).isTrue();
        assertThat(store.find(todoId).orElseThrow().createdAt()).isEqualTo(NOW.toEpochMilli());
        assertThat(store.find(todoId).orElseThrow().updatedAt()).isEqualTo(NOW.toEpochMilli() + 1_000);
        assertThat(patch(todoId, "{\"name\": \"b\"}").getStatusCode()).isEqualTo(204);
        assertThat(store.find(todoId).orElseThrow().name()).isEqualTo("b");
        assertThat(store.find(todoId).orElseThrow().completed()).isTrue();
        assertThat(patch(todoId, "{\"name\": \"c\", \"completed\": false}").getStatusCode())
                .isEqualTo(204);
        assertThat(store.find(todoId).orElseThrow().name()).isEqualTo("c");
        assertThat(store.find(todoId).orElseThrow().completed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"name\": null}",
                "{\"completed\": null}",
                "{\"completed\": \"true\"}",
                "{\"completed\": 1}",
                "{\"name\": \"a\", \"completed\": 0}",
                "{\"todoId\": \"other\"}",
                "{\"createdAt\": 0}"
            })
    void a_patch_that_can_not_be_applied_is_answered_with_400_and_changes_nothing(String body) {
        JsonObject created = json(create("{\"name\": \"a\"}"));
        String todoId = created.get("todoId").getAsString();

        assertBadRequest(patch(todoId, body));
        assertThat(json(call(new GetTodo(store), request("GET", todoId, null)))).isEqualTo(created);
    }

    @Test
    void deleting_a_to_do_answers_204_once_and_404_from_then_on() {
        String todoId = json(create("{\"name\": \"a\"}")).get("todoId").getAsString();

        assertThat(call(new DeleteTodo(store), request("DELETE", todoId, null)).getStatusCode())
                .isEqualTo(204);
        assertNotFound(call(new DeleteTodo(store), request("DELETE", todoId, null)));
    }

    @Test
    void listing_page_by_page_shows_every_to_do_once() {
        for (int i = 0; i < 25; i++) {
            create("{\"name\": \"" + i + "\"}");
        }
        Set<String> names = new HashSet<>();
        int pages = 0;
        String token = null;
        do {
            JsonObject page = json(list(token == null ? Map.of() : Map.of("next_token", token)));
            page.getAsJsonArray("items")
                    .forEach(
                            item -> names.add(item.getAsJsonObject().get("name").getAsString()));
            token = page.has("nextToken") ? page.get("nextToken").getAsString() : null;
            pages++;
        } while (token != null);

        assertThat(names).hasSize(25);
        assertThat(pages).as("pages of 10, the default limit").isEqualTo(3);
        assertThat(json(list(Map.of("limit", "100"))).getAsJsonArray("items")).hasSize(25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "ten", "1.5", "", "99999999999999999999"})
    void a_limit_outside_1_to_100_is_answered_with_400(String limit) {
        assertBadRequest(list(Map.of("limit", limit)));
    }

    @Test
    void a_token_that_this_api_did_not_give_out_is_answered_with_400() {
        String forged = Base64.getUrlEncoder()
                .encodeToString(("000000000000" + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        for (String token : new String[] {"", "x", "?", "\uD83C\uDF31", "a".repeat(10_000), forged}) {
            assertBadRequest(list(Map.of("next_token", token)));
        }
    }

    @Test
    void an_item_that_is_no_to_do_is_not_shown_and_breaks_nothing() {
        String todoId = UUID.randomUUID().toString();
        dynamoDb.putItem(put -> put.tableName(TABLE).item(Map.of("todoId", AttributeValue.fromS(todoId))));
        create("{\"name\": \"a\"}");

        assertThat(json(list(Map.of())).getAsJsonArray("items")).hasSize(1);
        assertNotFound(call(new GetTodo(store), request("GET", todoId, null)));
    }

    private APIGatewayProxyResponseEvent create(String body) {
        return call(new CreateTodo(store), request("POST", null, body));
    }

    private APIGatewayProxyResponseEvent patch(String todoId, String body) {
        return call(new UpdateTodo(store), request("PATCH", todoId, body));
    }

    private APIGatewayProxyResponseEvent list(Map<String, String> query) {
        return call(new ListTodos(store), request("GET", null, null).withQueryStringParameters(query));
    }

    private static APIGatewayProxyResponseEvent call(
            RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> handler,
            APIGatewayProxyRequestEvent event) {
        return handler.handleRequest(event, new LambdaRequest());
    }

    /** A request as API Gateway sends it: without query parameters, body or path parameters these are null. */
    private static APIGatewayProxyRequestEvent request(String method, String todoId, String body) {
        try (InputStream file = TodoApiTest.class.getResourceAsStream("/api-gateway-request.json")) {
            JsonObject event = JsonParser.parseString(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            event.addProperty("httpMethod", method);
            event.add("body", body == null ? JsonNull.INSTANCE : new JsonPrimitive(body));
            if (todoId != null) {
                JsonObject path = new JsonObject();
                path.addProperty("todoId", todoId);
                event.add("pathParameters", path);
            }
            return LambdaInput.read(event.toString(), APIGatewayProxyRequestEvent.class);
        } catch (IOException e) {
            throw new IllegalStateException("api-gateway-request.json can't be read", e);
        }
    }

    private static JsonObject json(APIGatewayProxyResponseEvent answer) {
        return JsonParser.parseString(answer.getBody()).getAsJsonObject();
    }

    private static void assertBadRequest(APIGatewayProxyResponseEvent answer) {
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(400);
        assertThat(json(answer).get("error").getAsString()).isNotBlank().hasSizeLessThan(300);
    }

    private static void assertNotFound(APIGatewayProxyResponseEvent answer) {
        assertThat(answer.getStatusCode()).isEqualTo(404);
        assertThat(json(answer).get("error").getAsString()).isNotBlank();
    }
}

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaInput;
import todo.testing.LambdaRequest;

@ExtendWith(AwsOnThisMachine.Started.class)
class TodoApiTest {
    private static final String TABLE = "todos";
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private DynamoDbClient dynamoDb;
    private TodoTable todos;

    @BeforeEach
    void emptyTable() {
        dynamoDb = AwsOnThisMachine.fresh().dynamoDb(TABLE, "todoId");
        todos = new TodoTable(dynamoDb, TABLE, Clock.fixed(NOW, ZoneOffset.UTC));
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
    void an_answer_shows_80_characters_of_a_body_that_is_malformed() {
        String longest = "{" + "x".repeat(79);
        assertThat(error(create(longest))).endsWith(": " + longest);
        assertThat(error(create(longest + "y"))).endsWith(": " + longest + "…");
    }

    @Test
    void each_function_finds_the_table_that_its_environment_names() {
        String todoId = json(create("{\"name\": \"a\"}")).get("todoId").getAsString();
        String body = "{\"name\": \"b\"}";
        assertThat(call(new CreateTodo(), request("POST", null, body)).getStatusCode())
                .isEqualTo(201);
        assertThat(call(new ListTodos(), request("GET", null, null)).getStatusCode())
                .isEqualTo(200);
        assertThat(call(new GetTodo(), request("GET", todoId, null)).getStatusCode())
                .isEqualTo(200);
        assertThat(call(new UpdateTodo(), request("PATCH", todoId, body)).getStatusCode())
                .isEqualTo(204);
        assertThat(call(new DeleteTodo(), request("DELETE", todoId, null)).getStatusCode())
                .isEqualTo(204);
    }

    @Test
    void a_body_sent_as_base64_is_read_and_one_that_is_no_base64_is_400() {
        APIGatewayProxyRequestEvent event = request("POST", null, "{\"name\": \"a\"}");
        String base64 = Base64.getEncoder().encodeToString(event.getBody().getBytes(StandardCharsets.UTF_8));

        assertThat(call(new CreateTodo(todos), event.withIsBase64Encoded(true).withBody(base64))
                        .getStatusCode())
                .isEqualTo(201);
        assertBadRequest(call(new CreateTodo(todos), event.withBody("%%%")));
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
                call(new GetTodo(todos), request("GET", created.get("todoId").getAsString(), null));

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-uuid", "", "%00", "\uD83C", "00000000-0000-0000-0000-000000000000"})
    void an_unknown_id_is_answered_with_404(String todoId) {
        assertNotFound(call(new GetTodo(todos), request("GET", todoId, null)));
        assertNotFound(call(new DeleteTodo(todos), request("DELETE", todoId, null)));
        assertNotFound(call(new UpdateTodo(todos), request("PATCH", todoId, "{\"completed\": true}")));
        assertThat(dynamoDb.scan(scan -> scan.tableName(TABLE)).count()).isZero();
    }

    @Test
    void patching_changes_only_what_is_given() {
        String todoId = json(create("{\"name\": \"a\"}")).get("todoId").getAsString();
        todos = new TodoTable(dynamoDb, TABLE, Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(1)));

        assertThat(patch(todoId, "{\"completed\": true}").getStatusCode()).isEqualTo(204);
        assertThat(todos.find(todoId).orElseThrow().name()).isEqualTo("a");
        assertThat(todos.find(todoId).orElseThrow().completed()).isTrue();
        assertThat(todos.find(todoId).orElseThrow().createdAt()).isEqualTo(NOW.toEpochMilli());
        assertThat(todos.find(todoId).orElseThrow().updatedAt()).isEqualTo(NOW.toEpochMilli() + 1_000);
        assertThat(patch(todoId, "{\"name\": \"b\"}").getStatusCode()).isEqualTo(204);
        assertThat(todos.find(todoId).orElseThrow().name()).isEqualTo("b");
        assertThat(todos.find(todoId).orElseThrow().completed()).isTrue();
        assertThat(patch(todoId, "{\"name\": \"c\", \"completed\": false}").getStatusCode())
                .isEqualTo(204);
        assertThat(todos.find(todoId).orElseThrow().name()).isEqualTo("c");
        assertThat(todos.find(todoId).orElseThrow().completed()).isFalse();
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
        assertThat(json(call(new GetTodo(todos), request("GET", todoId, null)))).isEqualTo(created);
    }

    @Test
    void deleting_a_to_do_answers_204_once_and_404_from_then_on() {
        String todoId = json(create("{\"name\": \"a\"}")).get("todoId").getAsString();

        assertThat(call(new DeleteTodo(todos), request("DELETE", todoId, null)).getStatusCode())
                .isEqualTo(204);
        assertNotFound(call(new DeleteTodo(todos), request("DELETE", todoId, null)));
    }

    @Test
    void listing_page_by_page_shows_every_to_do_once() {
        for (int i = 0; i < 25; i++) {
            create("{\"name\": \"" + i + "\"}");
        }
        List<List<String>> pages = pages(Map.of());

        assertThat(pages).as("pages of 10, the default limit").hasSize(3);
        assertThat(pages.stream().flatMap(List::stream).toList()).hasSize(25).doesNotHaveDuplicates();
        assertThat(pages(Map.of("limit", "100"))).hasSize(1);
        assertThat(pages(Map.of("limit", "1")).get(0)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "ten", "1.5", "", "99999999999999999999"})
    void a_limit_outside_1_to_100_is_answered_with_400(String limit) {
        assertBadRequest(list(Map.of("limit", limit)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "?",
                "\uD83C\uDF31",
                "6b1f8e52-0c9d-4a57-9e0e-3f1d2c4b5a69",
                "{\"todoId\": \"6b1f8e52-0c9d-4a57-9e0e-3f1d2c4b5a69\"}",
            })
    void a_token_that_is_not_one_of_this_api_is_answered_with_400(String text) {
        assertBadRequest(list(Map.of("next_token", text)));
        assertBadRequest(list(Map.of("next_token", base64(text.getBytes(StandardCharsets.UTF_8)))));
    }

    @Test
    void a_token_that_somebody_changed_is_answered_with_400() {
        create("{\"name\": \"a\"}");
        create("{\"name\": \"b\"}");
        String token = json(list(Map.of("limit", "1"))).get("nextToken").getAsString();

        for (String changed : List.of(
                token.substring(1),
                token.substring(0, token.length() - 4),
                token + "=",
                token + token,
                " " + token,
                token.toUpperCase(Locale.ROOT),
                token.substring(0, 40) + "AAAA" + token.substring(44))) {
            assertBadRequest(list(Map.of("next_token", changed)));
        }
        assertThat(list(Map.of("next_token", token)).getStatusCode()).isEqualTo(200);
    }

    @Test
    void a_token_of_a_key_that_dynamodb_does_not_take_is_answered_with_400() {
        assertBadRequest(list(Map.of("next_token", PageToken.of(""))));
        assertBadRequest(list(Map.of("next_token", PageToken.of("\u00fc".repeat(1024) + "x"))));
        assertThat(list(Map.of("next_token", PageToken.of("\u00fc".repeat(1024))))
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void an_item_that_is_no_to_do_is_not_shown_and_breaks_nothing() {
        String todoId = UUID.randomUUID().toString();
        dynamoDb.putItem(put -> put.tableName(TABLE).item(Map.of("todoId", AttributeValue.fromS(todoId))));
        dynamoDb.putItem(put -> put.tableName(TABLE).item(Map.of("todoId", AttributeValue.fromS("\u00fc"))));
        create("{\"name\": \"a\"}");

        assertThat(json(list(Map.of())).getAsJsonArray("items")).hasSize(1);
        assertThat(pages(Map.of("limit", "1")).stream().flatMap(List::stream)).containsExactly("a");
        assertNotFound(call(new GetTodo(todos), request("GET", todoId, null)));
    }

    /** The names of all to-dos, page by page. */
    private List<List<String>> pages(Map<String, String> query) {
        List<List<String>> pages = new ArrayList<>();
        Map<String, String> next = new HashMap<>(query);
        do {
            JsonObject page = json(list(next));
            pages.add(page.getAsJsonArray("items").asList().stream()
                    .map(item -> item.getAsJsonObject().get("name").getAsString())
                    .toList());
            next.put("next_token", page.has("nextToken") ? page.get("nextToken").getAsString() : null);
        } while (next.get("next_token") != null);
        return pages;
    }

    private APIGatewayProxyResponseEvent create(String body) {
        return call(new CreateTodo(todos), request("POST", null, body));
    }

    private APIGatewayProxyResponseEvent patch(String todoId, String body) {
        return call(new UpdateTodo(todos), request("PATCH", todoId, body));
    }

    private APIGatewayProxyResponseEvent list(Map<String, String> query) {
        return call(new ListTodos(todos), request("GET", null, null).withQueryStringParameters(query));
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

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JsonObject json(APIGatewayProxyResponseEvent answer) {
        return JsonParser.parseString(answer.getBody()).getAsJsonObject();
    }

    private static String error(APIGatewayProxyResponseEvent answer) {
        return json(answer).get("error").getAsString();
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

package workshop.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import workshop.cloud.Json;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;

/**
 * The to-do list's API, called as anyone would call it: one waits for the answer, and calls again when it is asked to come
 * back later. An answer other than the expected one is a {@link Problem}.
 */
public final class TodoApi {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final URI todos;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong throttled = new AtomicLong();

    /** @param apiUrl the stack's output {@code ApiUrl}, which ends with a slash */
    public TodoApi(String apiUrl) {
        this.todos = URI.create(apiUrl).resolve("todo");
    }

    public String create(String name) {
        JsonNode item = Json.read(call("POST", "", Json.write(Json.object().put("name", name)), 201));
        return item.path("todoId").asText();
    }

    public void rename(String todoId, String name) {
        call("PATCH", "/" + todoId, Json.write(Json.object().put("name", name)), 204);
    }

    public void complete(String todoId, boolean completed) {
        call("PATCH", "/" + todoId, Json.write(Json.object().put("completed", completed)), 204);
    }

    public void get(String todoId) {
        call("GET", "/" + todoId, "", 200);
    }

    /** Reads the first page of the list. */
    public void list() {
        call("GET", "", "", 200);
    }

    public void delete(String todoId) {
        call("DELETE", "/" + todoId, "", 204);
    }

    /** How often the API asked to come back later. */
    public long throttled() {
        return throttled.get();
    }

    private String call(String method, String path, String body, int expected) {
        URI uri = URI.create(todos + path);
        String next = "See what the function logged: it is the one behind " + method + " /todo" + path;
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> answer = LocalClouds.send(http, request, next);
        while (answer.statusCode() == TOO_MANY_REQUESTS) {
            throttled.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = LocalClouds.send(http, request, next);
        }
        if (answer.statusCode() != expected) {
            throw new Problem(
                    method + " " + uri + " answered " + answer.statusCode() + " instead of " + expected + ": "
                            + answer.body(),
                    next);
        }
        return answer.body();
    }
}

package workshop.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import workshop.cloud.Json;
import workshop.terminal.Problem;

/** The to-do list's API, called as anyone would call it. */
final class TodoClient {
    private final URI todos;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param apiUrl the stack's output {@code ApiUrl}, which ends with a slash */
    TodoClient(String apiUrl) {
        this.todos = URI.create(apiUrl).resolve("todo");
    }

    /** Creates a to-do; returns its id. */
    String create(String name) {
        JsonNode item = Json.read(call("POST", "", Json.write(Json.object().put("name", name)), 201));
        return item.path("todoId").asText();
    }

    /** Reads a page of the list; throws {@link Problem} if the API doesn't answer as it should. */
    void list() {
        call("GET", "", "", 200);
    }

    String complete(String todoId) {
        call("PATCH", "/" + todoId, "{\"completed\": true}", 204);
        return todoId;
    }

    String delete(String todoId) {
        call("DELETE", "/" + todoId, "", 204);
        return todoId;
    }

    private String call(String method, String path, String body, int expected) {
        URI uri = URI.create(todos + path);
        String next = "See what the function logged: it is the one behind " + method + " /todo" + path;
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, BodyPublishers.ofString(body))
                            .timeout(Duration.ofSeconds(40))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new Problem(
                        method + " " + uri + " answered " + answer.statusCode() + " instead of " + expected + ": "
                                + answer.body(),
                        next);
            }
            return answer.body();
        } catch (IOException e) {
            throw new Problem(method + " " + uri + " got no answer: " + e, next, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + method + " " + uri, e);
        }
    }
}

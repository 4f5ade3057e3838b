package todo.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import todo.Json;

/** The API as its clients use it. Closing it deletes what was created through it. */
final class Todos implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** What the API answers; the body is empty if there is none. */
    record Answer(int status, JsonObject body) {}

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final Queue<String> created = new ConcurrentLinkedQueue<>();

    Todos(DeployedStack stack) {
        url = stack.output("ApiUrl") + "todo";
    }

    /** Creates a to-do that no other run has; returns its id. */
    String create() {
        return create("End-to-end test " + UUID.randomUUID());
    }

    /** Creates a to-do with this name; returns its id. */
    String create(String name) {
        Answer answer = expect(201, send("POST", "", Json.write(Map.of("name", name))));
        String id = answer.body().get("todoId").getAsString();
        created.add(id);
        return id;
    }

    /** Creates a to-do and completes it; returns its id. */
    String complete(String name) {
        String id = create(name);
        expect(204, send("PATCH", "/" + id, "{\"completed\": true}"));
        return id;
    }

    void delete(String id) {
        expect(204, send("DELETE", "/" + id, null));
        created.remove(id);
    }

    /** Sends a request to {@code /todo} and what is appended to it. */
    Answer send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    text.isEmpty()
                            ? new JsonObject()
                            : JsonParser.parseString(text).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    url + " doesn't answer. Is the stack in cdk-outputs.json still deployed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the API answers", e);
        }
    }

    private Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError("client → API: " + url + " answers " + answer.status() + " " + answer.body()
                    + " instead of " + status);
        }
        return answer;
    }

    @Override
    public void close() {
        created.forEach(this::delete);
    }
}

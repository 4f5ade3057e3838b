package workshop.trials;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The to-do API as its clients use it: they wait for the answer, and call again when they were too many. */
public final class TodoApi {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final long PAUSE_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final AtomicLong throttled = new AtomicLong();

    /** @param url the stack's {@code ApiUrl} */
    public TodoApi(String url) {
        this.url = url.endsWith("/") ? url : url + "/";
    }

    /** Creates a to-do and gives its id. */
    public String create(String name) {
        String body = call("POST", "todo", Map.of("name", name), 201);
        try {
            return mapper.readTree(body).get("todoId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException("POST /todo answered " + body, e);
        }
    }

    public void rename(String todoId, String name) {
        call("PATCH", "todo/" + todoId, Map.of("name", name), 204);
    }

    public void complete(String todoId, boolean completed) {
        call("PATCH", "todo/" + todoId, Map.of("completed", completed), 204);
    }

    public void get(String todoId) {
        call("GET", "todo/" + todoId, null, 200);
    }

    public void list() {
        call("GET", "todo", null, 200);
    }

    public void delete(String todoId) {
        call("DELETE", "todo/" + todoId, null, 204);
    }

    /** How often the API asked to come back later. */
    public long throttled() {
        return throttled.get();
    }

    private String call(String method, String path, Map<String, Object> body, int expected) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .method(method, body == null ? BodyPublishers.noBody() : json(body))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            while (answer.statusCode() == TOO_MANY_REQUESTS) {
                throttled.incrementAndGet();
                Thread.sleep(PAUSE_MILLIS);
                answer = client.send(request, BodyHandlers.ofString());
            }
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(method + " /" + path + " answered " + answer.statusCode() + ": "
                        + answer.body() + "; expected " + expected);
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(method + " /" + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + method + " /" + path, e);
        }
    }

    private BodyPublisher json(Map<String, Object> body) throws IOException {
        return BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body));
    }
}

package workshop.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The plainest AWS client: JSON to an endpoint, with a signature that is never checked. */
public final class Client {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String endpoint;

    public Client(String endpoint) {
        this.endpoint = endpoint;
    }

    /** An operation of a service that speaks AWS JSON; {@code target} is such as {@code DynamoDB_20120810.PutItem}. */
    public JsonNode json(String service, String target, JsonNode input) {
        HttpResponse<String> response = send(service, "POST", "/", Map.of("X-Amz-Target", target), Json.write(input));
        ObjectNode answer = (ObjectNode) Json.read(response.body());
        return answer.put("status", response.statusCode());
    }

    /** Invokes a function and waits. */
    public HttpResponse<String> invoke(String function, String payload) {
        return send(
                "lambda",
                "POST",
                "/2015-03-31/functions/" + function + "/invocations",
                Map.of("X-Amz-Log-Type", "Tail"),
                payload);
    }

    /** Invokes a function asynchronously. */
    public void invokeLater(String function, String payload) {
        send(
                "lambda",
                "POST",
                "/2015-03-31/functions/" + function + "/invocations",
                Map.of("X-Amz-Invocation-Type", "Event"),
                payload);
    }

    public HttpResponse<String> send(
            String service, String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=none");
        headers.forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

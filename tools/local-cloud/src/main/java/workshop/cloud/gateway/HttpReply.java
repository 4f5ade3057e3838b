package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.Json;

/** An answer on the wire. */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {

    public static HttpReply of(int status, String contentType, String body) {
        return new HttpReply(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply json(int status, JsonNode body) {
        return of(status, "application/json", Json.write(body));
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), new byte[0]);
    }

    public HttpReply withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new HttpReply(status, all, body);
    }
}

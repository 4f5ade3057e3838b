package workshop.cloud.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;

/**
 * How a function's answer becomes an HTTP response. Several values of one header are sent as one, separated by commas.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format">
 *     Output format</a>
 */
final class ProxyAnswer {
    /** What a function may not say in its own name; API Gateway sends it under another. */
    private static final Set<String> REMAPPED =
            Set.of("connection", "content-length", "date", "server", "transfer-encoding", "www-authenticate");

    private ProxyAnswer() {}

    /** Nothing if the answer is malformed. */
    static Optional<HttpReply> of(String payload, RestApi api, String accept) {
        JsonNode answer;
        try {
            answer = Json.MAPPER.readTree(payload);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        int status = answer.path("statusCode").asInt();
        JsonNode body = answer.path("body");
        boolean wellFormed = status >= 100
                && status < 600
                && isObjectOrAbsent(answer.path("headers"))
                && isObjectOrAbsent(answer.path("multiValueHeaders"))
                && (body.isTextual() || body.isNull() || body.isMissingNode());
        if (!wellFormed) {
            return Optional.empty();
        }
        try {
            boolean decode = answer.path("isBase64Encoded").asBoolean()
                    && ProxyEvent.matchesAny(api.binaryMediaTypes(), accept.replaceFirst("[,;].*", ""));
            byte[] bytes = decode
                    ? Base64.getDecoder().decode(body.asText(""))
                    : body.asText("").getBytes(StandardCharsets.UTF_8);
            return Optional.of(new HttpReply(status, headers(answer), body.isNull() ? new byte[0] : bytes));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean isObjectOrAbsent(JsonNode node) {
        return node.isObject() || node.isNull() || node.isMissingNode();
    }

    private static Map<String, String> headers(JsonNode answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "application/json");
        answer.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(name(header.getKey()), header.getValue().asText()));
        answer.path("multiValueHeaders")
                .properties()
                .forEach(header -> headers.put(
                        name(header.getKey()),
                        StreamSupport.stream(header.getValue().spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(", "))));
        return new LinkedHashMap<>(headers);
    }

    private static String name(String name) {
        return REMAPPED.contains(name.toLowerCase(java.util.Locale.ROOT)) ? "x-amzn-Remapped-" + name : name;
    }
}

package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;

/**
 * How a function's answer becomes an HTTP response.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format">
 *     Output format</a>
 */
final class ProxyAnswer {
    private static final Set<String> MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

    /** What a function may not say in its own name; API Gateway sends it under another. */
    private static final Set<String> REMAPPED =
            Set.of("connection", "content-length", "date", "server", "transfer-encoding", "www-authenticate");

    private ProxyAnswer() {}

    /** Nothing if the answer is malformed. */
    static Optional<HttpReply> of(String payload, RestApi api, String accept) {
        JsonNode answer = Json.parse(payload).orElse(MissingNode.getInstance());
        int status = answer.path("statusCode").asInt(answer.hasNonNull("statusCode") ? 0 : 200);
        JsonNode body = answer.path("body");
        boolean wellFormed = answer.isObject()
                && answer.properties().stream().allMatch(member -> MEMBERS.contains(member.getKey()))
                && status >= 100
                && status < 600
                && areHeaders(answer.path("headers"), JsonNode::isValueNode)
                && areHeaders(answer.path("multiValueHeaders"), JsonNode::isArray)
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
            return Optional.of(ApiGateway.refusal(500, "InternalServerErrorException", "Internal server error"));
        }
    }

    private static boolean areHeaders(JsonNode node, Predicate<JsonNode> values) {
        return node.isNull()
                || node.isMissingNode()
                || node.isObject() && node.valueStream().allMatch(values);
    }

    /** A name in both maps has the values of both, each once, and is written as the one with several values writes it. */
    private static Map<String, String> headers(JsonNode answer) {
        Map<String, Set<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.path("multiValueHeaders")
                .forEachEntry((name, several) -> several.forEach(value -> add(values, name, value)));
        answer.path("headers").forEachEntry((name, value) -> add(values, name, value));
        values.putIfAbsent("Content-Type", Set.of("application/json"));
        Map<String, String> headers = new LinkedHashMap<>();
        values.forEach((name, all) -> headers.put(name(name), String.join("\n", all)));
        return headers;
    }

    private static void add(Map<String, Set<String>> values, String name, JsonNode value) {
        if (!value.isNull()) {
            values.computeIfAbsent(name, any -> new LinkedHashSet<>())
                    .add(value.asText().replace('\n', ' '));
        }
    }

    private static String name(String name) {
        return REMAPPED.contains(name.toLowerCase(Locale.ROOT)) ? "x-amzn-Remapped-" + name : name;
    }
}

package workshop.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A request as it came over the wire.
 *
 * @param path undecoded, beginning with {@code /}
 * @param query decoded parameters in the order in which they came
 * @param headers all values of each, by its name as it was sent
 */
public record HttpRequest(
        String method, String path, Map<String, List<String>> query, Map<String, List<String>> headers, byte[] body) {
    private static final Pattern MALFORMED = Pattern.compile("%(?!\\p{XDigit}{2})");

    public HttpRequest {
        Map<String, List<String>> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inAnyCase.putAll(headers);
        headers = inAnyCase;
    }

    /** Whether a percent sign encodes nothing. */
    static boolean isMalformed(String encoded) {
        return MALFORMED.matcher(encoded).find();
    }

    /** The decoded pairs of a query or a form, in their order; none if it is malformed. */
    static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : isMalformed(encoded) ? new String[0] : encoded.split("&")) {
            int equals = pair.indexOf('=');
            String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
            if (!pair.isEmpty()) {
                parameters
                        .computeIfAbsent(name, one -> new ArrayList<>())
                        .add(equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    HttpRequest withBody(byte[] read) {
        return new HttpRequest(method, path, query, headers, read);
    }

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return first(headers.get(name));
    }

    public Optional<String> queryParameter(String name) {
        return first(query.get(name));
    }

    private static Optional<String> first(List<String> values) {
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object. */
    ObjectNode json() {
        JsonNode read = Json.parse(text()).orElse(null);
        if (read instanceof ObjectNode object) {
            return object;
        }
        String why = read instanceof ArrayNode ? "Start of list found where not expected" : null;
        throw AwsError.of("SerializationException", why);
    }
}

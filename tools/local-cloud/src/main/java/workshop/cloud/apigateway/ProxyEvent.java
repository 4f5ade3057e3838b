package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.gateway.HttpRequest;

/**
 * What a function gets for a request.
 *
 * @param path what follows the stage, as it was sent: REST APIs decode query parameters but not the path
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format">
 *     Input format</a>
 */
record ProxyEvent(
        RestApi api,
        Stage stage,
        Route.Match match,
        HttpRequest request,
        String path,
        String requestId,
        String traceId) {
    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);
    private static final Set<String> DROPPED =
            Set.of(("connection content-length content-md5 expect keep-alive max-forwards proxy-authenticate server te"
                            + " trailer transfer-encoding upgrade www-authenticate")
                    .split(" "));

    ObjectNode json() {
        Map<String, List<String>> headers = headers();
        ObjectNode event = Json.object()
                .put("resource", match.route().path())
                .put("path", path.replaceFirst("^/+", "/"))
                .put("httpMethod", request.method());
        event.set("headers", last(headers));
        event.set("multiValueHeaders", Json.MAPPER.valueToTree(headers));
        event.set("queryStringParameters", Json.orNull(last(request.query())));
        event.set("multiValueQueryStringParameters", Json.orNull(request.query()));
        event.set("pathParameters", Json.orNull(match.pathParameters()));
        event.set("stageVariables", Json.orNull(stage.variables()));
        event.set("requestContext", context());
        String type = request.header("Content-Type").orElse("").replaceFirst(";.*", "");
        boolean binary = matchesAny(api.binaryMediaTypes(), type);
        String body = binary ? Base64.getEncoder().encodeToString(request.body()) : request.text();
        event.put("body", body.isEmpty() ? null : body);
        return event.put("isBase64Encoded", binary && !body.isEmpty());
    }

    /** Whether one of the API's binary media types covers the type, or all of its kind. */
    static boolean matchesAny(List<String> binaryMediaTypes, String type) {
        return Stream.of(type.replaceFirst("^\\*/.*", "*/*"), type.replaceFirst("/.*", "/*"), "*/*")
                .anyMatch(binaryMediaTypes::contains);
    }

    /** The client's headers with their names as it sent them, but for one, and those that API Gateway adds. */
    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String port = request.header("Host").orElse("").replaceFirst("^.*:", "");
        List<String> from = new ArrayList<>(request.headers().getOrDefault("X-Forwarded-For", List.of()));
        from.add("127.0.0.1");
        headers.put("X-Forwarded-For", List.of(String.join(", ", from)));
        headers.put("X-Forwarded-Port", List.of(port.matches("\\d+") ? port : "443"));
        headers.put("X-Forwarded-Proto", List.of("https"));
        headers.put("X-Amzn-Trace-Id", List.of(traceId));
        request.headers()
                .forEach((name, values) ->
                        headers.putIfAbsent(name.equalsIgnoreCase("Authorization") ? "Authorization" : name, values));
        DROPPED.forEach(headers::remove);
        return headers;
    }

    /** The client's own, or a new one. */
    static String traceId(HttpRequest request, String requestId) {
        return request.header("X-Amzn-Trace-Id")
                .orElseGet(() -> "Root=1-" + Long.toHexString(Instant.now().getEpochSecond()) + "-"
                        + requestId.replace("-", "").substring(0, 24));
    }

    /** What the response says in {@code x-amz-apigw-id}. */
    static String extendedId(String requestId) {
        return requestId.substring(0, 13) + "=";
    }

    private static ObjectNode last(Map<String, List<String>> values) {
        ObjectNode last = Json.object();
        values.forEach((name, all) -> last.put(name, all.get(all.size() - 1)));
        return last;
    }

    private ObjectNode context() {
        Instant now = Instant.now();
        ObjectNode context = Json.object()
                .put("resourceId", match.route().resourceId())
                .put("resourcePath", match.route().path())
                .put("httpMethod", request.method())
                .put("extendedRequestId", extendedId(requestId))
                .put("requestTime", REQUEST_TIME.format(now.atOffset(ZoneOffset.UTC)))
                .put("path", "/" + stage.name() + path)
                .put("accountId", Options.ACCOUNT_ID)
                .put("protocol", "HTTP/1.1")
                .put("stage", stage.name())
                .put("domainPrefix", api.id())
                .put("requestTimeEpoch", now.toEpochMilli())
                .put("requestId", requestId)
                .put("domainName", api.id() + ".execute-api." + Options.REGION + ".amazonaws.com")
                .put("deploymentId", stage.deploymentId())
                .put("apiId", api.id());
        ObjectNode identity = context.putObject("identity");
        Stream.of(("cognitoIdentityPoolId accountId cognitoIdentityId caller principalOrgId accessKey"
                                + " cognitoAuthenticationType cognitoAuthenticationProvider userArn user")
                        .split(" "))
                .forEach(identity::putNull);
        identity.put("sourceIp", "127.0.0.1");
        identity.put("userAgent", request.header("User-Agent").orElse(null));
        return context;
    }
}

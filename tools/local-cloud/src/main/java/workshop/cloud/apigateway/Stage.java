package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.Json;

/**
 * A deployment that is served under a name.
 *
 * @param declared the properties of its resource
 * @param throttles by {@code /path METHOD}, with {@code *} for any
 */
record Stage(JsonNode declared, Map<String, Throttle> throttles, Instant createdAt, Instant updatedAt) {

    private static final String VERBS = "DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT";
    private static final String LOG = "Access Log ";

    /** Throws what API Gateway says of a setting that it doesn't take. */
    static Stage of(JsonNode declared, Instant createdAt, Instant updatedAt) {
        declared.path("MethodSettings").forEach(Stage::checkSetting);
        checkLog(declared.path("AccessLogSetting"));
        Map<String, Throttle> throttles = new LinkedHashMap<>();
        for (JsonNode setting : declared.path("MethodSettings")) {
            if (setting.path("ThrottlingRateLimit").asDouble(-1) >= 0) {
                throttles.put(
                        key(
                                setting.path("ResourcePath").asText("/*"),
                                setting.path("HttpMethod").asText("*")),
                        new Throttle(
                                setting.get("ThrottlingRateLimit").asDouble(),
                                setting.path("ThrottlingBurstLimit").asDouble(1),
                                System::nanoTime));
            }
        }
        return new Stage(declared, throttles, createdAt, updatedAt);
    }

    /** No one method of a path is {@code ANY}, or {@code *}. */
    private static void checkSetting(JsonNode setting) {
        String path = setting.path("ResourcePath").asText("/*");
        String method = setting.path("HttpMethod").asText("*");
        if (!method.matches(path.equals("/*") ? VERBS + "|ANY|\\*" : VERBS)) {
            throw ApiTypes.refused("Invalid method setting path: " + path + "/" + method + ". Must be one of:"
                    + " [/{resourcePath}/{httpMethod}, /*/*]");
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html">Access logs</a> */
    private static void checkLog(JsonNode log) {
        String format = log.path("Format").asText("$context.requestId");
        String arn = log.path("DestinationArn").asText("arn:aws:logs:");
        if (format.isEmpty() || arn.isEmpty()) {
            throw ApiTypes.refused(LOG + "value must not be empty");
        }
        if (format.matches("(?s).*[\\r\\n][^\\r\\n].*")) {
            throw ApiTypes.refused(LOG
                    + "format must be single line, new line character is allowed only at end of the format: '" + format
                    + "'");
        }
        if (!format.matches("(?s).*\\$\\{?context\\.(extendedR|r)equestId(?!\\w).*")) {
            throw ApiTypes.refused(LOG
                    + "format must include either $context.requestId or $context.extendedRequestId : '" + format + "'");
        }
        if (!arn.matches("arn:[^:]+:(logs|firehose):.*")) {
            throw ApiTypes.refused(
                    "The ARN must be a valid CloudWatch Logs log group or Kinesis Data Firehose delivery stream");
        }
        if (arn.matches("arn:[^:]+:firehose:(?!.*:deliverystream/amazon-apigateway-).*")) {
            throw ApiTypes.refused(
                    "Kinesis Firehose delivery stream name must begin with the characters" + " 'amazon-apigateway-'");
        }
    }

    String name() {
        return declared.path("StageName").asText();
    }

    String deploymentId() {
        return declared.path("DeploymentId").asText();
    }

    Map<String, String> variables() {
        return Json.map(declared.path("Variables"));
    }

    /** Resource paths come with their slashes as {@code ~1}, as in a JSON pointer, or as they are. */
    private static String key(String path, String method) {
        return path.replace("~1", "/").replaceFirst("^/+", "/") + " " + method;
    }

    /** Whether one more request of a method may pass now. */
    boolean allows(Route route) {
        Throttle own = throttles.get(key(route.path(), route.method().httpMethod()));
        Throttle shared = throttles.get("/* *");
        Throttle throttle = own == null ? shared : own;
        return throttle == null || throttle.allows();
    }
}

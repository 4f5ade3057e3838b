package workshop.cloud.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.Json;

/**
 * A deployment that is served under a name.
 *
 * @param throttles by {@code /path METHOD}, with {@code *} for any
 */
record Stage(String name, String deploymentId, Map<String, String> variables, Map<String, Throttle> throttles) {

    static Stage of(String name, String deploymentId, JsonNode variables, JsonNode methodSettings) {
        Map<String, Throttle> throttles = new LinkedHashMap<>();
        for (JsonNode setting : methodSettings) {
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
        return new Stage(name, deploymentId, Json.map(variables), throttles);
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

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

    static Stage of(JsonNode declared, Instant createdAt, Instant updatedAt) {
        Map<String, Throttle> throttles = new LinkedHashMap<>();
        for (JsonNode setting : declared.path("MethodSettings")) {
            if (setting.path("ThrottlingRateLimit").asDouble(-1) >= 0) {
                double rate = setting.get("ThrottlingRateLimit").asDouble();
                double burst = setting.path("ThrottlingBurstLimit").asDouble(5000);
                String path = setting.path("ResourcePath").asText();
                String method = setting.path("HttpMethod").asText();
                throttles.put(key(path, method), new Throttle(rate, burst, System::nanoTime));
            }
        }
        return new Stage(declared, throttles, createdAt, updatedAt);
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
        Throttle throttle = own == null ? throttles.get("/* *") : own;
        return throttle == null || throttle.allows();
    }
}

package workshop.cloud.lambda;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Credentials;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The environment variables of a function's process: its own, and those that Lambda sets.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment variables</a>
 */
record FunctionEnvironment(
        LambdaFunction function, Credentials credentials, String endpoint, String runtimeApi, String logStream) {
    private static final String INVALID = "Lambda was unable to configure your environment variables because the"
            + " environment variables you have provided ";
    private static final String RESERVED_KEYS = "contains reserved keys that are currently not supported for"
            + " modification. Reserved keys used in this request: ";

    private static final Pattern RESERVED = Pattern.compile("_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION"
            + "|AWS_EXECUTION_ENV|AWS_LAMBDA_(FUNCTION_(NAME|MEMORY_SIZE|VERSION)|INITIALIZATION_TYPE"
            + "|LOG_(GROUP|STREAM)_NAME|RUNTIME_API)|AWS_ACCESS_KEY(_ID)?|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN"
            + "|LAMBDA_(TASK_ROOT|RUNTIME_DIR)");

    private static final int MAX_SIZE = 4096;

    /** Those of its own that a function may be given. */
    static final Members SHAPE = Members.of(Member.optional(
                    "Variables", Shape.map(Shape.text(2, 256, "[a-zA-Z][a-zA-Z0-9_]+|" + RESERVED), Shape.text())))
            .refuse(
                    "the local cloud does not have wrappers of runtimes (AWS_LAMBDA_EXEC_WRAPPER)",
                    environment -> environment.path("Variables").has("AWS_LAMBDA_EXEC_WRAPPER"))
            .refuse(
                    "the local cloud does not have several invocations at once in a process (AWS_LAMBDA_MAX_CONCURRENCY)",
                    environment -> environment.path("Variables").has("AWS_LAMBDA_MAX_CONCURRENCY"))
            .refuse(environment -> {
                Map<String, String> variables = Json.map(environment.path("Variables"));
                int measured = Json.write(variables).getBytes(StandardCharsets.UTF_8).length;
                variables.keySet().removeIf(RESERVED.asMatchPredicate().negate());
                if (!variables.isEmpty()) {
                    return List.of(INVALID + RESERVED_KEYS + String.join(", ", variables.keySet()));
                }
                return measured > MAX_SIZE
                        ? List.of(INVALID + "exceeded the 4KB limit. Measured size: " + measured + " bytes")
                        : List.of();
            });

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memory()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        variables.put("AWS_REGION", Options.REGION);
        variables.put("AWS_DEFAULT_REGION", Options.REGION);
        variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        variables.put("AWS_SESSION_TOKEN", credentials.sessionToken());
        variables.put("AWS_ENDPOINT_URL", endpoint);
        variables.put("LAMBDA_TASK_ROOT", function.code().toString());
        variables.putIfAbsent("TZ", ":UTC");
        return variables;
    }
}

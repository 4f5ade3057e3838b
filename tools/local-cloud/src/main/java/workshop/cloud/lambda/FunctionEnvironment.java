package workshop.cloud.lambda;

import java.util.HashMap;
import java.util.Map;
import workshop.cloud.iam.Credentials;

/**
 * The environment variables of a function's process: its own, and those that Lambda sets.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Environment variables</a>
 */
record FunctionEnvironment(
        LambdaFunction function,
        Credentials credentials,
        String region,
        int port,
        String environmentId,
        String logStream) {

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port + "/" + RuntimeApi.PREFIX + "/" + environmentId);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memory()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        variables.put("AWS_SESSION_TOKEN", credentials.sessionToken());
        variables.put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + port);
        variables.put("LAMBDA_TASK_ROOT", function.code().toString());
        variables.put("TZ", ":UTC");
        variables.put("LANG", "en_US.UTF-8");
        return variables;
    }
}

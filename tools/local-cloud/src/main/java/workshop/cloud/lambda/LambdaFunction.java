package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import workshop.cloud.Json;

/**
 * A function as it is deployed, or a version of it.
 *
 * @param arn without a version
 * @param version {@code $LATEST}, or a number
 * @param logicalId its name in the template, by which people know it
 * @param code the folder with its classes and {@code lib/*.jar}
 * @param memory in MB, 128 to 10,240
 * @param timeout 1 s to 15 min
 * @param reservedConcurrency how many invocations at once at most; -1 for no bound of its own
 * @param deadLetterArn where what failed asynchronously goes, or null
 */
record LambdaFunction(
        String name,
        String arn,
        String version,
        String description,
        String logicalId,
        Path code,
        String codeHash,
        String handler,
        String runtime,
        String roleArn,
        int memory,
        Duration timeout,
        Map<String, String> environment,
        String logGroup,
        int reservedConcurrency,
        String deadLetterArn) {

    /** The same as the version of that number. */
    LambdaFunction as(String number, String itsDescription) {
        return new LambdaFunction(
                name,
                arn,
                number,
                itsDescription,
                logicalId,
                code,
                codeHash,
                handler,
                runtime,
                roleArn,
                memory,
                timeout,
                environment,
                logGroup,
                reservedConcurrency,
                deadLetterArn);
    }

    /** Whether a person means this function by that word: its logical id or its class contains it. */
    boolean isCalled(String word) {
        return logicalId.contains(word) || handler.contains(word) || name.equals(word);
    }

    /** As Lambda's API shows it. */
    ObjectNode json(String itsArn) {
        ObjectNode answer = Json.object()
                .put("FunctionName", name())
                .put("FunctionArn", itsArn)
                .put("Runtime", runtime())
                .put("Role", roleArn())
                .put("Handler", handler())
                .put("CodeSha256", codeHash())
                .put("Description", description())
                .put("Timeout", timeout().toSeconds())
                .put("MemorySize", memory())
                .put("PackageType", "Zip")
                .put("Version", version())
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful");
        if (!environment().isEmpty()) {
            ObjectNode variables = answer.putObject("Environment").putObject("Variables");
            environment().forEach(variables::put);
        }
        if (deadLetterArn != null) {
            answer.putObject("DeadLetterConfig").put("TargetArn", deadLetterArn);
        }
        answer.putObject("LoggingConfig").put("LogFormat", "Text").put("LogGroup", logGroup());
        return answer;
    }
}

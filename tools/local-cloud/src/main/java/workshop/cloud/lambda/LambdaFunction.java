package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
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
 * @param shown what is answered as it was given
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
        String deadLetterArn,
        ObjectNode shown,
        Instant modifiedAt) {
    private static final JsonNode DEFAULTS = Json.read("""
            {"Architectures": ["x86_64"], "EphemeralStorage": {"Size": 512}, "TracingConfig": {"Mode": "PassThrough"},
             "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}, "PackageType": "Zip", "State": "Active",
             "LastUpdateStatus": "Successful"}""");

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
                deadLetterArn,
                shown,
                modifiedAt);
    }

    /** What changes whenever something does. */
    static String revision(Object state) {
        return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** Whether a person means this function by that word: its logical id or its class contains it. */
    boolean isCalled(String word) {
        return logicalId.contains(word) || handler.contains(word) || name.equals(word);
    }

    ObjectNode json(String itsArn) {
        ObjectNode answer = DEFAULTS.deepCopy();
        answer.setAll(shown.deepCopy());
        answer.put("FunctionName", name())
                .put("FunctionArn", itsArn)
                .put("Runtime", runtime())
                .put("Role", roleArn())
                .put("Handler", handler())
                .put("CodeSha256", codeHash())
                .put("Description", description())
                .put("Timeout", timeout().toSeconds())
                .put("MemorySize", memory())
                .put("Version", version())
                .put("LastModified", Json.milliseconds(modifiedAt).replace("Z", "+0000"))
                .put("RevisionId", revision(this));
        if (deadLetterArn != null) {
            answer.putObject("DeadLetterConfig").put("TargetArn", deadLetterArn);
        }
        ObjectNode logging = answer.withObject("LoggingConfig").put("LogGroup", logGroup());
        if (logging.path("LogFormat").asText().equals("JSON")) {
            logging.putIfAbsent("ApplicationLogLevel", TextNode.valueOf("INFO"));
            logging.putIfAbsent("SystemLogLevel", TextNode.valueOf("INFO"));
        }
        logging.putIfAbsent("LogFormat", TextNode.valueOf("Text"));
        return answer;
    }
}

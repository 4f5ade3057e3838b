package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.shape.Members;

/**
 * Where a rule sends its events, and what happens if they aren't taken there.
 *
 * @param retries how often after the first attempt, 0 to 185
 * @param maximumAge after which an event that wasn't taken is given up, 1 minute to 24 hours
 * @param deadLetterArn the queue for what wasn't taken; null if none
 * @param json as it was given
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html">Target</a>
 */
record RuleTarget(
        String id,
        String arn,
        String roleArn,
        TargetInput input,
        int retries,
        Duration maximumAge,
        String deadLetterArn,
        JsonNode json) {
    private static final Set<String> SERVICES = Set.of("lambda", "sqs", "sns", "logs", "events");
    private static final int MAX_RETRIES = 185;
    private static final int DAY = 86_400;

    /** What PutTargets and a template may say of a target. */
    static final Members SHAPE = Members.of(
            required("Id", EventsApi.name(64)),
            required("Arn", EventsApi.ARN),
            optional("RoleArn", EventsApi.ARN),
            optional("Input", text(0, 8192)),
            optional("InputPath", text(0, 256)),
            optional(
                    "InputTransformer",
                    optional("InputPathsMap", map(text(1, 256, "[A-Za-z0-9_-]+"), text(0, 256))),
                    required("InputTemplate", text(1, 8192))),
            optional("DeadLetterConfig", optional("Arn", EventsApi.ARN)),
            optional(
                    "RetryPolicy",
                    optional("MaximumRetryAttempts", whole(0, MAX_RETRIES)),
                    optional("MaximumEventAgeInSeconds", whole(60, DAY))));

    static List<RuleTarget> all(JsonNode targets) {
        return targets.valueStream().map(RuleTarget::of).toList();
    }

    /** Reads a target of that shape; throws {@link AwsError} that says what is wrong. */
    static RuleTarget of(JsonNode json) {
        String id = json.path("Id").asText();
        JsonNode retry = json.path("RetryPolicy");
        return new RuleTarget(
                id,
                arn(id, json.path("Arn").asText()),
                json.path("RoleArn").asText(null),
                TargetInput.of(json),
                retry.path("MaximumRetryAttempts").asInt(MAX_RETRIES),
                Duration.ofSeconds(retry.path("MaximumEventAgeInSeconds").asInt(DAY)),
                json.path("DeadLetterConfig").path("Arn").asText(null),
                json);
    }

    boolean isBus() {
        return Arn.parse(arn).resource().startsWith("event-bus/");
    }

    private static String arn(String id, String arn) {
        String service;
        try {
            service = Arn.parse(arn).service();
        } catch (IllegalArgumentException e) {
            throw AwsError.validation("Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct"
                    + " format (target " + id + ").");
        }
        if (!SERVICES.contains(service)) {
            throw AwsError.notHere(service + " as the target of a rule (it has " + SERVICES + ")");
        }
        if (service.equals("sqs") && arn.endsWith(".fifo")) { // whose group SqsParameters would say
            throw AwsError.validation("Parameter(s) SqsParameters must be specified for target: " + id + ".");
        }
        return arn;
    }
}

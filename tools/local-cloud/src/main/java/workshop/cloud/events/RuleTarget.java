package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;

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
    private static final Set<String> FIELDS =
            Set.of("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "RetryPolicy", "DeadLetterConfig");
    private static final int MAX_RETRIES = 185;
    private static final int DAY = 86_400;

    /** Reads a target as PutTargets and CloudFormation describe it; throws {@link AwsError} that says what is wrong. */
    static RuleTarget of(JsonNode json) {
        String id = json.path("Id").asText();
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw AwsError.notHere("the property " + field + " of a rule's target (" + id + ")");
            }
        });
        String arn = arn(id, json.path("Arn").asText());
        JsonNode retry = json.path("RetryPolicy");
        return new RuleTarget(
                id,
                arn,
                json.path("RoleArn").asText(null),
                TargetInput.of(json),
                within(
                        "MaximumRetryAttempts",
                        retry.path("MaximumRetryAttempts").asInt(MAX_RETRIES),
                        0,
                        MAX_RETRIES),
                Duration.ofSeconds(within(
                        "MaximumEventAgeInSeconds",
                        retry.path("MaximumEventAgeInSeconds").asInt(DAY),
                        60,
                        DAY)),
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
        return arn;
    }

    private static int within(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw AwsError.validation("Parameter " + parameter + " is not valid. Reason: it must be from " + least
                    + " to " + most + ", not " + value + ".");
        }
        return value;
    }
}

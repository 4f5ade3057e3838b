package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Options;
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
    private static final List<String> SERVICES = List.of("events", "lambda", "logs", "sns", "sqs");
    private static final String NOT_HERE =
            "appsync|automation|batch|codebuild|codepipeline|ecs|execute-api|firehose|glue"
                    + "|inspector|kinesis|redshift(-serverless)?|sagemaker|ssm(-incidents)?|states";
    private static final String TAKERS = "lambda:function:.+|s[qn]s:[^:/]+|logs:log-group:.+|events:event-bus/.+";
    private static final String NOT_AN_ARN = "Provided Arn is not in correct format.";
    private static final String ARN = "arn(:[^:]*){4}:.+";
    private static final int MAX_RETRIES = 185;
    private static final int DAY = 86_400;

    static final Members DEAD_LETTERS = Members.of(optional("Arn", EventsApi.ARN));

    /** What PutTargets and a template may say of a target. */
    static final Members SHAPE = Members.of(
            required("Id", EventsApi.name(64)),
            required("Arn", EventsApi.ARN),
            optional("RoleArn", EventsApi.ARN),
            optional("Input", text(0, 8192)),
            optional("InputPath", text(0, 256)),
            optional(
                    "InputTransformer",
                    optional(
                            "InputPathsMap",
                            map(text(1, 256, "[A-Za-z0-9\\_\\-]+"), text(0, 256))
                                    .most(100)),
                    required("InputTemplate", text(1, 8192))),
            optional("DeadLetterConfig", DEAD_LETTERS),
            optional(
                    "RetryPolicy",
                    optional("MaximumRetryAttempts", whole(0, MAX_RETRIES)),
                    optional("MaximumEventAgeInSeconds", whole(60, DAY))));

    /** The service that takes the events; {@code events} for another bus. */
    String service() {
        return Arn.parse(arn).service();
    }

    /** Reads targets of that shape; throws {@link AwsError} that says what is wrong. */
    static List<RuleTarget> all(JsonNode targets) {
        Set<String> ids = new HashSet<>();
        return targets.valueStream()
                .map(target -> {
                    String id = target.path("Id").asText();
                    EventsApi.refuse(!ids.add(id), "targets", "More than one target with Id '" + id + "' is provided.");
                    return of(id, target);
                })
                .toList();
    }

    private static RuleTarget of(String id, JsonNode json) {
        JsonNode retry = json.path("RetryPolicy");
        return new RuleTarget(
                id,
                arn(id, json.path("Arn").asText(), json.has("RoleArn")),
                json.path("RoleArn").asText(null),
                TargetInput.of(json),
                retry.path("MaximumRetryAttempts").asInt(MAX_RETRIES),
                Duration.ofSeconds(retry.path("MaximumEventAgeInSeconds").asInt(DAY)),
                deadLetters(json),
                json);
    }

    /**
     * The ARN of the queue that DeadLetterConfig names, null if none; throws if it can't be one for events.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues</a>
     */
    static String deadLetters(JsonNode json) {
        String arn = json.at("/DeadLetterConfig/Arn").asText(null);
        if (arn == null) {
            return null;
        }
        EventsApi.refuse(!arn.matches(ARN), arn, NOT_AN_ARN);
        String service = Arn.parse(arn).service();
        EventsApi.refuse(!service.equals("sqs"), service + " is not supported as a dead letter resource");
        EventsApi.refuse(arn.endsWith(".fifo"), "SQS FIFO is not supported by Dead Letter Queues");
        return here(arn);
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Who needs a role</a> */
    private static String arn(String id, String arn, boolean hasRole) {
        Arn parsed = arn.matches(ARN) ? Arn.parse(arn) : new Arn("events", "", "", "");
        String service = parsed.service();
        if (service.matches(NOT_HERE) || parsed.resource().startsWith("api-destination/")) {
            throw AwsError.notHere(arn + " as the target of a rule (it has " + SERVICES + ")");
        }
        EventsApi.refuse(!SERVICES.contains(service), service + " is not a supported service for a target.");
        EventsApi.refuse(!(service + ":" + parsed.resource()).matches(TAKERS), arn, NOT_AN_ARN);
        if (!hasRole && (service.equals("events") || !parsed.account().equals(Options.ACCOUNT_ID))) {
            throw AwsError.validation("RoleArn is required for target " + arn + ".");
        }
        EventsApi.refuse(hasRole && service.equals("logs"), "RoleArn is not supported for target " + arn + ".");
        if (service.equals("sqs") && arn.endsWith(".fifo")) { // whose group SqsParameters would say
            throw AwsError.validation("Parameter(s) SqsParameters must be specified for target: " + id + ".");
        }
        return service.equals("events") ? arn : here(arn);
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html">Only a bus may be elsewhere</a> */
    private static String here(String arn) {
        EventsApi.refuse(!Arn.parse(arn).region().equals(Options.REGION), arn, "it is not in " + Options.REGION + ".");
        return arn;
    }
}

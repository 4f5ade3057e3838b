package workshop.cloud.sqs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.iam.Policy;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Shape;
import workshop.cloud.shape.Violations;

/**
 * How a queue is set up. An attribute that is set to nothing is absent.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">Attributes</a>
 */
record QueueSettings(Map<String, String> values, Optional<RedrivePolicy> redrive, Optional<Policy> policy) {
    static final String POLICY = "Policy";
    static final String REDRIVE_POLICY = "RedrivePolicy";
    static final String REDRIVE_ALLOW_POLICY = "RedriveAllowPolicy";
    static final String FIFO = "FifoQueue";

    /** @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html">Actions</a> */
    private static final String ACTIONS = "(?i)\\*|sqs:(.*[*?].*|(Add|Remove)Permission|CancelMessageMoveTask"
            + "|ChangeMessageVisibility|(Create|Delete|Purge|Tag|Untag)Queue|(Delete|Receive|Send)Message"
            + "|(Get|Set)QueueAttributes|GetQueueUrl|ListDeadLetterSourceQueues|ListMessageMoveTasks|ListQueueTags"
            + "|ListQueues|StartMessageMoveTask)";

    private static final String CONTENT_BASED = "ContentBasedDeduplication";
    private static final String SCOPE = "DeduplicationScope";
    private static final String THROUGHPUT = "FifoThroughputLimit";
    private static final String KMS_KEY = "KmsMasterKeyId";
    private static final String KMS_REUSE = "KmsDataKeyReusePeriodSeconds";
    private static final String SSE = "SqsManagedSseEnabled";

    /** What a template calls the same, with the values that SQS takes. */
    static final Members VALUES = Members.of(
            optional("DelaySeconds", whole(0, 900)),
            optional("MaximumMessageSize", whole(1024, 1 << 20)),
            optional("MessageRetentionPeriod", whole(60, 1_209_600)),
            optional("ReceiveMessageWaitTimeSeconds", whole(0, 20)),
            optional("VisibilityTimeout", whole(0, 43_200)),
            withoutEffect(KMS_KEY, text(0, 2048)),
            withoutEffect(KMS_REUSE, whole(60, 86_400)),
            withoutEffect(SSE, flag()),
            optional(FIFO, flag()).replacing(),
            optional(CONTENT_BASED, flag()),
            optional(SCOPE, oneOf("messageGroup", "queue")),
            withoutEffect(THROUGHPUT, oneOf("perQueue", "perMessageGroupId")));

    private static final Members ATTRIBUTES = VALUES.and(
            optional(POLICY, text()), optional(REDRIVE_POLICY, text()), optional(REDRIVE_ALLOW_POLICY, text()));

    private static final Map<String, String> DEFAULTS = Map.of(
            "DelaySeconds", "0",
            "MaximumMessageSize", "1048576",
            "MessageRetentionPeriod", "345600",
            "ReceiveMessageWaitTimeSeconds", "0",
            "SqsManagedSseEnabled", "true",
            "VisibilityTimeout", "30");

    private static final Map<String, String> FIFO_DEFAULTS =
            Map.of(FIFO, "true", CONTENT_BASED, "false", SCOPE, "queue", THROUGHPUT, "perQueue");

    /** The settings of a new queue; throws what SQS says of a name or a value that it doesn't take. */
    static QueueSettings of(String queueName, Map<String, String> given) {
        boolean fifo = Boolean.parseBoolean(given.get(FIFO));
        SqsError.refuse(
                fifo && !queueName.matches("[A-Za-z0-9_-]{1,75}\\.fifo"),
                "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with"
                        + " .fifo suffix and be 1 to 80 in length.");
        SqsError.refuse(
                !fifo && !queueName.matches("[A-Za-z0-9_-]{1,80}"),
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        if (fifo) {
            values.putAll(FIFO_DEFAULTS);
        }
        return merged(values, checked(given, fifo));
    }

    QueueSettings with(Map<String, String> changes) {
        Map<String, String> checked = checked(changes, isFifo());
        if (isFifo() && checked.getOrDefault(FIFO, "true").equals("false")) {
            throw invalidValue(FIFO, " Reason: Modifying queue type is not supported.");
        }
        return merged(new TreeMap<>(values), checked);
    }

    /** These with what a template says; what it no longer says is CloudFormation's default, or as it was. */
    QueueSettings updatedBy(Map<String, String> declared) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.remove(SSE);
        all.put("MaximumMessageSize", "262144"); // which is not SQS's
        all.put(KMS_REUSE, "300");
        List.of(REDRIVE_POLICY, REDRIVE_ALLOW_POLICY, KMS_KEY).forEach(name -> all.put(name, ""));
        if (isFifo()) {
            all.put(CONTENT_BASED, "false");
        }
        all.putAll(declared);
        return with(all);
    }

    private static Map<String, String> checked(Map<String, String> given, boolean fifo) {
        Map<String, String> checked = new TreeMap<>();
        given.forEach((name, value) -> {
            Member attribute = ATTRIBUTES.byName().get(name);
            if (attribute == null || !fifo && (name.equals(FIFO) || name.equals(CONTENT_BASED))) {
                throw SqsError.unknownAttribute(name);
            }
            if (!fifo && (name.equals(SCOPE) || name.equals(THROUGHPUT))) {
                throw AwsError.of(
                        "InvalidAttributeName", "You can specify the " + name + " only when FifoQueue is set to true.");
            }
            if (!value.isEmpty() && !fits(attribute.shape(), value) || value.isEmpty() && DEFAULTS.containsKey(name)) {
                throw invalidValue(name, "");
            }
            checked.put(name, attribute.shape().typed(TextNode.valueOf(value)).asText());
        });
        return checked;
    }

    private static boolean fits(Shape shape, String value) {
        return Violations.of(shape, TextNode.valueOf(value), Reading.FORM)
                .ofResource()
                .isEmpty();
    }

    static AwsError invalidValue(String name, String reason) {
        return AwsError.of("InvalidAttributeValue", "Invalid value for the parameter " + name + "." + reason);
    }

    private static QueueSettings merged(Map<String, String> values, Map<String, String> changes) {
        boolean keyGiven = !changes.getOrDefault(KMS_KEY, "").isEmpty();
        AwsError.refuse(
                keyGiven && "true".equals(changes.get(SSE)),
                "InvalidAttributeName",
                "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE"
                        + " or SQS SSE.");
        values.putAll(changes);
        if (keyGiven) {
            values.put(SSE, "false");
            values.putIfAbsent(KMS_REUSE, "300");
        }
        values.values().removeIf(String::isEmpty);
        if (!values.containsKey(KMS_KEY)) {
            values.remove(KMS_REUSE);
        }
        if ("perMessageGroupId".equals(values.get(THROUGHPUT)) && !"messageGroup".equals(values.get(SCOPE))) {
            throw invalidValue(
                    THROUGHPUT,
                    " Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be"
                            + " messageGroup.");
        }
        Optional.ofNullable(values.get(REDRIVE_ALLOW_POLICY)).ifPresent(RedrivePolicy.Allow::of);
        Optional<RedrivePolicy> redrive =
                Optional.ofNullable(values.get(REDRIVE_POLICY)).map(RedrivePolicy::of);
        redrive.ifPresent(its -> values.put(REDRIVE_POLICY, its.shown()));
        Optional<Policy> policy = Optional.ofNullable(values.get(POLICY)).map(QueueSettings::policy);
        policy.ifPresent(its -> values.put(POLICY, its.text()));
        return new QueueSettings(Map.copyOf(values), redrive, policy);
    }

    private static Policy policy(String document) {
        try {
            Policy policy =
                    Policy.ofResource(document, Policy.WITH_RESOURCES).orElseThrow(() -> invalidValue(POLICY, ""));
            check(document, Policy.statements(policy.document()));
            return policy;
        } catch (AwsError e) {
            throw e.code().equals("ValidationException") ? invalidValue(POLICY, " " + e.getMessage()) : e;
        }
    }

    /**
     * Throws what SQS says of a policy that is too long, or has an action that is none of a queue's.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html">Quotas</a>
     */
    private static void check(String document, List<JsonNode> statements) {
        if (document.getBytes(StandardCharsets.UTF_8).length > 8192) {
            throw AwsError.of("OverLimit", "Submitted policy is over max allowed size.");
        }
        limit(statements.size(), "statements", "the", 20);
        for (JsonNode statement : statements) {
            List<JsonNode> actions = Json.each(statement.path("Action"));
            limit(actions.size(), "actions", "a statement from the", 7);
            for (JsonNode action : actions) {
                if (!action.asText().matches(ACTIONS)) {
                    String why = "Please refer to the appropriate WSDL for a list of valid actions.";
                    throw SqsError.invalid("ActionName", action.asText(), why);
                }
            }
        }
    }

    private static void limit(int found, String of, String where, int most) {
        AwsError.refuse(
                found > most,
                "OverLimit",
                found + " " + of + " were found in " + where + " submitted policy, max allowed is " + most);
    }

    /** The first of the given attributes whose value is another one here. */
    Optional<String> differing(Map<String, String> given) {
        Map<String, String> asked = merged(new TreeMap<>(values), checked(given, isFifo())).values;
        return given.keySet().stream()
                .filter(name -> !Objects.equals(asked.get(name), values.get(name)))
                .min(String::compareTo);
    }

    static List<String> names() {
        return new ArrayList<>(ATTRIBUTES.byName().keySet());
    }

    boolean isFifo() {
        return values.containsKey(FIFO);
    }

    void requireContentBased() {
        if (isFifo() && values.get(CONTENT_BASED).equals("false")) {
            throw SqsError.invalid("The queue should either have ContentBasedDeduplication enabled or"
                    + " MessageDeduplicationId provided explicitly");
        }
    }

    int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    Duration seconds(String name) {
        return Duration.ofSeconds(number(name));
    }
}

package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.AwsError;
import workshop.cloud.iam.Policy;

/**
 * What the account knows of a queue besides its messages.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">
 *     Attributes</a>
 */
final class Queue {
    static final String POLICY = "Policy";
    static final String MAXIMUM_SIZE = "MaximumMessageSize";

    /** The attributes that ElasticMQ does not know, with AWS's defaults; empty for those that are absent by default. */
    private static final Map<String, String> KEPT = Map.of(
            POLICY,
            "",
            MAXIMUM_SIZE,
            "1048576",
            "MessageRetentionPeriod",
            "345600",
            "SqsManagedSseEnabled",
            "true",
            "KmsMasterKeyId",
            "",
            "KmsDataKeyReusePeriodSeconds",
            "",
            "RedriveAllowPolicy",
            "",
            "DeduplicationScope",
            "",
            "FifoThroughputLimit",
            "");

    private final String name;
    private final String arn;
    private final Map<String, String> attributes = new ConcurrentSkipListMap<>();
    private volatile Policy policy;

    Queue(String name, String arn, Map<String, String> attributes) {
        this.name = name;
        this.arn = arn;
        KEPT.forEach((key, value) -> {
            if (!value.isEmpty()) {
                this.attributes.put(key, value);
            }
        });
        set(attributes);
    }

    /** Takes those attributes out of the object that are kept here. */
    static Map<String, String> keep(ObjectNode attributes) {
        Map<String, String> kept = new TreeMap<>();
        for (String key : KEPT.keySet()) {
            JsonNode value = attributes.remove(key);
            if (value != null) {
                kept.put(key, value.asText());
            }
        }
        return kept;
    }

    static Set<String> kept() {
        return KEPT.keySet();
    }

    /** Sets attributes; an empty value removes one. */
    void set(Map<String, String> changes) {
        changes.forEach((key, value) -> {
            if (key.equals(POLICY)) {
                policy = value.isEmpty() ? null : policy(value);
            }
            if (value.isEmpty()) {
                attributes.remove(key);
            } else {
                attributes.put(key, value);
            }
        });
    }

    private static Policy policy(String document) {
        try {
            return Policy.of(workshop.cloud.Json.read(document));
        } catch (java.io.UncheckedIOException e) {
            throw new AwsError(400, "InvalidAttributeValue", "Invalid value for the parameter Policy.");
        }
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    /** Whether these attributes, where given, are what the queue has. */
    boolean has(Map<String, String> given) {
        return attributes.entrySet().containsAll(given.entrySet());
    }

    /** None or one. */
    List<Policy> policies() {
        Policy its = policy;
        return its == null ? List.of() : List.of(its);
    }

    int maximumMessageSize() {
        return Integer.parseInt(attributes.get(MAXIMUM_SIZE));
    }
}

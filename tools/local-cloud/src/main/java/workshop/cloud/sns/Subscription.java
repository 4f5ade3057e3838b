package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * Who gets what is published to a topic. Somebody's mail address gets nothing before they confirmed.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">Subscribe</a>
 */
final class Subscription {
    static final String PENDING = "PendingConfirmation";

    /** How long a confirmation link works. */
    private static final Duration TOKEN_LIFE = Duration.ofDays(2);

    private final String arn;
    private final String topicArn;
    private final String protocol;
    private final String endpoint;
    private final String token =
            (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").repeat(2);
    private final Instant createdAt;
    private final Map<String, String> attributes = new ConcurrentSkipListMap<>();
    private volatile boolean confirmed;
    private volatile FilterPolicy filter = FilterPolicy.EVERYTHING;

    Subscription(String topicArn, String protocol, String endpoint, Instant createdAt) {
        this.arn = topicArn + ":" + UUID.randomUUID();
        this.topicArn = topicArn;
        this.protocol = protocol;
        this.endpoint = endpoint;
        this.createdAt = createdAt;
        this.confirmed = !isMail();
    }

    String arn() {
        return arn;
    }

    String topicArn() {
        return topicArn;
    }

    String protocol() {
        return protocol;
    }

    String endpoint() {
        return endpoint;
    }

    String token() {
        return token;
    }

    boolean isMail() {
        return protocol.startsWith("email");
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** Confirms it; once confirmed it stays so. Throws InvalidParameter if the link is too old. */
    void confirm(Instant now) {
        if (!confirmed && now.isAfter(createdAt.plus(TOKEN_LIFE))) {
            throw Sns.invalid("Token Reason: it is older than two days; subscribe again");
        }
        confirmed = true;
    }

    boolean isRaw() {
        return Boolean.parseBoolean(attributes.get("RawMessageDelivery"));
    }

    /** The queue for what could not be delivered; null if none. */
    String deadLetterArn() {
        String policy = attributes.get("RedrivePolicy");
        return policy == null
                ? null
                : Json.read(policy).path("deadLetterTargetArn").asText(null);
    }

    boolean wants(Message message) {
        return filter.passes(message);
    }

    /** Sets an attribute; an empty value takes it away. Throws {@link AwsError} for what has no effect here. */
    synchronized void set(String attribute, String value) {
        String before = attributes.get(attribute);
        switch (attribute) {
            case "RawMessageDelivery" -> {
                if (Boolean.parseBoolean(value) && !protocol.equals("sqs")) {
                    throw Sns.invalid("RawMessageDelivery Reason: of the local cloud's protocols only sqs has it");
                }
            }
            case "RedrivePolicy" -> json(attribute, value);
            case "FilterPolicy" -> json(attribute, value);
            case "FilterPolicyScope" -> {
                if (!value.equals(FilterPolicy.ATTRIBUTES) && !value.equals(FilterPolicy.BODY)) {
                    throw Sns.invalid("FilterPolicyScope Reason: it is MessageAttributes or MessageBody");
                }
            }
            default ->
                throw AwsError.notHere("the attribute " + attribute + " of a subscription (it has FilterPolicy,"
                        + " FilterPolicyScope, RawMessageDelivery, RedrivePolicy)");
        }
        put(attribute, value.isEmpty() ? null : value);
        try {
            filter = FilterPolicy.of(attributes.get("FilterPolicy"), attributes.get("FilterPolicyScope"));
        } catch (IllegalArgumentException e) {
            put(attribute, before);
            throw Sns.invalid("FilterPolicy: " + e.getMessage());
        }
    }

    private void put(String attribute, String value) {
        if (value == null) {
            attributes.remove(attribute);
        } else {
            attributes.put(attribute, value);
        }
    }

    private static void json(String attribute, String value) {
        try {
            JsonNode json = Json.read(value);
            if (!value.isEmpty() && !json.isObject()) {
                throw Sns.invalid(attribute + ": it must be a JSON object");
            }
        } catch (UncheckedIOException e) {
            throw Sns.invalid(
                    attribute + ": failed to parse JSON. " + e.getCause().getMessage());
        }
    }

    /** As lists show it. */
    ObjectNode summary() {
        return Json.object()
                .put("SubscriptionArn", confirmed ? arn : PENDING)
                .put("Owner", Options.ACCOUNT_ID)
                .put("Protocol", protocol)
                .put("Endpoint", endpoint)
                .put("TopicArn", topicArn);
    }

    ObjectNode attributes() {
        ObjectNode all = summary()
                .put("SubscriptionArn", arn)
                .put("PendingConfirmation", String.valueOf(!confirmed))
                .put("ConfirmationWasAuthenticated", "false")
                .put("RawMessageDelivery", String.valueOf(isRaw()));
        attributes.forEach(all::put);
        return all;
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * Who gets what is published to a topic. Somebody's mail address gets nothing before they confirmed.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html">Subscribe</a>
 */
final class Subscription {
    private static final Duration TOKEN_LIFE = Duration.ofDays(2);

    final String arn;
    final String topicArn;
    final String protocol;
    final String endpoint;
    volatile String token = token();
    private final Instant createdAt;
    volatile boolean confirmed;
    volatile SubscriptionSettings settings;

    Subscription(String topicArn, String protocol, String endpoint, Map<String, String> attributes, Instant createdAt) {
        this.arn = topicArn + ":" + UUID.randomUUID();
        this.topicArn = topicArn;
        this.protocol = protocol;
        this.endpoint = endpoint;
        this.createdAt = createdAt;
        this.confirmed = !isMail();
        replace(attributes);
    }

    static String token() {
        return (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").repeat(4);
    }

    boolean isMail() {
        return protocol.startsWith("email");
    }

    boolean isTooOldToConfirm(Instant now) {
        return !confirmed && now.isAfter(createdAt.plus(TOKEN_LIFE));
    }

    /** Confirms it; once confirmed it stays so. Throws InvalidParameter if the link is too old. */
    void confirm(Instant now) {
        Sns.refuse(isTooOldToConfirm(now), "Token Reason: it is older than two days; subscribe again");
        confirmed = true;
    }

    /** Sets an attribute; an empty value takes it away. Throws {@link AwsError} for what SNS doesn't take. */
    void set(String attribute, String value) {
        try {
            settings = settings.with(protocol, attribute, value);
        } catch (IllegalArgumentException e) {
            throw Sns.invalid(e.getMessage());
        }
    }

    void replace(Map<String, String> attributes) {
        try {
            settings = SubscriptionSettings.of(protocol, attributes);
        } catch (IllegalArgumentException e) {
            throw Sns.invalid("Attributes Reason: " + e.getMessage());
        }
    }

    /** The link in an email by which one confirms it: a request to SNS that needs no signature, as on AWS. */
    String confirmationUrl(String endpoint) {
        return endpoint + "/?Action=ConfirmSubscription&TopicArn=" + URLEncoder.encode(topicArn, StandardCharsets.UTF_8)
                + "&Token=" + token;
    }

    String unsubscribeUrl(String endpoint) {
        return endpoint + "/?Action=Unsubscribe&SubscriptionArn=" + arn;
    }

    ObjectNode summary() {
        return Json.object()
                .put("SubscriptionArn", confirmed ? arn : "PendingConfirmation")
                .put("Owner", Options.ACCOUNT_ID)
                .put("Protocol", protocol)
                .put("Endpoint", endpoint)
                .put("TopicArn", topicArn);
    }

    ObjectNode attributes() {
        ObjectNode all = summary()
                .put("SubscriptionArn", arn)
                .put("PendingConfirmation", String.valueOf(!confirmed))
                .put("ConfirmationWasAuthenticated", String.valueOf(!isMail()))
                .put("SubscriptionPrincipal", "arn:aws:iam::" + Options.ACCOUNT_ID + ":root");
        settings.shown().forEach(all::put);
        return all;
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Policy;

/** A topic, its policy, and its subscriptions by their ARN. */
final class Topic {
    private final String arn;
    private final Map<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();
    private volatile String displayName = "";
    private volatile Policy policy;

    Topic(String arn) {
        this.arn = arn;
    }

    String arn() {
        return arn;
    }

    String name() {
        return Arn.parse(arn).name();
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Whom its mails are from. */
    String displayName() {
        return displayName;
    }

    /** None or one; without it only what callers' own policies allow is allowed. */
    List<Policy> policies() {
        Policy its = policy;
        return its == null ? List.of() : List.of(its);
    }

    void policy(Policy policy) {
        this.policy = policy;
    }

    /** Sets an attribute that takes effect here; throws {@link AwsError} for another. */
    void set(String attribute, String value) {
        switch (attribute) {
            case "DisplayName" -> displayName = value;
            case "Policy" -> policy = value.isEmpty() ? null : Policy.of(Json.read(value));
            default ->
                throw AwsError.notHere("the attribute " + attribute + " of a topic (it has DisplayName, Policy)");
        }
    }

    ObjectNode attributes() {
        long confirmed = subscriptions.values().stream()
                .filter(Subscription::isConfirmed)
                .count();
        ObjectNode attributes = Json.object()
                .put("TopicArn", arn)
                .put("DisplayName", displayName)
                .put("Owner", Options.ACCOUNT_ID)
                .put("SubscriptionsConfirmed", String.valueOf(confirmed))
                .put("SubscriptionsPending", String.valueOf(subscriptions.size() - confirmed))
                .put("SubscriptionsDeleted", "0");
        Policy its = policy;
        if (its != null) {
            attributes.put("Policy", Json.write(its.document()));
        }
        return attributes;
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.Policy;

/** A topic, its policy, and its subscriptions. */
final class Topic {
    static final String DISPLAY_NAME = "DisplayName";
    private static final String POLICY = "Policy";

    /** What AWS knows besides. */
    private static final String NOT_HERE = "DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig"
            + "|ContentBasedDeduplication|ArchivePolicy|FifoThroughputScope"
            + "|(HTTP|Firehose|Lambda|Application|SQS)(Success|Failure)Feedback\\w+";

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html">Valid policy actions</a> */
    private static final String ACTIONS =
            "(?i)sns:(GetTopicAttributes|SetTopicAttributes|AddPermission|RemovePermission"
                    + "|DeleteTopic|Subscribe|ListSubscriptionsByTopic|Publish|Receive|ListTagsForResource"
                    + "|GetDataProtectionPolicy|PutDataProtectionPolicy)";

    /** What a topic without a policy of its own shows: only what callers' own policies allow is allowed. */
    private static final String DEFAULT_POLICY = """
            {"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"__default_statement_ID",\
            "Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:GetTopicAttributes","SNS:SetTopicAttributes",\
            "SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic","SNS:Subscribe",\
            "SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"%s",\
            "Condition":{"StringEquals":{"AWS:SourceOwner":"%s"}}}]}""";

    private static final String DELIVERY_POLICY = """
            {"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,\
            "numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},\
            "disableSubscriptionOverrides":false,\
            "defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}}""";

    final String arn;
    private final Iam iam;
    final Map<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();
    private volatile String displayName = "";

    /** None or one; without it only what callers' own policies allow is allowed. */
    volatile List<Policy> policies = List.of();

    Topic(String arn, Iam iam) {
        this.arn = arn;
        this.iam = iam;
    }

    String name() {
        return Arn.parse(arn).name();
    }

    String sender() {
        return (displayName.isEmpty() ? "AWS Notifications" : displayName) + " <no-reply@sns.amazonaws.com>";
    }

    /**
     * Throws InvalidParameter if it is too long, if a statement has an action that is none of a topic's, or all of them by a
     * wildcard, or not one resource, or the id of another, or if a principal is not there.
     */
    void policies(List<Policy> changed) {
        changed.forEach(its -> {
            List<JsonNode> statements = Policy.statements(its.document());
            Sns.refuse(
                    Json.write(its.document()).length() > 30_720 || statements.size() > 100,
                    "Policy Reason: it is longer than 30 KB, or has more than 100 statements");
            Set<String> ids = new HashSet<>();
            for (JsonNode statement : statements) {
                Sns.refuse(
                        !Json.each(statement.path("Action")).stream()
                                .allMatch(action -> action.asText().matches(ACTIONS)),
                        "Policy statement action out of service scope!");
                Sns.refuse(
                        Json.each(statement.path("Resource")).size() != 1,
                        "Policy statement must apply to a single resource!");
                Sns.refuse(!ids.add(statement.path("Sid").asText()), "Every policy statement must have a unique ID");
            }
            Sns.refuse(iam.invalidPrincipal(its).isPresent(), "Policy Error: PrincipalNotFound");
        });
        policies = changed;
    }

    /** Sets an attribute; throws {@link AwsError} for what SNS doesn't take, or what has no effect here. */
    void set(String attribute, String value) {
        if (attribute.equals(DISPLAY_NAME)) {
            Sns.refuse(value.length() > 100, "DisplayName");
            displayName = value;
        } else if (attribute.equals(POLICY)) {
            Sns.refuse(value.isEmpty(), "Policy is empty");
            policies(List.of(Policy.ofResource(value, Policy.WITH_PRINCIPALS)
                    .orElseThrow(() -> Sns.invalid("Policy Error: null"))));
        } else if (attribute.matches(NOT_HERE)) {
            throw AwsError.notHere("the attribute " + attribute + " of a topic (it has DisplayName, Policy)");
        } else {
            throw Sns.invalid("AttributeName");
        }
    }

    boolean has(Map<String, String> given) {
        ObjectNode all = attributes();
        return given.entrySet().stream()
                .allMatch(one -> all.path(one.getKey()).asText("").equals(one.getValue()));
    }

    ObjectNode attributes() {
        long confirmed = subscriptions.values().stream()
                .filter(subscription -> subscription.confirmed)
                .count();
        String byDefault = DEFAULT_POLICY.formatted(arn, Options.ACCOUNT_ID);
        String policy = policies.stream().map(Policy::text).findFirst().orElse(byDefault);
        return Json.object()
                .put("TopicArn", arn)
                .put(DISPLAY_NAME, displayName)
                .put("Owner", Options.ACCOUNT_ID)
                .put(POLICY, policy)
                .put("EffectiveDeliveryPolicy", DELIVERY_POLICY)
                .put("SubscriptionsConfirmed", String.valueOf(confirmed))
                .put("SubscriptionsPending", String.valueOf(subscriptions.size() - confirmed))
                .put("SubscriptionsDeleted", "0");
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;

/** The operations of SNS on subscriptions. */
final class SubscriptionsApi {
    private final Sns sns;

    private SubscriptionsApi(Sns sns) {
        this.sns = sns;
    }

    static Operations of(Sns sns, Operations operations) {
        SubscriptionsApi api = new SubscriptionsApi(sns);
        return operations
                .on("Subscribe", SnsApi::topicArn, (caller, input) -> api.subscribe(input))
                .on(
                        "ConfirmSubscription",
                        SnsApi::topicArn,
                        (caller, input) -> Json.object()
                                .put(
                                        "SubscriptionArn",
                                        sns.confirm(
                                                        SnsApi.topicArn(input),
                                                        input.path("Token").asText())
                                                .arn()))
                .on("Unsubscribe", SubscriptionsApi::topicOf, (caller, input) -> {
                    sns.unsubscribe(arn(input));
                    return Json.object();
                })
                .on(
                        "ListSubscriptions",
                        (caller, input) -> list(sns.topics().values().stream()
                                .flatMap(topic -> topic.subscriptions().values().stream())))
                .on(
                        "ListSubscriptionsByTopic",
                        SnsApi::topicArn,
                        (caller, input) -> list(sns.topic(SnsApi.topicArn(input)).subscriptions().values().stream()))
                .on(
                        "GetSubscriptionAttributes",
                        SubscriptionsApi::topicOf,
                        (caller, input) -> Json.object()
                                .set("Attributes", sns.subscription(arn(input)).attributes()))
                .on("SetSubscriptionAttributes", SubscriptionsApi::topicOf, (caller, input) -> {
                    sns.subscription(arn(input))
                            .set(
                                    input.path("AttributeName").asText(),
                                    input.path("AttributeValue").asText(""));
                    return Json.object();
                });
    }

    private static String arn(ObjectNode input) {
        return input.path("SubscriptionArn").asText();
    }

    /** A subscription's ARN is its topic's with an id behind it, and the topic is what policies speak of. */
    private static String topicOf(ObjectNode input) {
        return arn(input).replaceFirst(":[^:]*$", "");
    }

    private JsonNode subscribe(ObjectNode input) {
        Map<String, String> attributes = new LinkedHashMap<>();
        input.path("Attributes")
                .properties()
                .forEach(attribute ->
                        attributes.put(attribute.getKey(), attribute.getValue().asText()));
        Subscription subscription = sns.subscribe(
                SnsApi.topicArn(input),
                input.path("Protocol").asText(),
                input.path("Endpoint").asText(),
                attributes);
        boolean arn = subscription.isConfirmed()
                || input.path("ReturnSubscriptionArn").asBoolean();
        return Json.object().put("SubscriptionArn", arn ? subscription.arn() : "pending confirmation");
    }

    private static JsonNode list(Stream<Subscription> subscriptions) {
        ArrayNode all = Json.array();
        subscriptions.forEach(subscription -> all.add(subscription.summary()));
        return Json.object().set("Subscriptions", all);
    }
}

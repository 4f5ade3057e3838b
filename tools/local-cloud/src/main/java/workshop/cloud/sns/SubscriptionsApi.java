package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations of SNS on subscriptions. */
final class SubscriptionsApi {
    private static final Member SUBSCRIPTION = optional("SubscriptionArn", text());

    private final Sns sns;

    private SubscriptionsApi(Sns sns) {
        this.sns = sns;
    }

    static Operations of(Sns sns, Operations operations) {
        SubscriptionsApi api = new SubscriptionsApi(sns);
        return operations
                .on(
                        "Subscribe",
                        Members.of(
                                SnsApi.TOPIC,
                                required("Protocol", text()),
                                optional("Endpoint", text()),
                                SnsApi.ATTRIBUTES,
                                optional("ReturnSubscriptionArn", flag())),
                        SnsApi::topicArn,
                        api::subscribe)
                .on(
                        "ConfirmSubscription",
                        Members.of(SnsApi.TOPIC, required("Token", text())),
                        SnsApi::topicArn,
                        api::confirm)
                .run(
                        "Unsubscribe",
                        Members.of(SUBSCRIPTION),
                        SubscriptionsApi::topicOf,
                        input -> sns.unsubscribe(arn(input)))
                .on("ListSubscriptions", SnsApi.NEXT, input -> list(sns.subscriptions(), input))
                .on(
                        "ListSubscriptionsByTopic",
                        SnsApi.NEXT.and(SnsApi.TOPIC),
                        SnsApi::topicArn,
                        input -> list(sns.topic(SnsApi.topicArn(input)).subscriptions(), input))
                .on(
                        "GetSubscriptionAttributes",
                        Members.of(SUBSCRIPTION),
                        SubscriptionsApi::topicOf,
                        input -> Json.object()
                                .set("Attributes", sns.subscription(arn(input)).attributes()))
                .run(
                        "SetSubscriptionAttributes",
                        Members.of(SUBSCRIPTION, SnsApi.NAME, SnsApi.VALUE),
                        SubscriptionsApi::topicOf,
                        input -> SnsApi.set(sns.subscription(arn(input))::set, input));
    }

    private static String arn(ObjectNode input) {
        return input.path("SubscriptionArn").asText();
    }

    /** The topic is what policies speak of. */
    private static String topicOf(ObjectNode input) {
        return Sns.topicOf(arn(input));
    }

    private JsonNode subscribe(ObjectNode input) {
        Subscription subscription = sns.subscribe(
                SnsApi.topicArn(input),
                input.path("Protocol").asText(),
                input.path("Endpoint").asText(),
                Json.map(input.path("Attributes")));
        boolean arn = subscription.isConfirmed()
                || input.path("ReturnSubscriptionArn").asBoolean();
        return Json.object().put("SubscriptionArn", arn ? subscription.arn : "pending confirmation");
    }

    private JsonNode confirm(ObjectNode input) {
        String token = input.path("Token").asText();
        return Json.object().put("SubscriptionArn", sns.confirm(SnsApi.topicArn(input), token).arn);
    }

    private static JsonNode list(List<Subscription> subscriptions, ObjectNode input) {
        return SnsApi.page("Subscriptions", subscriptions, input, Subscription::summary);
    }
}

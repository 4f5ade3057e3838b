package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;

/** The operations of SNS on subscriptions. */
record SubscriptionsApi(Sns sns) {
    static Operations of(Sns sns, Operations operations) {
        SubscriptionsApi api = new SubscriptionsApi(sns);
        Members subscription = Members.of(optional("SubscriptionArn", text()));
        Member protocol = required("Protocol", text());
        Member withArn = optional("ReturnSubscriptionArn", flag());
        Members asked = Members.of(SnsApi.TOPIC, protocol, optional("Endpoint", text()), SnsApi.ATTRIBUTES, withArn);
        return operations
                .about(SnsApi::topicArn)
                .on("Subscribe", asked, api::subscribe)
                .on("ConfirmSubscription", Members.of(SnsApi.TOPIC, required("Token", text())), api::confirm)
                .on("ListSubscriptionsByTopic", SnsApi.NEXT.and(SnsApi.TOPIC), api::listOfTopic)
                .about(input -> Sns.topicOf(arn(input))) // which is what policies speak of
                .run("Unsubscribe", subscription, input -> sns.unsubscribe(arn(input)))
                .on("GetSubscriptionAttributes", subscription, api::shown)
                .run("SetSubscriptionAttributes", subscription.and(SnsApi.NAME, SnsApi.VALUE), api::set)
                .aboutAll()
                .on("ListSubscriptions", SnsApi.NEXT, input -> list(sns.subscriptions(), input));
    }

    /** One to an email address waits for its confirmation. */
    static ResourceType type(Sns sns) {
        Members properties = Members.of(
                        required("TopicArn", text(1, 1024)).replacing(),
                        required("Protocol", oneOf("email", "email-json", "lambda", "sqs"))
                                .replacing(),
                        required("Endpoint", text(0, 2048)).replacing(),
                        optional("FilterPolicyScope", oneOf("MessageAttributes", "MessageBody")),
                        optional("FilterPolicy", json()),
                        optional("RawMessageDelivery", flag()),
                        optional("RedrivePolicy", json(Members.of(required("deadLetterTargetArn", text(1, 1024))))),
                        optional("Region", text()))
                .returning("Arn");
        return new ResourceType("AWS::SNS::Subscription", properties)
                .creates(declaration -> {
                    ObjectNode given = declaration.properties();
                    String arn = subscribe(sns, given, attributes(given)).arn;
                    return new Physical(arn, Map.of("Arn", arn));
                })
                .updates((declaration, existing) -> {
                    Subscription subscription = sns.subscription(existing.ref());
                    String scope = "FilterPolicyScope";
                    if (declaration.changes(scope) && !declaration.properties().has(scope)) {
                        subscription.set(scope, "null"); // which CloudFormation tries, and SNS refuses
                    }
                    subscription.replace(attributes(declaration.properties()));
                })
                .deletes(existing -> sns.existing(existing.ref())
                        .filter(subscription -> subscription.confirmed) // CloudFormation leaves one that is pending
                        .ifPresent(subscription -> sns.unsubscribe(subscription.arn)));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html">Region</a> */
    private static Map<String, String> attributes(ObjectNode properties) {
        String topic = SnsApi.topicArn(properties);
        String region = ":sns:" + properties.path("Region").asText();
        Sns.refuse(properties.has("Region") && !topic.contains(region + ":"), "TopicArn");
        return Json.map(properties.deepCopy().retain(SubscriptionSettings.NAMES));
    }

    private static Subscription subscribe(Sns sns, ObjectNode given, Map<String, String> attributes) {
        String topic = SnsApi.topicArn(given);
        return sns.subscribe(
                topic, given.path("Protocol").asText(), given.path("Endpoint").asText(), attributes);
    }

    private static String arn(ObjectNode input) {
        return input.path("SubscriptionArn").asText();
    }

    private JsonNode shown(ObjectNode input) {
        return Json.object().set("Attributes", sns.subscription(arn(input)).attributes());
    }

    /** Without a value, an attribute is taken away; an empty one is no redrive policy. */
    private void set(ObjectNode input) {
        boolean isEmpty = "".equals(input.path("AttributeValue").textValue());
        boolean isRedrive = input.path("AttributeName").asText().equals("RedrivePolicy");
        Sns.refuse(isEmpty && isRedrive, "RedrivePolicy: failed to parse JSON. It must be an object.");
        SnsApi.set(sns.subscription(arn(input))::set, input);
    }

    private JsonNode subscribe(ObjectNode input) {
        Subscription subscription = subscribe(sns, input, Json.map(input.path("Attributes")));
        boolean arn =
                subscription.confirmed || input.path("ReturnSubscriptionArn").asBoolean();
        return Json.object().put("SubscriptionArn", arn ? subscription.arn : "pending confirmation");
    }

    private JsonNode confirm(ObjectNode input) {
        String token = input.path("Token").asText();
        return Json.object().put("SubscriptionArn", sns.confirm(SnsApi.topicArn(input), token).arn);
    }

    private JsonNode listOfTopic(ObjectNode input) {
        return list(sns.topic(SnsApi.topicArn(input)).subscriptions.values(), input);
    }

    private static JsonNode list(Collection<Subscription> subscriptions, ObjectNode input) {
        return SnsApi.page("Subscriptions", subscriptions, input, Subscription::summary);
    }
}

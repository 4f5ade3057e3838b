package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::SNS::Subscription}; one to a mail address waits for its confirmation. */
public record SubscriptionType(Sns sns) implements ResourceType {
    private static final List<String> ATTRIBUTES =
            List.of("FilterPolicyScope", "FilterPolicy", "RawMessageDelivery", "RedrivePolicy");

    private static final Members PROPERTIES = Members.of(
            optional("TopicArn", ANY).replacing(),
            optional("Protocol", ANY).replacing(),
            optional("Endpoint", ANY).replacing(),
            optional("FilterPolicyScope", ANY),
            optional("FilterPolicy", ANY),
            optional("RawMessageDelivery", ANY),
            optional("RedrivePolicy", ANY),
            optional("Region", ANY).withoutEffect(),
            optional("DeliveryPolicy", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::SNS::Subscription";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : ATTRIBUTES) {
            JsonNode value = declaration.properties().path(attribute);
            if (!value.isMissingNode()) {
                attributes.put(attribute, text(value));
            }
        }
        Subscription subscription = sns.subscribe(
                declaration.properties().path("TopicArn").asText(),
                declaration.properties().path("Protocol").asText(),
                declaration.properties().path("Endpoint").asText(),
                attributes);
        return new Physical(subscription.arn(), Map.of("Arn", subscription.arn()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        Subscription subscription = sns.subscription(existing.ref());
        for (String attribute : ATTRIBUTES) {
            JsonNode value = declaration.properties().path(attribute);
            if (!value.isMissingNode()) {
                subscription.set(attribute, text(value));
            } else if (!attribute.equals("FilterPolicyScope")) {
                subscription.set(attribute, "");
            }
        }
        return existing;
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? Json.write(value) : value.asText();
    }

    @Override
    public void delete(Physical existing) {
        sns.topics().values().forEach(topic -> topic.subscriptions().remove(existing.ref()));
    }
}

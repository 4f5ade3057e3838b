package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

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
            required("TopicArn", text(1, 1024)).replacing(),
            required("Protocol", oneOf("email", "lambda", "sqs")).replacing(),
            required("Endpoint", text(1, 2048)).replacing(),
            optional("FilterPolicyScope", oneOf("MessageAttributes", "MessageBody")),
            optional("FilterPolicy", json()),
            optional("RawMessageDelivery", flag()),
            optional("RedrivePolicy", json(Members.of(required("deadLetterTargetArn", text(1, 1024))))),
            optional("Region", text()).withoutEffect(),
            optional("DeliveryPolicy", json()).withoutEffect());

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
                attributes.put(attribute, attribute(value));
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
                subscription.set(attribute, attribute(value));
            } else if (!attribute.equals("FilterPolicyScope")) {
                subscription.set(attribute, "");
            }
        }
        return existing;
    }

    private static String attribute(JsonNode value) {
        return value.isContainerNode() ? Json.write(value) : value.asText();
    }

    @Override
    public void delete(Physical existing) {
        sns.topics().values().forEach(topic -> topic.subscriptions().remove(existing.ref()));
    }
}

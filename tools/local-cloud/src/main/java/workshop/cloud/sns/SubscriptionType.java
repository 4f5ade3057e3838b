package workshop.cloud.sns;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::SNS::Subscription}; one to an email address waits for its confirmation. */
public record SubscriptionType(Sns sns) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("TopicArn", text(1, 1024)).replacing(),
                    required("Protocol", oneOf("email", "lambda", "sqs")).replacing(),
                    required("Endpoint", text(1, 2048)).replacing(),
                    optional("FilterPolicyScope", oneOf("MessageAttributes", "MessageBody")),
                    optional("FilterPolicy", json()),
                    optional("RawMessageDelivery", flag()),
                    optional("RedrivePolicy", json(Members.of(required("deadLetterTargetArn", text(1, 1024))))),
                    withoutEffect("Region", text()),
                    withoutEffect("DeliveryPolicy", json()))
            .returning("Arn");

    @Override
    public Physical create(Declaration declaration) {
        JsonNode properties = declaration.properties();
        Subscription subscription = sns.subscribe(
                properties.path("TopicArn").asText(),
                properties.path("Protocol").asText(),
                properties.path("Endpoint").asText(),
                attributes(properties));
        return new Physical(subscription.arn, Map.of("Arn", subscription.arn));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        sns.subscription(existing.ref()).replace(attributes(declaration.properties()));
        return existing;
    }

    private static Map<String, String> attributes(JsonNode properties) {
        Map<String, String> attributes = new LinkedHashMap<>();
        SubscriptionSettings.NAMES.stream().filter(properties::has).forEach(name -> {
            JsonNode value = properties.path(name);
            attributes.put(name, value.isContainerNode() ? Json.write(value) : value.asText());
        });
        return attributes;
    }

    @Override
    public void delete(Physical existing) {
        sns.unsubscribe(existing.ref());
    }
}

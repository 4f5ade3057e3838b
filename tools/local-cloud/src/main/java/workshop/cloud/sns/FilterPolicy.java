package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * Which messages a subscription wants, by their attributes or by their body. SNS's policies have the form of event
 * patterns, so Event Ruler decides here too.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter policies</a>
 */
@FunctionalInterface
interface FilterPolicy {
    String ATTRIBUTES = "MessageAttributes";
    String BODY = "MessageBody";

    FilterPolicy EVERYTHING = message -> true;

    boolean passes(Message message);

    /**
     * Compiles a policy; null is none.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static FilterPolicy of(String policy, String scope) {
        if (policy == null || Json.read(policy).isEmpty()) {
            return EVERYTHING;
        }
        EventPattern pattern = EventPattern.of(Json.read(policy));
        return BODY.equals(scope)
                ? message -> pattern.matches(body(message))
                : message -> pattern.matches(attributes(message));
    }

    private static JsonNode body(Message message) {
        try {
            JsonNode body = Json.read(message.text());
            return body.isObject() ? body : Json.object();
        } catch (UncheckedIOException e) {
            return Json.object(); // text that is no JSON has nothing that a policy could ask for
        }
    }

    private static JsonNode attributes(Message message) {
        ObjectNode values = Json.object();
        message.attributes().properties().forEach(attribute -> {
            String value = attribute.getValue().path("StringValue").asText();
            switch (attribute.getValue().path("DataType").asText()) {
                case "Number" -> values.put(attribute.getKey(), new BigDecimal(value));
                case "String.Array" -> values.set(attribute.getKey(), Json.read(value));
                case "Binary" -> {}
                default -> values.put(attribute.getKey(), value);
            }
        });
        return values;
    }
}

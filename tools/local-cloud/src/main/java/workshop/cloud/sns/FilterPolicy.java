package workshop.cloud.sns;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * Which messages a subscription wants, by their attributes or by their body. SNS's policies have the form of event
 * patterns, so Event Ruler decides here too.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter policies</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html">Constraints</a>
 */
@FunctionalInterface
interface FilterPolicy {
    String ATTRIBUTES = "MessageAttributes";
    String BODY = "MessageBody";
    String OR = "$or";
    int MAX_KEYS = 5;
    int MAX_COMBINATIONS = 150;

    boolean passes(Message message);

    /**
     * Compiles a policy; an empty one wants everything.
     *
     * @throws IllegalArgumentException saying what is wrong with it in SNS's words
     */
    static FilterPolicy of(ObjectNode policy, String scope) {
        if (policy.isEmpty()) {
            return message -> true;
        }
        try {
            EventPattern pattern = new EventPattern(Json.text(policy));
            checkOperators(Json.write(policy));
            long keys = entries(policy).map(Map.Entry::getKey).distinct().count();
            SubscriptionSettings.refuse(keys > MAX_KEYS, "Filter policy can not have more than " + MAX_KEYS + " keys");
            SubscriptionSettings.refuse(combinations(policy, 1) > MAX_COMBINATIONS, "Filter policy is too complex");
            if (scope.equals(BODY)) {
                return message -> Json.parse(message.text())
                        .filter(JsonNode::isObject)
                        .filter(pattern::matches)
                        .isPresent();
            }
            if (entries(policy).noneMatch(entry -> entry.getValue().isObject())) {
                return message -> pattern.matches(attributes(message));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "FilterPolicy: " + e.getMessage().replaceFirst("^.* Reason: (prefix)?(/suffix)?", "$1"), e);
        }
        throw new IllegalArgumentException(
                "Filter policy scope MessageAttributes does not support nested filter policy");
    }

    /** Event Ruler knows more than SNS. */
    private static void checkOperators(String policy) {
        try (JsonParser parser = Json.MAPPER.createParser(policy)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    JsonStreamContext outer = parser.getParsingContext().getParent();
                    String unknown = unknown(outer, parser.getText(), parser.nextToken());
                    if (unknown != null) {
                        throw new IllegalArgumentException(unknown + "\n at [Source: (String)\"" + policy
                                + "\"; line: 1, column: "
                                + parser.currentLocation().getColumnNr() + "]");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What SNS says of an operator that is no key; null if it knows that. */
    private static String unknown(JsonStreamContext outer, String name, JsonToken value) {
        if ("anything-but".equals(outer.getCurrentName())) {
            return name.equals("prefix") ? null : "Unsupported anything-but pattern: " + name;
        }
        if (!outer.inArray() || OR.equals(outer.getParent().getCurrentName())) {
            return null;
        }
        return switch (name) {
            case "wildcard" -> "Unrecognized match type " + name;
            case "prefix", "suffix" -> value.isScalarValue() ? null : name + " match pattern must be a string";
            default -> null;
        };
    }

    /** The keys of a policy and of the alternatives in it; of a nested one the outermost. */
    private static Stream<Map.Entry<String, JsonNode>> entries(JsonNode policy) {
        return policy.propertyStream()
                .flatMap(entry ->
                        isOr(entry) ? entry.getValue().valueStream().flatMap(FilterPolicy::entries) : Stream.of(entry));
    }

    private static boolean isOr(Map.Entry<String, JsonNode> entry) {
        return entry.getKey().equals(OR) && entry.getValue() instanceof ArrayNode;
    }

    /** Values of one key multiply with those of others, and with the depth of the key; alternatives add up. */
    private static long combinations(JsonNode policy, int depth) {
        return policy.propertyStream()
                .mapToLong(entry -> {
                    JsonNode value = entry.getValue();
                    return isOr(entry)
                            ? value.valueStream()
                                    .mapToLong(each -> combinations(each, depth))
                                    .sum()
                            : value.isObject() ? combinations(value, depth + 1) : (long) value.size() * depth;
                })
                .reduce(1, (product, its) -> product * its);
    }

    static JsonNode attributes(Message message) {
        ObjectNode values = Json.object();
        message.attributes().forEach((name, attribute) -> {
            String value = attribute.value();
            switch (attribute.dataType()) {
                case "Number" -> values.put(name, new BigDecimal(value));
                case "String.Array" -> values.set(name, Json.read(value));
                case "Binary" -> {}
                default -> values.put(name, value);
            }
        });
        return values;
    }
}

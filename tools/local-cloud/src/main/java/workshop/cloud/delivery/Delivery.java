package workshop.cloud.delivery;

import java.util.Map;

/**
 * Something one service hands to another.
 *
 * @param principal who delivers, such as {@code events.amazonaws.com}
 * @param sourceArn on whose behalf, such as a rule's ARN
 * @param payload the body
 * @param attributes message attributes, for targets that have them (SQS); else empty
 */
public record Delivery(String principal, String sourceArn, String payload, Map<String, String> attributes) {

    public Delivery(String principal, String sourceArn, String payload) {
        this(principal, sourceArn, payload, Map.of());
    }
}

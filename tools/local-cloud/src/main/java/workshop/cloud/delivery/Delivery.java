package workshop.cloud.delivery;

import java.util.List;
import java.util.Map;

/**
 * Something one service hands to another.
 *
 * @param payload the body
 * @param attributes message attributes by name, for targets that have them (SQS); else empty
 * @param causes the numbers of the hops that led to it
 */
public record Delivery(Sender sender, String payload, Map<String, Attribute> attributes, List<Long> causes) {

    /**
     * A message attribute as SQS takes it.
     *
     * @param dataType {@code String}, {@code Number} or {@code Binary}, perhaps with a label of one's own after a dot
     * @param value of a binary one in Base64
     */
    public record Attribute(String dataType, String value) {

        public static Attribute text(String value) {
            return new Attribute("String", value);
        }
    }

    public Delivery(Sender sender, String payload, List<Long> causes) {
        this(sender, payload, Map.of(), causes);
    }

    public String sourceArn() {
        return sender.sourceArn();
    }
}

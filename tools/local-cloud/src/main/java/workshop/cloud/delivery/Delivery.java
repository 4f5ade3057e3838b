package workshop.cloud.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Something one service hands to another.
 *
 * @param payload the body
 * @param attributes message attributes by name, for targets that have them (SQS); else empty
 * @param causes the numbers of the hops that led to it
 * @param traceHeader X-Ray's, which goes on with a message; empty for none
 */
public record Delivery(
        Sender sender, String payload, Map<String, Attribute> attributes, List<Long> causes, String traceHeader) {

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

        /** Reads one of a request; its value is empty if it is not where its type says. */
        public static Attribute of(JsonNode given) {
            String type = given.path("DataType").asText();
            return new Attribute(type, given.path(field(type)).asText());
        }

        /** The member of requests and answers that has the value. */
        public String field() {
            return field(dataType);
        }

        private static String field(String type) {
            return type.startsWith("Binary") ? "BinaryValue" : "StringValue";
        }

        public boolean isBinary() {
            return dataType.startsWith("Binary");
        }

        /** Whether the value is a number, with any sign, fraction or exponent. */
        public boolean isNumber() {
            try {
                new BigDecimal(value);
                return true;
            } catch (NumberFormatException e) {
                return false; // which is the answer
            }
        }

        /** How much a request with this body and these attributes counts, in bytes. */
        public static int bytes(String body, JsonNode attributes) {
            StringBuilder all = new StringBuilder(body);
            attributes.properties().forEach(one -> {
                all.append(one.getKey());
                one.getValue().forEach(part -> all.append(part.asText()));
            });
            return all.toString().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    public Delivery(Sender sender, String payload, Map<String, Attribute> attributes, List<Long> causes) {
        this(sender, payload, attributes, causes, "");
    }

    public Delivery(Sender sender, String payload, List<Long> causes) {
        this(sender, payload, Map.of(), causes);
    }

    public String sourceArn() {
        return sender.sourceArn();
    }
}

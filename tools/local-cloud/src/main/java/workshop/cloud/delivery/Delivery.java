package workshop.cloud.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import workshop.cloud.Json;

/**
 * Something one service hands to another.
 *
 * @param payload the body
 * @param attributes message attributes by name, for targets that have them (SQS, SNS); else empty
 * @param causes the numbers of the hops that led to it
 * @param traceHeader X-Ray's, which goes on with a message; empty for none
 */
public record Delivery(
        Sender sender, String payload, Map<String, Attribute> attributes, List<Long> causes, String traceHeader) {

    /**
     * A message attribute as SQS and SNS take it.
     *
     * @param dataType {@code String}, {@code Number} or {@code Binary}, perhaps with a label of one's own after a dot
     * @param value of a binary one in Base64
     */
    public record Attribute(String dataType, String value) {

        public static Attribute text(String value) {
            return new Attribute("String", value);
        }

        /** Those of a request, by name. */
        public static Map<String, Attribute> all(JsonNode given) {
            return given.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, one -> of(one.getValue())));
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

        /** As a request says it. */
        public ObjectNode json() {
            return Json.object().put("DataType", dataType).put(field(), value);
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

        /** How much a message of a request counts, in bytes; its text is in a member of this name. */
        public static int bytes(JsonNode request, String body) {
            return bytes(request.path(body).asText(), all(request.path("MessageAttributes")));
        }

        /** The same of one with this body and these attributes. */
        public static int bytes(String body, Map<String, Attribute> attributes) {
            return attributes.entrySet().stream()
                    .mapToInt(one -> bytes(one.getKey() + one.getValue().dataType)
                            + one.getValue().bytes())
                    .reduce(bytes(body), Integer::sum);
        }

        private int bytes() {
            return isBinary() ? value.replace("=", "").length() * 3 / 4 : bytes(value);
        }

        private static int bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    public Delivery(Sender sender, String payload, List<Long> causes) {
        this(sender, payload, Map.of(), causes, "");
    }

    public String sourceArn() {
        return sender.sourceArn();
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * Reads what a message carries beside its text.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a>
 */
final class MessageAttributes {
    private static final int MAX_NAME = 256;
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9_.-]");

    private MessageAttributes() {}

    /** By name; throws what SNS says of a name, a type or a value that it doesn't take. */
    static Map<String, Attribute> of(JsonNode given) {
        Map<String, Attribute> attributes = new TreeMap<>();
        given.forEachEntry((name, value) -> {
            checkName(name);
            attributes.put(name, attribute(name, value));
        });
        return attributes;
    }

    private static void checkName(String name) {
        Matcher odd = ODD.matcher(name);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw refused("Length of message attribute name must be less than 256 bytes.");
        }
        if (odd.find()) {
            throw refused("Invalid non-alphanumeric character '#x"
                    + Integer.toHexString(name.codePointAt(odd.start())).toUpperCase()
                    + "' was found in the message attribute name. Can only include alphanumeric characters, hyphens,"
                    + " underscores, or dots.");
        }
        if (name.startsWith(".") || name.endsWith(".")) {
            throw refused("Invalid message attribute name " + (name.startsWith(".") ? "starting" : "ending")
                    + " with character '.' was found.");
        }
        if (name.contains("..")) {
            throw refused("Message attribute name can not have successive '.' character.");
        }
    }

    private static Attribute attribute(String name, JsonNode given) {
        Attribute attribute = Attribute.of(given);
        String type = attribute.dataType();
        String its = "The message attribute '" + name + "' ";
        if (!type.matches("(String|Number|Binary)(\\..+)?")) {
            throw refused(its + "has an invalid message attribute type, the set of supported type prefixes is Binary,"
                    + " Number, and String.");
        }
        boolean binary = attribute.isBinary();
        if (given.has(binary ? "StringValue" : "BinaryValue")) {
            throw refused(its + "with type '" + type + "' must use field '" + (binary ? "Binary" : "String") + "'.");
        }
        if (attribute.value().isEmpty()) {
            throw refused(
                    its + "must contain non-empty message attribute value for message attribute type '" + type + "'.");
        }
        boolean isList = Json.parse(attribute.value()).filter(JsonNode::isArray).isPresent();
        if (type.equals("Number") && !attribute.isNumber() || type.equals("String.Array") && !isList) {
            throw refused("Could not cast message attribute '" + name + "' value to " + type + ".");
        }
        return attribute;
    }

    private static AwsError refused(String message) {
        return AwsError.of("ParameterValueInvalid", message);
    }
}

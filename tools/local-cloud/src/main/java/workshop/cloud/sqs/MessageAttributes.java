package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Digest;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * What a message carries beside its body.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Message metadata</a>
 */
record MessageAttributes(Map<String, Attribute> byName) {
    private static final int MAX_ATTRIBUTES = 10;
    private static final int MAX_LENGTH = 256;
    private static final Pattern NAME = Pattern.compile("(?!(?i:aws|amazon)\\.)[\\w-]+(\\.[\\w-]+)*");
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    /** Reads what a request says; throws what SQS says of a name, a type or a value that it doesn't take. */
    static MessageAttributes of(JsonNode given) {
        return of(Attribute.all(given));
    }

    static MessageAttributes of(Map<String, Attribute> byName) {
        if (byName.size() > MAX_ATTRIBUTES) {
            throw SqsError.invalid("Number of message attributes [" + byName.size() + "] exceeds the allowed maximum ["
                    + MAX_ATTRIBUTES + "].");
        }
        byName.forEach(MessageAttributes::check);
        return new MessageAttributes(new TreeMap<>(byName));
    }

    private static void check(String name, Attribute attribute) {
        String its = "message (user) attribute '" + name + "'";
        String type = attribute.dataType();
        if (!NAME.matcher(name).matches() || name.length() > MAX_LENGTH) {
            throw SqsError.invalid("The name of " + its + " is invalid. It can have up to 256 of A-Z, a-z, 0-9,"
                    + " underscores, hyphens and single periods, and doesn't start with AWS. or Amazon.");
        }
        if (!type.matches("(String|Number|Binary)(\\..*)?") || type.length() > MAX_LENGTH) {
            throw SqsError.invalid("The type of " + its + " is invalid. You must use only the following supported type"
                    + " prefixes: Binary, Number, String.");
        }
        if (attribute.value().isEmpty()) {
            throw SqsError.invalid("Message (user) attribute '" + name + "' must contain a non-empty value of type '"
                    + type.replaceFirst("\\..*", "").replace("Number", "String") + "'.");
        }
        if (type.startsWith("Number") && !attribute.isNumber()) {
            throw SqsError.invalid("Can't cast the value of " + its + " to a number.");
        }
        if (UNPRINTABLE.matcher(attribute.value()).find()) {
            throw SqsError.invalid("Invalid characters found in the value of " + its + ".");
        }
        if (attribute.isBinary() && !attribute.value().matches("[A-Za-z0-9+/]*=*")) {
            throw AwsError.of("SerializationException", "The value of " + its + " is no Base64.");
        }
    }

    /** Throws if a text has characters that no message can have. */
    static void checkCharacters(String body) {
        AwsError.refuse(
                UNPRINTABLE.matcher(body).find(),
                "InvalidMessageContents",
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF |"
                        + " #xE000 to #xFFFD | #x10000 to #x10FFFF");
    }

    /** Those that a receiver asks for: by name, by the beginning of a name ({@code tracing.*}), or all. */
    MessageAttributes named(List<String> wanted) {
        Map<String, Attribute> named = new TreeMap<>(byName);
        named.keySet().removeIf(name -> wanted.stream().noneMatch(one -> isMeant(one, name)));
        return new MessageAttributes(named);
    }

    private static boolean isMeant(String wanted, String name) {
        return wanted.equals(name)
                || wanted.equals("All")
                || wanted.equals("*")
                || wanted.endsWith(".*") && name.startsWith(wanted.substring(0, wanted.length() - 2));
    }

    ObjectNode json() {
        ObjectNode all = Json.object();
        byName.forEach((name, attribute) -> all.set(name, attribute.json()));
        return all;
    }

    /** By which clients verify what was sent, and what was received. */
    String md5() {
        if (byName.isEmpty()) {
            return null;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byName.forEach((name, attribute) -> {
            append(all, bytes(name));
            append(all, bytes(attribute.dataType()));
            all.write(attribute.isBinary() ? 2 : 1);
            append(all, bytes(attribute));
        });
        return Digest.hex("MD5", all.toByteArray());
    }

    private static void append(ByteArrayOutputStream all, byte[] bytes) {
        all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        all.writeBytes(bytes);
    }

    private static byte[] bytes(Attribute attribute) {
        return attribute.isBinary() ? Base64.getDecoder().decode(attribute.value()) : bytes(attribute.value());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

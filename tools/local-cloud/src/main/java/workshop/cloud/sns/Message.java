package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * What is published to a topic.
 *
 * @param subject null if there is none
 * @param structure texts by protocol, if it was published with several; else null
 * @param attributes by name, each with its DataType and its StringValue or BinaryValue
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
record Message(
        String id,
        String topicArn,
        String subject,
        String text,
        JsonNode structure,
        ObjectNode attributes,
        Instant publishedAt) {
    private static final int MAX_BYTES = 256 * 1024;
    private static final int SUBJECT_IS_SHORTER_THAN = 100;

    /** Reads what Publish or one entry of PublishBatch says; throws InvalidParameter with AWS's reasons. */
    static Message of(String topicArn, ObjectNode input) {
        String text = input.path("Message").asText("");
        if (text.isEmpty()) {
            throw Sns.invalid("Empty message");
        }
        ObjectNode attributes = input.path("MessageAttributes") instanceof ObjectNode given ? given : Json.object();
        int bytes = bytes(text);
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            bytes += bytes(attribute.getKey()) + validated(attribute.getKey(), attribute.getValue());
        }
        if (bytes > MAX_BYTES) {
            throw Sns.invalid("Message too long");
        }
        JsonNode structure = null;
        if (input.has("MessageStructure")) {
            structure = structure(input.path("MessageStructure").asText(), text);
            text = structure.path("default").asText();
        }
        return new Message(
                UUID.randomUUID().toString(),
                topicArn,
                subject(input.path("Subject")),
                text,
                structure,
                attributes,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** A message as another service publishes it: a text. */
    static Message of(String topicArn, String text) {
        return of(topicArn, Json.object().put("Message", text));
    }

    private static String subject(JsonNode given) {
        if (given.isMissingNode()) {
            return null;
        }
        String subject = given.asText();
        if (subject.isEmpty()
                || subject.length() >= SUBJECT_IS_SHORTER_THAN
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw Sns.invalid("Subject");
        }
        return subject;
    }

    private static JsonNode structure(String kind, String text) {
        if (!kind.equals("json")) {
            throw Sns.invalid("Message Structure - only json is valid, not " + kind);
        }
        try {
            JsonNode structure = Json.read(text);
            if (structure.path("default").isTextual()) {
                return structure;
            }
        } catch (UncheckedIOException e) {
            throw Sns.invalid("Message Structure - JSON message body failed to parse");
        }
        throw Sns.invalid("Message Structure - No default entry in JSON message body");
    }

    /** Returns the attribute's size in bytes. */
    private static int validated(String name, JsonNode attribute) {
        String type = attribute.path("DataType").asText("");
        String value = attribute
                .path(type.startsWith("Binary") ? "BinaryValue" : "StringValue")
                .asText("");
        if (!type.matches("(String|Number|Binary)(\\..+)?") || value.isEmpty()) {
            throw new AwsError(
                    400,
                    "ParameterValueInvalid",
                    "The message attribute '" + name + "' must contain non-empty message attribute value for message"
                            + " attribute type '" + type + "' (String, Number, Binary).");
        }
        try {
            if (type.equals("Number")) {
                new BigDecimal(value);
            } else if (type.equals("String.Array") && !Json.read(value).isArray()) {
                throw Sns.invalid("MessageAttributes Reason: " + name + " is no JSON array");
            }
        } catch (NumberFormatException | UncheckedIOException e) {
            throw Sns.invalid("MessageAttributes Reason: the value of " + name + " is no " + type + ": " + value);
        }
        return bytes(type) + bytes(value);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    String textFor(String protocol) {
        return structure == null ? text : structure.path(protocol).asText(text);
    }

    /** Attributes as a queue gets them with raw delivery. */
    Map<String, Attribute> queueAttributes() {
        Map<String, Attribute> queued = new LinkedHashMap<>();
        attributes.properties().forEach(attribute -> {
            JsonNode value = attribute.getValue();
            String text =
                    value.path("StringValue").asText(value.path("BinaryValue").asText());
            queued.put(attribute.getKey(), new Attribute(value.path("DataType").asText(), text));
        });
        return queued;
    }

    /**
     * The envelope that queues and mail programs get. The local cloud signs nothing: the signature says so.
     *
     * @param urlEnding {@code URL} for queues, {@code Url} for functions: AWS spells the two differently
     */
    ObjectNode envelope(Subscription subscription, String unsubscribeUrl, String urlEnding) {
        ObjectNode envelope = Json.object()
                .put("Type", "Notification")
                .put("MessageId", id)
                .put("TopicArn", topicArn)
                .put("Subject", subject)
                .put("Message", textFor(subscription.protocol()))
                .put("Timestamp", timestamp())
                .put("SignatureVersion", "1")
                .put("Signature", "bm90IHNpZ25lZCBieSB0aGUgbG9jYWwgY2xvdWQ=")
                .put("SigningCert" + urlEnding, "http://127.0.0.1/not-signed-by-the-local-cloud.pem")
                .put("Unsubscribe" + urlEnding, unsubscribeUrl);
        boolean function = urlEnding.equals("Url");
        if (subject == null && !function) {
            envelope.remove("Subject");
        }
        if (function || !attributes.isEmpty()) {
            ObjectNode its = envelope.putObject("MessageAttributes");
            attributes.properties().forEach(attribute -> {
                JsonNode value = attribute.getValue();
                its.putObject(attribute.getKey())
                        .put("Type", value.path("DataType").asText())
                        .put(
                                "Value",
                                value.path("StringValue")
                                        .asText(value.path("BinaryValue").asText()));
            });
        }
        return envelope;
    }

    private String timestamp() {
        String text = publishedAt.toString();
        return text.length() == "2026-01-01T00:00:00Z".length() ? text.replace("Z", ".000Z") : text;
    }
}

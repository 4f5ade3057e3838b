package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * What is published to a topic.
 *
 * @param subject null if there is none
 * @param structure texts by protocol, if it was published with several; else null
 * @param attributes by name
 * @param traceHeader X-Ray's, which goes on to queues; empty for none
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
record Message(
        String id,
        String topicArn,
        String subject,
        String text,
        JsonNode structure,
        Map<String, Attribute> attributes,
        Instant publishedAt,
        String traceHeader) {
    static final int MAX_BYTES = 256 * 1024;
    private static final int SUBJECT_IS_SHORTER_THAN = 100;

    /** Reads what Publish, an entry of PublishBatch or a delivery says; throws what SNS says of it. */
    static Message of(String topicArn, JsonNode input, String traceHeader) {
        String text = input.path("Message").asText("");
        Sns.refuse(text.isEmpty(), "Empty message");
        if (input.has("MessageDeduplicationId")) {
            throw Sns.invalid("MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                    + " that is not valid for this topic type");
        }
        Map<String, Attribute> attributes = MessageAttributes.of(input.path("MessageAttributes"));
        JsonNode structure = null;
        if (input.has("MessageStructure")) {
            structure = structure(input.path("MessageStructure").asText(), text);
            text = structure.path("default").asText();
        }
        String id = UUID.randomUUID().toString();
        String subject = subject(input.path("Subject"));
        Sns.refuse(Attribute.bytes(input, "Message") > MAX_BYTES, "Message too long");
        Instant now = Instant.now();
        return new Message(id, topicArn, subject, text, structure, attributes, now, traceHeader);
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
        Sns.refuse(!kind.equals("json"), "Message Structure - only json is valid, not " + kind);
        JsonNode structure = Json.parse(text)
                .orElseThrow(() -> Sns.invalid("Message Structure - JSON message body failed to parse"));
        Sns.refuse(!structure.path("default").isTextual(), "Message Structure - No default entry in JSON message body");
        return structure;
    }

    String textFor(String protocol) {
        JsonNode own = structure == null ? null : structure.get(protocol);
        return own != null && own.isTextual() ? own.asText() : text;
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
                .put("Message", textFor(subscription.protocol))
                .put("Timestamp", Json.milliseconds(publishedAt))
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
            attributes.forEach((name, attribute) ->
                    its.putObject(name).put("Type", attribute.dataType()).put("Value", attribute.value()));
        }
        return envelope;
    }
}

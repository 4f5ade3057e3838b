package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.AwsError;
import workshop.cloud.Digest;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * A message that somebody sends.
 *
 * @param traceHeader X-Ray's, the one system attribute that can be sent
 * @param delay in seconds; empty for the queue's
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
 */
record Outgoing(
        String body,
        MessageAttributes attributes,
        MessageAttributes traceHeader,
        Optional<Integer> delay,
        Optional<String> groupId,
        Optional<String> deduplicationId) {
    private static final String TRACE_HEADER = "AWSTraceHeader";
    private static final int MAX_DELAY = 900;

    /** Reads SendMessage or one entry of SendMessageBatch; throws what SQS says of it. */
    static Outgoing of(JsonNode input, String traceHeader) {
        String body = body(input.path("MessageBody").asText());
        JsonNode system = input.path("MessageSystemAttributes");
        system.forEachEntry((name, attribute) -> {
            boolean isText = attribute.path("DataType").asText().equals("String");
            SqsError.refuse(
                    !isText || !name.equals(TRACE_HEADER),
                    "Message system attribute " + (isText ? "name" : "type of") + " '" + name + "' is invalid.");
        });
        return new Outgoing(
                body,
                MessageAttributes.of(input.path("MessageAttributes")),
                system.isEmpty() ? trace(traceHeader) : MessageAttributes.of(system),
                input.has("DelaySeconds")
                        ? Optional.of(SqsError.number(
                                input, "DelaySeconds", 0, 0, MAX_DELAY, "DelaySeconds must be >= 0 and <= 900."))
                        : Optional.empty(),
                id(input, "MessageGroupId"),
                id(input, "MessageDeduplicationId"));
    }

    static Outgoing of(Delivery delivery) {
        MessageAttributes attributes = MessageAttributes.of(delivery.attributes());
        MessageAttributes trace = trace(delivery.traceHeader());
        return new Outgoing(
                body(delivery.payload()), attributes, trace, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static String body(String text) {
        SqsError.require(!text.isEmpty(), "MessageBody");
        MessageAttributes.checkCharacters(text);
        return text;
    }

    /** @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html">SQS and X-Ray</a> */
    private static MessageAttributes trace(String header) {
        return MessageAttributes.of(header.isEmpty() ? Map.of() : Map.of(TRACE_HEADER, Attribute.text(header)));
    }

    static Optional<String> id(JsonNode input, String name) {
        if (!input.has(name)) {
            return Optional.empty();
        }
        String id = input.path(name).asText();
        if (!id.matches("[\\p{Alnum}\\p{Punct}]{1,128}")) {
            throw SqsError.invalid(
                    name, id, name + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
        return Optional.of(id);
    }

    /** Throws if a queue with these settings doesn't take it, apart from its size. */
    void checkFor(QueueSettings queue) {
        if (!queue.isFifo()) {
            if (deduplicationId.isPresent()) {
                throw notOfThisType("MessageDeduplicationId", deduplicationId.get());
            }
            return;
        }
        if (delay.orElse(0) != 0) {
            throw notOfThisType("DelaySeconds", delay.get());
        }
        SqsError.require(groupId.isPresent(), "MessageGroupId");
        if (deduplicationId.isEmpty()) {
            queue.requireContentBased();
        }
    }

    private static AwsError notOfThisType(String parameter, Object value) {
        return SqsError.invalid(
                parameter, value, "The request include parameter that is not valid for this queue type.");
    }

    int bytes() {
        return Attribute.bytes(body, attributes.byName());
    }

    String bodyHash(String algorithm) {
        return Digest.hex(algorithm, MessageAttributes.bytes(body));
    }
}

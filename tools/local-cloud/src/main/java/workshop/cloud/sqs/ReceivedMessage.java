package workshop.cloud.sqs;

import java.util.List;
import java.util.Map;
import workshop.cloud.Digest;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * A message as a receiver gets it.
 *
 * @param receiptHandle by which this receipt of it is deleted or kept longer
 * @param systemAttributes what SQS says about it, such as {@code SentTimestamp}
 * @param causes the number of the hop that brought it
 */
public record ReceivedMessage(
        String id,
        String receiptHandle,
        String body,
        Map<String, String> systemAttributes,
        Map<String, Attribute> attributes,
        List<Long> causes) {

    static ReceivedMessage of(Message message) {
        Outgoing sent = message.sent;
        Map<String, Attribute> attributes = sent.attributes().byName();
        List<Long> causes = List.of(message.hop);
        return new ReceivedMessage(
                message.id, message.receiptHandle, sent.body(), message.systemAttributes(), attributes, causes);
    }

    public String md5OfBody() {
        return Digest.hex("MD5", MessageAttributes.bytes(body));
    }

    public String md5OfAttributes() {
        return new MessageAttributes(attributes).md5();
    }
}

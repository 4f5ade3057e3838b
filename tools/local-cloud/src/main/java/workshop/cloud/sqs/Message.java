package workshop.cloud.sqs;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A message in a queue.
 *
 * @param sequenceNumber empty in a standard queue
 * @param deduplicationId empty in a standard queue
 * @param deadLetterSource the ARN of the queue from which it came into a dead-letter queue; else empty
 */
record Message(
        String id,
        Outgoing sent,
        String senderId,
        Instant sentAt,
        String sequenceNumber,
        String deduplicationId,
        String deadLetterSource,
        int receiveCount,
        Instant firstReceivedAt) {

    /** A standard queue is one in which every message is a group of its own. */
    String group(boolean fifo) {
        return fifo ? sent.groupId().orElse(id) : id;
    }

    Message received(Instant now) {
        return with(deadLetterSource, receiveCount + 1, firstReceivedAt == null ? now : firstReceivedAt);
    }

    Message deadIn(String sourceArn) {
        return with(sourceArn, receiveCount, firstReceivedAt);
    }

    /** A new message with the same content, as a redrive sends it. */
    Message redriven(Instant now) {
        String id = UUID.randomUUID().toString();
        return new Message(id, sent, senderId, now, sequenceNumber, deduplicationId, "", 0, null);
    }

    private Message with(String deadLetterSource, int receiveCount, Instant firstReceivedAt) {
        return new Message(
                id,
                sent,
                senderId,
                sentAt,
                sequenceNumber,
                deduplicationId,
                deadLetterSource,
                receiveCount,
                firstReceivedAt);
    }

    /** What SQS says about it, by the names of ReceiveMessage. */
    Map<String, String> systemAttributes() {
        Map<String, String> all = new TreeMap<>(Map.of(
                "SenderId", senderId,
                "SentTimestamp", String.valueOf(sentAt.toEpochMilli()),
                "ApproximateReceiveCount", String.valueOf(receiveCount),
                "SequenceNumber", sequenceNumber,
                "MessageDeduplicationId", deduplicationId,
                "DeadLetterQueueSourceArn", deadLetterSource));
        if (firstReceivedAt != null) {
            all.put("ApproximateFirstReceiveTimestamp", String.valueOf(firstReceivedAt.toEpochMilli()));
        }
        sent.groupId().ifPresent(group -> all.put("MessageGroupId", group));
        sent.traceHeader().byName().forEach((name, attribute) -> all.put(name, attribute.value()));
        all.values().removeIf(String::isEmpty);
        return all;
    }
}

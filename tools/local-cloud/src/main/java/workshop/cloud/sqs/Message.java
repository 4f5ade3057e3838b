package workshop.cloud.sqs;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A message in a queue, which alone changes it. */
final class Message {
    final String id = UUID.randomUUID().toString();
    final Outgoing sent;
    final String senderId;
    final Instant sentAt;

    /** Both empty in a standard queue. */
    final String sequenceNumber;

    final String deduplicationId;

    /** The ARN of the queue from which it came into a dead-letter queue; else empty. */
    String deadLetterSource = "";

    Instant visibleAt;
    Instant receivedAt;
    Instant firstReceivedAt;
    int receiveCount;

    long hop;

    String receiptHandle = "";

    Message(Outgoing sent, String senderId, Instant sentAt, String sequenceNumber, String deduplicationId, long hop) {
        this.sent = sent;
        this.senderId = senderId;
        this.sentAt = sentAt;
        this.sequenceNumber = sequenceNumber;
        this.deduplicationId = deduplicationId;
        this.hop = hop;
    }

    Message again(Instant now) {
        return new Message(sent, senderId, now, sequenceNumber, deduplicationId, hop);
    }

    boolean isVisible(Instant now) {
        return !visibleAt.isAfter(now);
    }

    boolean isInFlight(Instant now) {
        return !receiptHandle.isEmpty() && !isVisible(now);
    }

    /** What SQS says about it, by the names of ReceiveMessage. */
    Map<String, String> systemAttributes() {
        Map<String, String> all = new TreeMap<>();
        all.put("SenderId", senderId);
        all.put("SentTimestamp", String.valueOf(sentAt.toEpochMilli()));
        all.put("ApproximateReceiveCount", String.valueOf(receiveCount));
        all.put("ApproximateFirstReceiveTimestamp", String.valueOf(firstReceivedAt.toEpochMilli()));
        all.put("SequenceNumber", sequenceNumber);
        all.put("MessageDeduplicationId", deduplicationId);
        all.put("DeadLetterQueueSourceArn", deadLetterSource);
        all.put("MessageGroupId", sent.groupId().orElse(""));
        sent.traceHeader().byName().forEach((name, attribute) -> all.put(name, attribute.value()));
        all.values().removeIf(String::isEmpty);
        return all;
    }
}

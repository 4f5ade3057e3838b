package workshop.cloud.sqs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;

/** A queue of the account: its settings, its tags and its messages. */
final class Queue {
    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);
    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(60);
    private static final int MAX_TAGS = 50;

    final String arn;
    private final InstantSource clock;
    private final Instant createdAt;
    final Messages messages;
    volatile Map<String, String> tags = Map.of();
    private final boolean deduplicatedByGroup;
    private final Map<String, Message> recentlySent = new HashMap<>();
    private long sent;
    private Instant purgedAt = Instant.MIN;
    volatile QueueSettings settings;
    private volatile Instant modifiedAt;

    Queue(String arn, QueueSettings settings, Map<String, String> tags, InstantSource clock) {
        this.arn = arn;
        this.clock = clock;
        this.settings = settings;
        this.createdAt = clock.instant();
        this.modifiedAt = createdAt;
        this.messages = new Messages(arn, settings.isFifo(), clock);
        this.deduplicatedByGroup = "messageGroup".equals(settings.values().get("DeduplicationScope"));
        retag(List.of(), tags);
    }

    String name() {
        return Arn.parse(arn).name();
    }

    void set(QueueSettings settings) {
        this.settings = settings;
        modifiedAt = clock.instant();
    }

    /** Takes these tags away and adds others; throws InvalidParameterValue, and does neither, if SQS doesn't take them. */
    synchronized void retag(Collection<String> gone, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(tags);
        all.keySet().removeAll(gone);
        all.putAll(more);
        SqsError.refuse(all.size() > MAX_TAGS, "Too many tags added for queue " + name() + ".");
        gone.forEach(key -> checkTag("keys", key, 1, 128));
        more.forEach((key, value) -> {
            checkTag("keys", key, 1, 128);
            checkTag("values", value, 0, 256);
            SqsError.refuse(key.matches("(?i)aws:.*"), "Tag keys may not start with aws:, which AWS keeps for itself.");
        });
        tags = Map.copyOf(all);
    }

    private static void checkTag(String what, String text, int least, int most) {
        SqsError.refuse(
                text.length() < least || text.length() > most,
                "Tag " + what + " must be between " + least + " and " + most + " characters in length.");
        if (!text.matches("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*")) {
            throw SqsError.invalid("Tag " + what + " may only contain unicode letters, digits, whitespace, or one of"
                    + " these symbols: _ . : / = + - @");
        }
    }

    Map<String, String> attributes() {
        expire();
        Map<String, String> all = new TreeMap<>(settings.values());
        messages.counts().forEach((name, count) -> all.put(name, String.valueOf(count)));
        all.put("QueueArn", arn);
        all.put("CreatedTimestamp", String.valueOf(createdAt.getEpochSecond()));
        all.put("LastModifiedTimestamp", String.valueOf(modifiedAt.getEpochSecond()));
        return all;
    }

    int depth() {
        expire();
        return messages.counts().values().stream().mapToInt(Long::intValue).sum();
    }

    /**
     * Takes a message; in a FIFO queue one that it has had in the last five minutes is that one.
     *
     * @param taken notes that, and gives the hop's number
     */
    synchronized Message send(Outgoing outgoing, String senderId, LongSupplier taken) {
        outgoing.checkFor(settings);
        Instant now = clock.instant();
        boolean fifo = settings.isFifo();
        Message message = new Message(
                outgoing,
                senderId,
                now,
                fifo ? "188%017d".formatted(++sent) : "",
                fifo ? outgoing.deduplicationId().orElseGet(() -> outgoing.bodyHash("SHA-256")) : "",
                taken.getAsLong());
        if (fifo) {
            recentlySent.values().removeIf(old -> old.sentAt.isBefore(now.minus(DEDUPLICATION)));
            String scope = deduplicatedByGroup ? " " + outgoing.groupId().get() : "";
            Message duplicate = recentlySent.putIfAbsent(message.deduplicationId + scope, message);
            if (duplicate != null) {
                return duplicate;
            }
        }
        int delay = outgoing.delay().filter(given -> !fifo).orElse(settings.number("DelaySeconds"));
        messages.add(message, Duration.ofSeconds(delay));
        return message;
    }

    void add(Message message) {
        messages.add(message, Duration.ZERO);
    }

    /**
     * Waits for messages and takes them; returns none if none came in time, or when the thread is interrupted.
     *
     * @param deadLetters gets those that were received too often
     */
    List<ReceivedMessage> receive(ReceiveRequest request, Consumer<Message> deadLetters) {
        Instant end = clock.instant().plus(request.waitTime());
        try {
            while (true) {
                long changes = messages.changes();
                List<ReceivedMessage> received = take(request, deadLetters);
                Duration rest = Duration.between(clock.instant(), end);
                if (!received.isEmpty() || rest.isNegative() || rest.isZero()) {
                    return received;
                }
                messages.await(changes, rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<ReceivedMessage> take(ReceiveRequest request, Consumer<Message> deadLetters) {
        expire();
        List<Message> dead = new ArrayList<>();
        int most = settings.redrive().map(RedrivePolicy::maxReceiveCount).orElse(Integer.MAX_VALUE);
        List<ReceivedMessage> taken = messages.take(request, most, dead);
        dead.forEach(message -> {
            message.deadLetterSource = arn;
            deadLetters.accept(message);
        });
        return taken;
    }

    private void expire() {
        messages.expire(clock.instant().minus(settings.seconds("MessageRetentionPeriod")));
    }

    synchronized void purge() {
        Instant now = clock.instant();
        if (purgedAt.plus(BETWEEN_PURGES).isAfter(now)) {
            String message = "Only one PurgeQueue operation on " + name() + " is allowed every 60 seconds.";
            throw new AwsError(403, "PurgeQueueInProgress", message);
        }
        purgedAt = now;
        recentlySent.clear();
        messages.purge();
    }
}

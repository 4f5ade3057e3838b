package workshop.cloud.sqs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import workshop.cloud.AwsError;

/**
 * The messages of one queue, in groups; in a standard queue every message is a group of its own. A message that is
 * invisible hides those after it in its group; a group that was received from goes to the end of the line.
 */
final class Messages {
    static final String ATTEMPT = "ReceiveRequestAttemptId";
    private static final Duration MAX_VISIBILITY = Duration.ofHours(12);
    private static final Duration RETRYABLE = Duration.ofMinutes(5);

    private final String queueArn;
    private final boolean fifo;
    private final InstantSource clock;
    private final Map<String, Map<String, Message>> groups = new LinkedHashMap<>();
    private final Map<String, Attempt> attempts = new HashMap<>();
    private long changes;

    /** What an attempt to receive got, and until when it is hidden. */
    private record Attempt(Instant at, Instant hiddenUntil, Set<String> handles) {}

    Messages(String queueArn, boolean fifo, InstantSource clock) {
        this.queueArn = queueArn;
        this.fifo = fifo;
        this.clock = clock;
    }

    private String group(Message message) {
        return fifo ? message.sent.groupId().orElse(message.id) : message.id;
    }

    synchronized void add(Message message, Duration delay) {
        message.visibleAt = clock.instant().plus(delay);
        message.receiptHandle = "";
        groups.computeIfAbsent(group(message), group -> new LinkedHashMap<>()).put(message.id, message);
        wake();
    }

    private void wake() {
        changes++;
        notifyAll();
    }

    synchronized long changes() {
        return changes;
    }

    /** Waits until there is a change after the given one, a message becomes visible, or the time is over. */
    synchronized void await(long since, Duration most) throws InterruptedException {
        if (changes == since) {
            Instant now = clock.instant();
            long next = all().stream()
                    .filter(message -> !message.isVisible(now))
                    .mapToLong(
                            message -> Duration.between(now, message.visibleAt).toMillis())
                    .min()
                    .orElse(Long.MAX_VALUE);
            wait(Math.max(1, Math.min(most.toMillis(), next + 1)));
        }
    }

    /**
     * Takes messages that are visible, and hides them.
     *
     * @param dead gets those that were received as often as they may be; they are gone from here
     */
    synchronized List<ReceivedMessage> take(ReceiveRequest request, int maxReceiveCount, List<Message> dead) {
        Instant now = clock.instant();
        attempts.values().removeIf(old -> old.at.isBefore(now.minus(RETRYABLE)));
        if (attempts.containsKey(request.attempt())) {
            return again(request, now);
        }
        List<ReceivedMessage> taken = new ArrayList<>();
        List<String> receivedFrom = new ArrayList<>();
        for (String group : groups.keySet()) {
            int before = taken.size();
            Iterator<Message> messages = groups.get(group).values().iterator();
            while (taken.size() < request.most() && messages.hasNext()) {
                Message message = messages.next();
                if (!message.isVisible(now)) {
                    break;
                }
                if (message.receiveCount >= maxReceiveCount) {
                    messages.remove();
                    dead.add(message);
                } else {
                    taken.add(receive(message, now, request.visibility()));
                }
            }
            if (taken.size() > before) {
                receivedFrom.add(group);
            }
            if (taken.size() == request.most()) {
                break;
            }
        }
        receivedFrom.forEach(group -> groups.put(group, groups.remove(group)));
        if (!dead.isEmpty()) {
            groups.values().removeIf(Map::isEmpty);
        }
        if (!request.attempt().isEmpty() && !taken.isEmpty()) {
            Set<String> handles =
                    taken.stream().map(ReceivedMessage::receiptHandle).collect(Collectors.toSet());
            attempts.put(request.attempt(), new Attempt(now, now.plus(request.visibility()), handles));
        }
        return taken;
    }

    /**
     * What an attempt got before, hidden anew; throws if any of it was deleted, hidden otherwise, or received since.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>
     */
    private List<ReceivedMessage> again(ReceiveRequest request, Instant now) {
        Attempt before = attempts.get(request.attempt());
        List<Message> its = all().stream()
                .filter(message ->
                        before.handles.contains(message.receiptHandle) && message.visibleAt.equals(before.hiddenUntil))
                .toList();
        if (its.size() < before.handles.size()) {
            String reason = "The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.";
            throw SqsError.invalid(ATTEMPT, request.attempt(), reason);
        }
        Attempt again = new Attempt(before.at, now.plus(request.visibility()), before.handles);
        attempts.put(request.attempt(), again);
        its.forEach(message -> message.visibleAt = again.hiddenUntil);
        return its.stream().map(ReceivedMessage::of).toList();
    }

    private ReceivedMessage receive(Message message, Instant now, Duration visibility) {
        String handle = String.join(" ", UUID.randomUUID().toString(), queueArn, group(message), message.id);
        message.receiptHandle = Base64.getEncoder().encodeToString(handle.getBytes(StandardCharsets.UTF_8));
        message.receiveCount++;
        message.receivedAt = now;
        message.firstReceivedAt = message.firstReceivedAt == null ? now : message.firstReceivedAt;
        message.visibleAt = now.plus(visibility);
        return ReceivedMessage.of(message);
    }

    /** Deletes a message; one that is gone already is no error. */
    synchronized void delete(String handle) {
        find(handle).ifPresent(message -> {
            remove(message);
            wake();
        });
    }

    private void remove(Message message) {
        groups.get(group(message)).remove(message.id);
        groups.computeIfPresent(group(message), (id, group) -> group.isEmpty() ? null : group);
    }

    synchronized void changeVisibility(String handle, Duration visibility) {
        String gone = "Message does not exist or is not available for visibility timeout change.";
        Message message = find(handle).orElseThrow(() -> SqsError.invalid("ReceiptHandle", handle, gone));
        if (message.isVisible(clock.instant())) {
            return; // AWS answers as if it hid the message again, and doesn't:
            // github.com/localstack/localstack/pull/9632
        }
        Instant until = clock.instant().plus(visibility);
        if (until.isAfter(message.receivedAt.plus(MAX_VISIBILITY))) {
            String reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]";
            throw SqsError.invalid("VisibilityTimeout", visibility.toSeconds(), reason);
        }
        message.visibleAt = until;
        wake();
    }

    /** The message of a handle, unless it is gone. In a FIFO queue a handle works as long as it hides the message. */
    private Optional<Message> find(String handle) {
        String[] parts = decoded(handle).split(" ");
        Message message =
                parts.length == 4 ? groups.getOrDefault(parts[2], Map.of()).get(parts[3]) : null;
        if (parts.length != 4 || !parts[1].equals(queueArn)) {
            String invalid = "The input receipt handle \"" + handle + "\" is not a valid receipt handle.";
            throw new AwsError(404, "ReceiptHandleIsInvalid", invalid);
        }
        if (fifo && message != null && !(message.receiptHandle.equals(handle) && message.isInFlight(clock.instant()))) {
            throw SqsError.invalid("ReceiptHandle", handle, "The receipt handle has expired.");
        }
        return Optional.ofNullable(message);
    }

    /** What a handle says; nothing if it is none of ours. */
    static String decoded(String handle) {
        try {
            return new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    synchronized void expire(Instant before) {
        for (Message message : all()) {
            if (message.sentAt.isBefore(before)) {
                remove(message);
            }
        }
    }

    synchronized void purge() {
        groups.clear();
    }

    /** Takes out the message that has waited longest; empty if none is visible. */
    synchronized Optional<Message> poll() {
        Instant now = clock.instant();
        Optional<Message> first = groups.values().stream()
                .map(group -> group.values().iterator().next())
                .filter(message -> message.isVisible(now))
                .findFirst();
        first.ifPresent(this::remove);
        return first;
    }

    private List<Message> all() {
        return groups.values().stream()
                .flatMap(group -> group.values().stream())
                .toList();
    }

    /** How many are visible, in flight, and delayed. */
    synchronized Map<String, Long> counts() {
        Instant now = clock.instant();
        long visible = all().stream().filter(message -> message.isVisible(now)).count();
        long inFlight =
                all().stream().filter(message -> message.isInFlight(now)).count();
        return Map.of(
                "ApproximateNumberOfMessages", visible,
                "ApproximateNumberOfMessagesNotVisible", inFlight,
                "ApproximateNumberOfMessagesDelayed", all().size() - visible - inFlight);
    }
}

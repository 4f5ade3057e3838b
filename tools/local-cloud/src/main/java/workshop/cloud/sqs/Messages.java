package workshop.cloud.sqs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import workshop.cloud.AwsError;

/**
 * The messages of one queue, in groups. A message that is invisible hides those after it in its group; a group that was
 * received from goes to the end of the line.
 */
final class Messages {
    private static final Duration MAX_VISIBILITY = Duration.ofHours(12);

    private final String queueArn;
    private final boolean fifo;
    private final InstantSource clock;
    private final Map<String, Map<String, Entry>> groups = new LinkedHashMap<>();
    private long changes;

    private static final class Entry {
        private Message message;
        private Instant visibleAt;
        private Instant receivedAt;
        private String handle = "";

        private Entry(Message message, Instant visibleAt) {
            this.message = message;
            this.visibleAt = visibleAt;
        }

        private boolean isVisible(Instant now) {
            return !visibleAt.isAfter(now);
        }

        private boolean isInFlight(Instant now) {
            return !handle.isEmpty() && !isVisible(now);
        }
    }

    Messages(String queueArn, boolean fifo, InstantSource clock) {
        this.queueArn = queueArn;
        this.fifo = fifo;
        this.clock = clock;
    }

    synchronized void add(Message message, Duration delay) {
        groups.computeIfAbsent(message.group(fifo), group -> new LinkedHashMap<>())
                .put(message.id(), new Entry(message, clock.instant().plus(delay)));
        wake();
    }

    private void wake() {
        changes++;
        notifyAll();
    }

    /** Changes with every message that is added or becomes visible before its time. */
    synchronized long changes() {
        return changes;
    }

    /** Waits until there is a change after the given one, a message becomes visible, or the time is over. */
    synchronized void await(long since, Duration most) throws InterruptedException {
        if (changes == since) {
            Instant now = clock.instant();
            long next = entries().stream()
                    .filter(entry -> !entry.isVisible(now))
                    .mapToLong(entry -> Duration.between(now, entry.visibleAt).toMillis())
                    .min()
                    .orElse(Long.MAX_VALUE);
            wait(Math.max(1, Math.min(most.toMillis(), next + 1)));
        }
    }

    /**
     * Takes messages that are visible, and hides them.
     *
     * @param isDead which ones are not received once more; they are gone from here and in {@code dead}
     */
    synchronized List<ReceivedMessage> take(
            int most, Duration visibility, Predicate<Message> isDead, List<Message> dead) {
        Instant now = clock.instant();
        List<ReceivedMessage> taken = new ArrayList<>();
        List<String> receivedFrom = new ArrayList<>();
        for (Map.Entry<String, Map<String, Entry>> group : groups.entrySet()) {
            int before = taken.size();
            Iterator<Entry> entries = group.getValue().values().iterator();
            while (taken.size() < most && entries.hasNext()) {
                Entry entry = entries.next();
                if (!entry.isVisible(now)) {
                    break;
                }
                if (isDead.test(entry.message)) {
                    entries.remove();
                    dead.add(entry.message);
                } else {
                    taken.add(receive(entry, now, visibility));
                }
            }
            if (taken.size() > before) {
                receivedFrom.add(group.getKey());
            }
            if (taken.size() == most) {
                break;
            }
        }
        receivedFrom.forEach(group -> groups.put(group, groups.remove(group)));
        if (!dead.isEmpty()) {
            groups.values().removeIf(Map::isEmpty);
        }
        return taken;
    }

    private ReceivedMessage receive(Entry entry, Instant now, Duration visibility) {
        entry.message = entry.message.received(now);
        entry.visibleAt = now.plus(visibility);
        entry.receivedAt = now;
        entry.handle = Base64.getEncoder()
                .encodeToString((UUID.randomUUID() + " " + queueArn + " " + entry.message.group(fifo) + " "
                                + entry.message.id())
                        .getBytes(StandardCharsets.UTF_8));
        return ReceivedMessage.of(entry.message, entry.handle);
    }

    /** Deletes a message; one that is gone already is no error. */
    synchronized void delete(String handle) {
        String[] parts = read(handle);
        find(parts).ifPresent(entry -> {
            checkCurrent(entry, handle);
            groups.get(parts[2]).remove(parts[3]);
            groups.computeIfPresent(parts[2], (id, group) -> group.isEmpty() ? null : group);
            wake();
        });
    }

    synchronized void changeVisibility(String handle, Duration visibility) {
        Entry entry = find(read(handle))
                .orElseThrow(() -> SqsError.invalid(
                        "ReceiptHandle",
                        handle,
                        "Message does not exist or is not available for visibility timeout change."));
        checkCurrent(entry, handle);
        Instant until = clock.instant().plus(visibility);
        if (until.isAfter(entry.receivedAt.plus(MAX_VISIBILITY))) {
            throw SqsError.invalid(
                    "VisibilityTimeout",
                    visibility.toSeconds(),
                    "Total VisibilityTimeout for the" + " message is beyond the limit [43200 seconds]");
        }
        entry.visibleAt = until;
        wake();
    }

    /** In a FIFO queue a receipt handle works as long as the message is hidden by it. */
    private void checkCurrent(Entry entry, String handle) {
        if (fifo && !(entry.handle.equals(handle) && entry.isInFlight(clock.instant()))) {
            throw SqsError.invalid("ReceiptHandle", handle, "The receipt handle has expired.");
        }
    }

    private String[] read(String handle) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8).split(" ");
            if (parts.length == 4 && parts[1].equals(queueArn)) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            throw notValid(handle);
        }
        throw notValid(handle);
    }

    private static AwsError notValid(String handle) {
        return new AwsError(
                404,
                "ReceiptHandleIsInvalid",
                "The input receipt handle \"" + handle + "\" is not a valid receipt handle.");
    }

    private Optional<Entry> find(String[] handle) {
        return Optional.ofNullable(groups.getOrDefault(handle[2], Map.of()).get(handle[3]));
    }

    /** Forgets what was sent before. */
    synchronized void expire(Instant before) {
        groups.values()
                .forEach(group ->
                        group.values().removeIf(entry -> entry.message.sentAt().isBefore(before)));
        groups.values().removeIf(Map::isEmpty);
    }

    synchronized void purge() {
        groups.clear();
    }

    /** Takes out the message that has waited longest; empty if none is visible. */
    synchronized Optional<Message> remove() {
        Instant now = clock.instant();
        for (Map<String, Entry> group : groups.values()) {
            Entry first = group.values().iterator().next();
            if (first.isVisible(now)) {
                group.remove(first.message.id());
                groups.values().removeIf(Map::isEmpty);
                return Optional.of(first.message);
            }
        }
        return Optional.empty();
    }

    private List<Entry> entries() {
        return groups.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }

    /** How many are visible, in flight, and delayed. */
    synchronized Map<String, Long> counts() {
        Instant now = clock.instant();
        List<Entry> all = entries();
        long visible = all.stream().filter(entry -> entry.isVisible(now)).count();
        long inFlight = all.stream().filter(entry -> entry.isInFlight(now)).count();
        return Map.of(
                "ApproximateNumberOfMessages", visible,
                "ApproximateNumberOfMessagesNotVisible", inFlight,
                "ApproximateNumberOfMessagesDelayed", all.size() - visible - inFlight);
    }
}

package workshop.cloud.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What is kept of a bus's events, to be replayed. On AWS it grows without bound; here it keeps the newest that fit.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html">Archives</a>
 */
final class Archive {
    private static final long MAX_CHARACTERS = 32L << 20;

    final String name;
    final String arn;
    final EventBus bus;
    final Instant createdAt = Instant.now();
    private final Deque<Event> events = new ArrayDeque<>();
    volatile ArchiveDefinition definition;
    private long characters;

    Archive(String name, String arn, EventBus bus, ArchiveDefinition definition) {
        this.name = name;
        this.arn = arn;
        this.bus = bus;
        this.definition = definition;
    }

    synchronized void change(UnaryOperator<ArchiveDefinition> change) {
        definition = change.apply(definition);
    }

    synchronized void keep(Event event) {
        if (!definition.matches(event)) {
            return;
        }
        events.addLast(event);
        characters += event.json().length();
        while (characters > MAX_CHARACTERS || isExpired(events.peekFirst())) {
            characters -= events.removeFirst().json().length();
        }
    }

    private boolean isExpired(Event oldest) {
        return oldest != null
                && definition.retentionDays() > 0
                && oldest.acceptedAt().isBefore(Instant.now().minus(Duration.ofDays(definition.retentionDays())));
    }

    /** Those that occurred then, in their order. */
    synchronized List<Event> between(Instant from, Instant to) {
        return events.stream()
                .filter(event -> !event.time().isBefore(from) && !event.time().isAfter(to) && !isExpired(event))
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }

    synchronized int count() {
        return events.size();
    }

    /** How much it keeps, in characters. */
    synchronized long size() {
        return characters;
    }
}

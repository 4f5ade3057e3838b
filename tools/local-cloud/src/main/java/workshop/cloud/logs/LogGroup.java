package workshop.cloud.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import workshop.cloud.AwsError;

/** A log group; it keeps its newest events only, so that memory stays bounded. */
final class LogGroup {
    private static final int KEPT = 10_000;

    final String name;
    final long createdAt = System.currentTimeMillis();
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private final Map<String, LogStream> streams = new TreeMap<>();
    volatile Integer retentionInDays;
    volatile String ofClass = "STANDARD";

    /** One line of a log stream; {@code number} counts all of the account's. Both times are in milliseconds. */
    record LogEvent(long number, String stream, long timestamp, long ingestedAt, String message) {}

    /**
     * What is known of a log stream, all times in milliseconds.
     *
     * @param firstEvent null, as the others are, as long as there is no event
     */
    record LogStream(String name, long createdAt, Long firstEvent, Long lastEvent, Long lastIngestion) {

        LogStream(String name) {
            this(name, System.currentTimeMillis(), null, null, null);
        }

        LogStream with(LogEvent event) {
            return new LogStream(
                    name,
                    createdAt,
                    firstEvent == null ? event.timestamp() : Math.min(firstEvent, event.timestamp()),
                    lastEvent == null ? event.timestamp() : Math.max(lastEvent, event.timestamp()),
                    event.ingestedAt());
        }
    }

    LogGroup(String name) {
        this.name = name;
    }

    synchronized void add(LogEvent event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.addLast(event);
        LogStream stream = streams.computeIfAbsent(event.stream(), LogStream::new);
        streams.put(stream.name, stream.with(event));
    }

    synchronized void addStream(String stream) {
        if (streams.putIfAbsent(stream, new LogStream(stream)) != null) {
            throw AwsError.of("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
    }

    synchronized LogStream stream(String stream) {
        return Optional.ofNullable(streams.get(stream))
                .orElseThrow(() -> AwsError.notFound("The specified log stream does not exist."));
    }

    synchronized List<LogStream> streams() {
        return List.copyOf(streams.values());
    }

    /** In the order in which they arrived. */
    synchronized List<LogEvent> events() {
        return new ArrayList<>(events);
    }
}

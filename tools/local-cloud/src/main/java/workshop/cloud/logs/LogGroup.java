package workshop.cloud.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import workshop.cloud.AwsError;

/** A log group; it keeps its newest events only, so that memory stays bounded. */
final class LogGroup {
    private static final int KEPT = 10_000;

    final String name;
    final long createdAt = System.currentTimeMillis();
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private final Map<String, LogStream> streams = new TreeMap<>();
    private Integer retentionInDays;

    LogGroup(String name) {
        this.name = name;
    }

    synchronized Integer retentionInDays() {
        return retentionInDays;
    }

    synchronized void retentionInDays(Integer days) {
        retentionInDays = days;
    }

    synchronized void add(LogEvent event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.addLast(event);
        streams.put(
                event.stream(),
                streams.computeIfAbsent(event.stream(), LogStream::new).with(event));
    }

    synchronized void addStream(String stream) {
        if (streams.putIfAbsent(stream, new LogStream(stream)) != null) {
            throw AwsError.of("ResourceAlreadyExistsException", "The specified log stream already exists");
        }
    }

    synchronized LogStream stream(String stream) {
        LogStream found = streams.get(stream);
        if (found == null) {
            throw AwsError.notFound("The specified log stream does not exist.");
        }
        return found;
    }

    /** By name. */
    synchronized List<LogStream> streams() {
        return List.copyOf(streams.values());
    }

    /** In the order in which they arrived. */
    synchronized List<LogEvent> events() {
        return new ArrayList<>(events);
    }
}

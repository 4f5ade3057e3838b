package workshop.cloud.logs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A log group; it keeps its newest events only, so that memory stays bounded. */
final class LogGroup {
    private static final int KEPT = 10_000;

    private final String name;
    private final long createdAt = System.currentTimeMillis();
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private final Map<String, Long> streams = new LinkedHashMap<>();
    private Integer retentionInDays;

    LogGroup(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    long createdAt() {
        return createdAt;
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
        streams.merge(event.stream(), event.timestamp(), Math::max);
    }

    synchronized void addStream(String stream) {
        streams.putIfAbsent(stream, createdAt);
    }

    /** The streams with the time of the last event of each. */
    synchronized Map<String, Long> streams() {
        return new LinkedHashMap<>(streams);
    }

    synchronized List<LogEvent> events() {
        return new ArrayList<>(events);
    }
}

package workshop.cloud.logs;

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

package workshop.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import workshop.cloud.Json;

/**
 * The events of one PutLogEvents call, in their order. Those out of time are rejected, the others are kept.
 *
 * @param tooNew index of the first that is more than two hours ahead; the size if none is
 * @param tooOld index after the last that is more than 14 days old
 * @param expired index after the last that is older than the group keeps events
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html">PutLogEvents</a>
 */
record LogBatch(List<Entry> events, int tooNew, int tooOld, int expired) {
    private static final int MAX_BYTES = 1_048_576;
    private static final int BYTES_FOR_EACH = 26;

    record Entry(long timestamp, String message) {}

    static LogBatch of(JsonNode logEvents, Integer retentionInDays, long now) {
        List<Entry> events = logEvents
                .valueStream()
                .map(event -> new Entry(
                        event.path("timestamp").asLong(), event.path("message").asText()))
                .toList();
        int days = retentionInDays == null ? Integer.MAX_VALUE : retentionInDays;
        LogBatch batch = new LogBatch(
                events,
                before(events, now + TimeUnit.HOURS.toMillis(2) + 1),
                before(events, now - TimeUnit.DAYS.toMillis(14)),
                before(events, now - TimeUnit.DAYS.toMillis(days)));
        batch.refuse();
        return batch;
    }

    private static int before(List<Entry> events, long time) {
        return (int) events.stream().filter(event -> event.timestamp < time).count();
    }

    private void refuse() {
        LogsApi.refuse(
                IntStream.range(1, events.size()).anyMatch(i -> events.get(i).timestamp < events.get(i - 1).timestamp),
                "Log events in a single PutLogEvents request must be in chronological order.");
        List<Entry> inTime = events.subList(Math.min(tooOld, tooNew), tooNew);
        LogsApi.refuse(
                inTime.stream()
                        .anyMatch(event -> event.timestamp - inTime.get(0).timestamp > TimeUnit.DAYS.toMillis(1)),
                "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        int bytes = events.stream()
                .mapToInt(event -> event.message.getBytes(StandardCharsets.UTF_8).length + BYTES_FOR_EACH)
                .sum();
        LogsApi.refuse(bytes > MAX_BYTES, "Upload too large: " + bytes + " bytes exceeds limit of " + MAX_BYTES);
    }

    List<Entry> kept() {
        int from = Math.min(Math.max(tooOld, expired), tooNew);
        return events.subList(from, tooNew);
    }

    /** What PutLogEvents answers of those that are not kept; null if all are. */
    ObjectNode rejected() {
        ObjectNode info = Json.object()
                .put("tooNewLogEventStartIndex", tooNew < events.size() ? tooNew : null)
                .put("tooOldLogEventEndIndex", tooOld > 0 ? tooOld : null)
                .put("expiredLogEventEndIndex", expired > tooOld ? expired : null);
        return kept().size() == events.size() ? null : info;
    }
}

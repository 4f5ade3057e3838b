package workshop.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.cloud.logs.LogGroup.LogEvent;

/** How the events of a group, or of one of its streams, are read: by their time, page by page. */
record LogReading(Logs logs) {
    private static final Pattern FILTER_TOKEN = Pattern.compile("(n)/(\\d{1,18})");
    private static final Pattern STREAM_TOKEN = Pattern.compile("([fb])/(\\d{1,18})");
    private static final int PAGE = 10_000;

    /**
     * The end is included.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html">
     *     FilterLogEvents</a>
     */
    JsonNode filter(ObjectNode input) {
        String prefix = input.path("logStreamNamePrefix").asText("");
        LogsApi.refuse(
                !prefix.isEmpty() && input.has("logStreamNames"),
                "logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
        List<String> streams = Json.texts(input.path("logStreamNames"));
        streams.forEach(logs.group(input)::stream); // which must be there
        Predicate<String> pattern = FilterPattern.of(input.path("filterPattern").asText(""));
        long to = input.path("endTime").asLong(Long.MAX_VALUE);
        List<LogEvent> all = events(
                input,
                event -> event.timestamp() <= to
                        && event.stream().startsWith(prefix)
                        && (streams.isEmpty() || streams.contains(event.stream()))
                        && pattern.test(event.message()));
        Matcher token = token(input, FILTER_TOKEN);
        int first = token == null ? 0 : after(all, token);
        int next = Math.min(all.size(), first + input.path("limit").asInt(PAGE));
        ObjectNode answer = Json.object();
        answer.set("events", Json.list(all.subList(first, next), LogReading::found));
        answer.putArray("searchedLogStreams");
        return next == all.size()
                ? answer
                : answer.put("nextToken", "n/" + all.get(next - 1).number());
    }

    /**
     * The end is not included. Without a token the newest page comes first, but for {@code startFromHead}; a token that
     * leads no further is given again.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html">
     *     GetLogEvents</a>
     */
    JsonNode get(ObjectNode input) {
        String stream =
                logs.group(input).stream(input.path("logStreamName").asText()).name();
        long to = input.path("endTime").asLong(Long.MAX_VALUE);
        List<LogEvent> all =
                events(input, event -> event.timestamp() < to && event.stream().equals(stream));
        int limit = input.path("limit").asInt(PAGE);
        Matcher token = token(input, STREAM_TOKEN);
        boolean forward = token == null
                ? input.path("startFromHead").asBoolean()
                : token.group(1).equals("f");
        int end = forward ? 0 : all.size();
        int at = token == null ? end : Math.max(0, after(all, token) - (forward ? 0 : 1));
        int first = forward ? at : Math.max(0, at - limit);
        int next = forward ? Math.min(all.size(), at + limit) : at;
        String same = token == null ? "0" : token.group(2);
        boolean isEmpty = first >= next;
        String oldest = isEmpty ? same : String.valueOf(all.get(first).number());
        String newest = isEmpty ? same : String.valueOf(all.get(next - 1).number());
        return Json.object()
                .put("nextForwardToken", "f/" + newest)
                .put("nextBackwardToken", "b/" + oldest)
                .set("events", Json.list(all.subList(first, next), LogReading::json));
    }

    /** Those of a group from its start time on, oldest first. */
    private List<LogEvent> events(ObjectNode input, Predicate<LogEvent> which) {
        long from = input.path("startTime").asLong(0);
        return logs.group(input).events().stream()
                .filter(event -> event.timestamp() >= from && which.test(event))
                .sorted(Comparator.comparing(LogEvent::timestamp))
                .toList();
    }

    private static Matcher token(ObjectNode input, Pattern known) {
        if (!input.has("nextToken")) {
            return null;
        }
        Matcher token = known.matcher(input.path("nextToken").asText());
        if (!token.matches()) {
            throw LogsApi.invalidToken();
        }
        return token;
    }

    /** The index after the event that a token names; 0 if it is gone. */
    private static int after(List<LogEvent> all, Matcher token) {
        long number = Long.parseLong(token.group(2));
        return all.stream().map(LogEvent::number).toList().indexOf(number) + 1;
    }

    private static ObjectNode found(LogEvent event) {
        return json(event)
                .put("logStreamName", event.stream())
                .put("eventId", String.format(Locale.ROOT, "%056d", event.number()));
    }

    private static ObjectNode json(LogEvent event) {
        return Json.object()
                .put("timestamp", event.timestamp())
                .put("ingestionTime", event.ingestedAt())
                .put("message", event.message());
    }
}

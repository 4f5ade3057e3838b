package todo.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** A CloudWatch log group, as far as it was written since these tests began. */
record LogGroup(String name) {
    private static final CloudWatchLogsClient LOGS = CloudWatchLogsClient.create();

    /** A while before the tests began, as two clocks may differ. */
    private static final long SINCE = Instant.now().minus(Duration.ofMinutes(2)).toEpochMilli();

    /** Whether a line has all of these phrases. */
    boolean has(String... phrases) {
        return !lines(phrases).isEmpty();
    }

    /** The lines that have all of these phrases; none if there is no such log group yet. */
    List<String> lines(String... phrases) {
        return matching(Stream.of(phrases).map(phrase -> '"' + phrase + '"').collect(Collectors.joining(" ")));
    }

    /** The last line of it, as a sentence; of a stack trace, the line before it. */
    String end() {
        return matching("-\"START RequestId\" -\"END RequestId\" -\"REPORT RequestId\"").stream()
                .filter(line -> !line.strip().startsWith("at "))
                .reduce((before, last) -> last)
                .map(last -> "The log group " + name + " ends with: "
                        + last.lines().findFirst().orElse(""))
                .orElse("The log group " + name + " is empty.");
    }

    private List<String> matching(String pattern) {
        try {
            return LOGS
                    .filterLogEventsPaginator(
                            filter -> filter.logGroupName(name).startTime(SINCE).filterPattern(pattern))
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (ResourceNotFoundException e) {
            return List.of();
        }
    }
}

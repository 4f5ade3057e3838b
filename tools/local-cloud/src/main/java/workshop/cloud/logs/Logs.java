package workshop.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Target;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.Policy;
import workshop.cloud.logs.LogGroup.LogEvent;

/** The account's log groups; EventBridge delivers to them if a resource policy lets it. */
public final class Logs implements Target {
    static final int MAX_NAME = 512;

    private final Iam iam;
    final Map<String, LogGroup> groups = new ConcurrentSkipListMap<>();
    final Map<String, Dated> policies = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** A resource policy, and when it was put last, in milliseconds. */
    record Dated(Policy policy, long updatedAt) {}

    public Logs(Iam iam) {
        this.iam = iam;
    }

    /** Writes a line of a function if its role allows it; a group that nobody made is made then, likewise. */
    public void write(String roleArn, String group, String stream, String line) {
        if (refusal(roleArn, group, stream).isEmpty()) {
            put(group, stream, System.currentTimeMillis(), line);
        }
    }

    /**
     * Why a function can't write to its log, if its role doesn't let it; else empty.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html">Required permissions</a>
     */
    public String refusal(String roleArn, String group, String stream) {
        String arn = Arn.inRegion("logs", "log-group:" + group) + ":";
        String its = arn + "log-stream:" + stream.replaceFirst("].*", "]"); // as far as it is known before
        return Stream.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
                .skip(groups.containsKey(group) ? 1 : 0)
                .filter(action -> !iam.allows(roleArn, action, action.endsWith("Group") ? arn + "*" : its))
                .findFirst()
                .map(action -> "This is not in " + group + ": the role of the function doesn't allow " + action + ".\n")
                .orElse("");
    }

    /** Writes a line whoever may; a group that nobody made is made. */
    public void put(String group, String stream, long timestamp, String message) {
        groups.computeIfAbsent(group, LogGroup::new)
                .add(new LogEvent(count.incrementAndGet(), stream, timestamp, System.currentTimeMillis(), message));
    }

    /** The newest lines of a group that contain the text, at most {@code limit}, oldest first. */
    public List<String> tail(String group, String containing, int limit) {
        List<String> lines = Stream.ofNullable(groups.get(group))
                .flatMap(found -> found.events().stream())
                .flatMap(event -> event.message().lines())
                .filter(line -> line.contains(containing))
                .toList();
        return lines.subList(Math.max(0, lines.size() - limit), lines.size());
    }

    @Override
    public void deliver(String arn, Delivery delivery, LongSupplier taken) {
        LogGroup group = group(name(arn));
        String resource = arn(group) + ":log-stream:events";
        List<Policy> all = policies.values().stream().map(Dated::policy).toList();
        iam.authorize(delivery.sender().caller(), "logs:PutLogEvents", resource, all);
        taken.getAsLong();
        JsonNode line = Json.read(delivery.payload()); // an event, or what a template made of it
        Instant time =
                line.has("message") ? Instant.parse(line.path("timestamp").asText()) : Instant.now();
        put(group.name, "events", time.toEpochMilli(), line.path("message").asText(delivery.payload()));
    }

    LogGroup group(String name) {
        return Optional.ofNullable(groups.get(name))
                .orElseThrow(() -> AwsError.notFound("The specified log group does not exist."));
    }

    /** The group that a request names, by its name or its ARN. */
    LogGroup group(ObjectNode input) {
        if (input.has("logGroupName") && input.has("logGroupIdentifier")) {
            throw AwsError.validation("LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        return group(name(input));
    }

    String name(ObjectNode input) {
        return input.path("logGroupName")
                .asText(name(input.path("logGroupIdentifier").asText()));
    }

    /** What an ARN of this account and region names; no group has one of another for its name. */
    private String name(String nameOrArn) {
        String prefix = Arn.inRegion("logs", "log-group:");
        return nameOrArn.startsWith(prefix) ? nameOrArn.substring(prefix.length()) : nameOrArn;
    }

    LogGroup create(String name) {
        LogsApi.refuse(name.matches("(?i)aws/.*"), "Log groups starting with AWS/ are reserved for AWS.");
        LogGroup group = new LogGroup(name);
        if (groups.putIfAbsent(name, group) != null) {
            throw AwsError.of("ResourceAlreadyExistsException", "The specified log group already exists");
        }
        return group;
    }

    String arn(LogGroup group) {
        return Arn.inRegion("logs", "log-group:" + group.name);
    }

    /** What a request acts on: all of a group, also one that is yet to be made, or one of its streams. */
    String arn(ObjectNode input) {
        String group = name(input);
        String stream = input.path("logStreamName").asText();
        LogsApi.refuse(
                group.length() > MAX_NAME || stream.length() > MAX_NAME,
                "Invalid LogGroup or LogStream, both must have length less than or equal to " + MAX_NAME + ".");
        return Arn.inRegion("logs", "log-group:" + group + ":" + (stream.isEmpty() ? "*" : "log-stream:" + stream));
    }
}

package workshop.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;

/**
 * The operations of CloudWatch Logs.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html">API</a>
 */
public final class LogsApi {
    private static final int MOST = 10_000;

    private final Logs logs;

    private LogsApi(Logs logs) {
        this.logs = logs;
    }

    /** Adds all operations. */
    public static Operations of(Logs logs, Operations operations) {
        LogsApi api = new LogsApi(logs);
        return operations
                .on("DescribeLogGroups", (caller, input) -> api.describeGroups(input))
                .on("DescribeLogStreams", api::resource, (caller, input) -> api.describeStreams(input))
                .on("FilterLogEvents", api::resource, (caller, input) -> api.filter(input))
                .on("GetLogEvents", api::resource, (caller, input) -> api.get(input))
                .on("CreateLogGroup", api::resource, (caller, input) -> {
                    logs.create(input.path("logGroupName").asText());
                    return Json.object();
                })
                .on("CreateLogStream", api::resource, (caller, input) -> {
                    api.group(input).addStream(input.path("logStreamName").asText());
                    return Json.object();
                })
                .on("PutLogEvents", api::resource, (caller, input) -> api.put(input))
                .on("DescribeResourcePolicies", (caller, input) -> api.policies());
    }

    private String resource(ObjectNode input) {
        LogGroup group = logs.groups().get(name(input));
        return group == null ? "*" : logs.arn(group) + ":*";
    }

    private static String name(ObjectNode input) {
        String name = input.path("logGroupName").asText("");
        String identifier = input.path("logGroupIdentifier").asText("");
        return name.isEmpty()
                ? identifier.replaceFirst("^arn:.*:log-group:", "").replaceFirst(":\\*$", "")
                : name;
    }

    private LogGroup group(ObjectNode input) {
        return logs.group(name(input));
    }

    private JsonNode describeGroups(ObjectNode input) {
        String prefix = input.path("logGroupNamePrefix").asText("");
        ArrayNode groups = Json.array();
        logs.groups().values().stream()
                .filter(group -> group.name().startsWith(prefix))
                .forEach(group -> {
                    ObjectNode description = groups.addObject()
                            .put("logGroupName", group.name())
                            .put("creationTime", group.createdAt())
                            .put("arn", logs.arn(group) + ":*")
                            .put("logGroupArn", logs.arn(group));
                    if (group.retentionInDays() != null) {
                        description.put("retentionInDays", group.retentionInDays());
                    }
                });
        return Json.object().set("logGroups", groups);
    }

    private JsonNode describeStreams(ObjectNode input) {
        LogGroup group = group(input);
        ArrayNode streams = Json.array();
        group.streams()
                .forEach((name, last) -> streams.addObject()
                        .put("logStreamName", name)
                        .put("creationTime", group.createdAt())
                        .put("lastEventTimestamp", last)
                        .put("lastIngestionTime", last)
                        .put("arn", logs.arn(group) + ":log-stream:" + name));
        return Json.object().set("logStreams", streams);
    }

    private JsonNode filter(ObjectNode input) {
        Set<String> streams = new HashSet<>();
        input.path("logStreamNames").forEach(name -> streams.add(name.asText()));
        Predicate<String> pattern = FilterPattern.of(input.path("filterPattern").asText(""));
        long after = input.path("nextToken").asLong(0);
        List<LogEvent> found = between(input)
                .filter(event -> event.number() > after)
                .filter(event -> streams.isEmpty() || streams.contains(event.stream()))
                .filter(event -> pattern.test(event.message()))
                .toList();
        int limit = input.path("limit").asInt(MOST);
        ObjectNode answer = Json.object();
        ArrayNode events = answer.putArray("events");
        found.stream()
                .limit(limit)
                .forEach(event -> events.add(json(event)
                        .put("logStreamName", event.stream())
                        .put("eventId", String.format("%056d", event.number()))));
        if (found.size() > limit) {
            answer.put("nextToken", String.valueOf(found.get(limit - 1).number()));
        }
        answer.putArray("searchedLogStreams");
        return answer;
    }

    private Stream<LogEvent> between(ObjectNode input) {
        long from = input.path("startTime").asLong(0);
        long to = input.path("endTime").asLong(Long.MAX_VALUE);
        return group(input).events().stream().filter(event -> event.timestamp() >= from && event.timestamp() <= to);
    }

    private JsonNode get(ObjectNode input) {
        String stream = input.path("logStreamName").asText();
        long after = input.path("nextToken").asText("f/0").startsWith("f/")
                ? Long.parseLong(input.path("nextToken").asText("f/0").substring(2))
                : Long.MAX_VALUE;
        List<LogEvent> found = between(input)
                .filter(event -> event.stream().equals(stream) && event.number() > after)
                .limit(input.path("limit").asInt(MOST))
                .toList();
        ObjectNode answer = Json.object();
        ArrayNode events = answer.putArray("events");
        found.forEach(event -> events.add(json(event)));
        long last = found.isEmpty() ? after : found.get(found.size() - 1).number();
        return answer.put("nextForwardToken", "f/" + last).put("nextBackwardToken", "b/0");
    }

    private static ObjectNode json(LogEvent event) {
        return Json.object()
                .put("timestamp", event.timestamp())
                .put("ingestionTime", event.timestamp())
                .put("message", event.message());
    }

    private JsonNode put(ObjectNode input) {
        LogGroup group = group(input);
        String stream = input.path("logStreamName").asText();
        if (!group.streams().containsKey(stream)) {
            throw AwsError.notFound("The specified log stream does not exist.");
        }
        input.path("logEvents")
                .forEach(event -> logs.put(
                        group.name(),
                        stream,
                        event.path("timestamp").asLong(),
                        event.path("message").asText()));
        return Json.object();
    }

    private JsonNode policies() {
        ArrayNode all = Json.array();
        logs.policies()
                .forEach((name, policy) ->
                        all.addObject().put("policyName", name).put("policyDocument", Json.write(policy.document())));
        return Json.object().set("resourcePolicies", all);
    }
}

package workshop.cloud.logs;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.iam.Policy;
import workshop.cloud.logs.LogGroup.LogStream;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The operations of CloudWatch Logs.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html">API</a>
 */
public record LogsApi(Logs logs) {
    private static final String NAME = "[\\.\\-_/#A-Za-z0-9]+";
    private static final Shape GROUP = text(1, Integer.MAX_VALUE, NAME);
    private static final Shape STREAM = text(1, Integer.MAX_VALUE, "[^:*]*");
    private static final Member TOKEN = optional("nextToken", text(1, Integer.MAX_VALUE));
    private static final Members IN_GROUP = Members.of(required("logGroupName", GROUP));
    private static final Members IN_EITHER = Members.of(
            optional("logGroupName", GROUP), optional("logGroupIdentifier", text(1, 2048, "[\\w#+=/:,.@-]*")));
    private static final Member LIMIT = optional("limit", whole(1, 50));
    private static final Members PAGE = Members.of(TOKEN, LIMIT);
    private static final int MAX_POLICIES = 10;

    /** A policy of logs is a text, in a template too. */
    private static final Shape DOCUMENT = (value, path, found) -> {
        text(1, 5120).check(value, path, found);
        Policy.OF_RESOURCE.check(value, path, found);
    };

    public static Operations of(Logs logs, Operations operations) {
        LogsApi api = new LogsApi(logs);
        LogReading reading = new LogReading(logs);
        Member stream = required("logStreamName", STREAM);
        Member prefix = optional("logStreamNamePrefix", text(1, 512, "[^:*]*"));
        Member ofClass = optional("logGroupClass", oneOf("STANDARD").without("INFREQUENT_ACCESS", "DELIVERY"));
        Shape time = whole(0, Long.MAX_VALUE);
        Members between = IN_EITHER.and(
                optional("startTime", time), optional("endTime", time), TOKEN, optional("limit", whole(1, 10_000)));
        Member names = optional("logStreamNames", list(STREAM, 1, 100));
        Member pattern = optional("filterPattern", text(0, 1024));
        Members filter = between.and(prefix, names, pattern, withoutEffect("interleaved", flag())); // on AWS as well
        Member order = optional("orderBy", oneOf("LogStreamName", "LastEventTime"));
        Members streams = IN_EITHER.and(prefix, order, optional("descending", flag()), TOKEN, LIMIT);
        Members event = Members.of(required("timestamp", time), required("message", text(1, Integer.MAX_VALUE)));
        Members events = IN_GROUP.and(
                stream,
                required("logEvents", list(event, 1, 10_000)),
                withoutEffect("sequenceToken", text(1, Integer.MAX_VALUE))); // on AWS as well
        Members groups = PAGE.and(
                optional("logGroupNamePrefix", text(1, 512, NAME)),
                optional("logGroupNamePattern", text(0, 512, "[\\.\\-_/#A-Za-z0-9]*")));
        return operations
                .invalid("InvalidParameterException")
                .about(logs::arn)
                .on("DescribeLogStreams", streams, api::describeStreams)
                .on("FilterLogEvents", filter, reading::filter)
                .on("GetLogEvents", between.and(stream, optional("startFromHead", flag())), reading::get)
                .run("CreateLogGroup", IN_GROUP.and(ofClass), input -> logs.create(logs.name(input)))
                .run(
                        "CreateLogStream",
                        IN_GROUP.and(stream),
                        input -> logs.group(input)
                                .addStream(input.path("logStreamName").asText()))
                .on("PutLogEvents", events, api::put)
                .aboutAll()
                .on("DescribeLogGroups", groups, api::describeGroups)
                .on(
                        "DescribeResourcePolicies",
                        PAGE,
                        input -> page("resourcePolicies", logs.policies.entrySet(), LogsApi::json, input));
    }

    public static List<ResourceType> types(Logs logs) {
        return List.of(groupType(logs), policyType(logs));
    }

    private static ResourceType groupType(Logs logs) {
        String protection = "DataProtectionPolicy";
        String days = "1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653";
        Members properties = Members.of(
                        optional("LogGroupName", text(1, Logs.MAX_NAME, NAME)).naming(),
                        optional("RetentionInDays", oneOf(days.split(" "))),
                        TAGS,
                        withoutEffect("KmsKeyId", text(0, 256, "arn:[a-z0-9-]+:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+")),
                        withoutEffect("LogGroupClass", oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
                        withoutEffect(protection, Shape.json()))
                .refuse(
                        "Policy Version must be 2021-06-01",
                        group -> group.path(protection).isObject()
                                && !group.at("/DataProtectionPolicy/Version")
                                        .asText()
                                        .equals("2021-06-01"),
                        protection)
                .refuse(
                        "Policy can only have two statements. One for Audit Operation and one for Deidentify Operation",
                        group -> group.path(protection).isObject()
                                && group.at("/DataProtectionPolicy/Statement").size() != 2,
                        protection)
                .returning("Arn");
        return new ResourceType("AWS::Logs::LogGroup", properties)
                .existsIf((name, given) -> logs.groups.containsKey(name))
                .creates(declaration -> {
                    LogGroup group = logs.create(declaration.nameFrom("LogGroupName", Logs.MAX_NAME));
                    group.ofClass = ofClass(declaration);
                    group.retentionInDays =
                            Json.integer(declaration.properties().path("RetentionInDays"));
                    return new Physical(group.name, Map.of("Arn", logs.arn(group) + ":*"));
                })
                .updates((declaration, existing) -> {
                    LogGroup group = logs.group(existing.ref());
                    refuse(!group.ofClass.equals(ofClass(declaration)), "LogGroupClass: Updates are not supported.");
                    group.retentionInDays =
                            Json.integer(declaration.properties().path("RetentionInDays"));
                })
                .deletes(existing -> logs.groups.remove(existing.ref()));
    }

    private static String ofClass(Declaration declaration) {
        return declaration.properties().path("LogGroupClass").asText("STANDARD");
    }

    static ResourceType policyType(Logs logs) {
        Members properties = Members.of(
                required("PolicyName", text(1, 255, "([^:*/]+/?)*[^:*/]+")).naming(),
                required("PolicyDocument", DOCUMENT));
        return new ResourceType("AWS::Logs::ResourcePolicy", properties)
                .existsIf((name, given) -> logs.policies.containsKey(name))
                .creates(declaration -> {
                    String name = declaration.nameFrom("PolicyName");
                    if (logs.policies.size() >= MAX_POLICIES && !logs.policies.containsKey(name)) {
                        throw AwsError.of("LimitExceededException", "Resource limit exceeded.");
                    }
                    Policy policy = Policy.of(declaration.properties().path("PolicyDocument"));
                    logs.policies.put(name, new Logs.Dated(policy, System.currentTimeMillis()));
                    return new Physical(name, Map.of());
                })
                .deletes(existing -> logs.policies.remove(existing.ref()));
    }

    private JsonNode describeGroups(ObjectNode input) {
        String prefix = input.path("logGroupNamePrefix").asText("");
        String pattern = input.path("logGroupNamePattern").asText("");
        refuse(
                !prefix.isEmpty() && !pattern.isEmpty(),
                "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        List<LogGroup> groups = logs.groups.values().stream()
                .filter(group -> group.name.startsWith(prefix) && group.name.contains(pattern))
                .toList();
        return page("logGroups", groups, this::json, input);
    }

    private ObjectNode json(LogGroup group) {
        return Json.object()
                .put("logGroupName", group.name)
                .put("creationTime", group.createdAt)
                .put("metricFilterCount", 0)
                .put("storedBytes", 0) // as AWS says of a young one: it counts later
                .put("arn", logs.arn(group) + ":*")
                .put("logGroupArn", logs.arn(group))
                .put("logGroupClass", group.ofClass)
                .put("deletionProtectionEnabled", false)
                .put("retentionInDays", group.retentionInDays);
    }

    private JsonNode describeStreams(ObjectNode input) {
        LogGroup group = logs.group(input);
        String prefix = input.path("logStreamNamePrefix").asText("");
        Comparator<LogStream> order = Comparator.comparing(LogStream::name);
        if (input.path("orderBy").asText().equals("LastEventTime")) {
            refuse(!prefix.isEmpty(), "Cannot order by LastEventTime with a logStreamNamePrefix.");
            order = Comparator.comparing(stream -> stream.lastEvent() == null ? 0 : stream.lastEvent());
        }
        List<LogStream> streams = group.streams().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .sorted(input.path("descending").asBoolean() ? order.reversed() : order)
                .toList();
        return page("logStreams", streams, stream -> json(group, stream), input);
    }

    private ObjectNode json(LogGroup group, LogStream stream) {
        return Json.object()
                .put("logStreamName", stream.name())
                .put("creationTime", stream.createdAt())
                .put("arn", logs.arn(group) + ":log-stream:" + stream.name())
                .put("storedBytes", 0) // as AWS says of every stream since 2019
                .put("firstEventTimestamp", stream.firstEvent())
                .put("lastEventTimestamp", stream.lastEvent())
                .put("lastIngestionTime", stream.lastIngestion());
    }

    private static JsonNode json(Map.Entry<String, Logs.Dated> policy) {
        return Json.object()
                .put("policyName", policy.getKey())
                .put("policyDocument", Json.write(policy.getValue().policy().document()))
                .put("lastUpdatedTime", policy.getValue().updatedAt())
                .put("policyScope", "ACCOUNT");
    }

    private static <T> ObjectNode page(String name, Collection<T> all, Function<T, JsonNode> json, ObjectNode input) {
        return Page.of(all, input.path("nextToken"), input.path("limit").asInt(50), invalidToken())
                .json(name, json, "nextToken");
    }

    private JsonNode put(ObjectNode input) {
        LogGroup group = logs.group(input);
        LogStream stream = group.stream(input.path("logStreamName").asText());
        LogBatch batch = LogBatch.of(input.path("logEvents"), group.retentionInDays, System.currentTimeMillis());
        batch.kept().forEach(event -> logs.put(group.name, stream.name(), event.timestamp(), event.message()));
        return Json.object().put("nextSequenceToken", "ignored").set("rejectedLogEventsInfo", batch.rejected());
    }

    static AwsError invalid(String message) {
        return AwsError.of("InvalidParameterException", message);
    }

    /** Throws InvalidParameterException if that is so. */
    static void refuse(boolean when, String why) {
        AwsError.refuse(when, "InvalidParameterException", why);
    }

    static AwsError invalidToken() {
        return invalid("The specified nextToken is invalid.");
    }
}

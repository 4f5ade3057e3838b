package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Target;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.trace.Trace;

/** EventBridge with receivers that only remember what they got. */
final class EventsFixture implements AutoCloseable {
    private final Platform platform;
    final Iam iam;
    final Faults faults;
    final Trace trace;
    final Targets targets;
    final EventBridge eventBridge;
    final Operations operations;
    private final Map<String, List<Delivery>> received = new ConcurrentHashMap<>();

    EventsFixture() {
        this(Duration.ofMillis(40));
    }

    /** @param retryUnit what one minute of waiting lasts */
    EventsFixture(Duration retryUnit) {
        platform = Platform.of(Options.defaults().withRetryUnit(retryUnit), () -> 4566);
        iam = platform.iam();
        faults = platform.faults();
        trace = platform.trace();
        targets = platform.targets();
        eventBridge = new EventBridge(platform);
        operations = EventsApi.of(eventBridge, platform.operations("events"));
        for (String service : List.of("sqs", "sns", "lambda", "logs")) {
            receive(service, this::remember);
        }
        targets.register("events", eventBridge);
    }

    void receive(String service, Target target) {
        targets.register(service, target);
    }

    void remember(String arn, Delivery delivery, LongSupplier taken) {
        taken.getAsLong();
        received(arn).add(delivery);
    }

    List<Delivery> received(String arn) {
        return received.computeIfAbsent(arn, key -> new CopyOnWriteArrayList<>());
    }

    String queue(String name) {
        return Arn.inRegion("sqs", name);
    }

    JsonNode call(String operation, String json) {
        return operations.call(operation, iam.owner(), (ObjectNode) Json.read(json.replace('\'', '"')));
    }

    /** A rule on the default bus for one detail-type, with one target. */
    void rule(String name, String detailType, String target) {
        call(
                "PutRule",
                "{'Name': '%s', 'EventPattern': '{\\'detail-type\\': [\\'%s\\']}'}".formatted(name, detailType));
        call("PutTargets", "{'Rule': '%s', 'Targets': [%s]}".formatted(name, target));
    }

    static ObjectNode entry(String detailType, String detail) {
        return Json.object()
                .put("Source", "TodoService")
                .put("DetailType", detailType)
                .put("Detail", detail);
    }

    JsonNode put(ObjectNode... entries) {
        ObjectNode input = Json.object();
        List.of(entries).forEach(input.putArray("Entries")::add);
        return operations.call("PutEvents", iam.owner(), input);
    }

    /** The ARN of a role that EventBridge may assume and that may do this. */
    String roleThatMay(String action, String resource) {
        String role = """
                {"AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                  "Principal": {"Service": "events.amazonaws.com"}}},
                 "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": {"Effect": "Allow",
                  "Action": "%s", "Resource": "%s"}}}]}""".formatted(action, resource);
        return new IamTypes(iam)
                .role()
                .create(new Declaration("S", "Role", "1", (ObjectNode) Json.read(role)))
                .attributes()
                .get("Arn");
    }

    @Override
    public void close() {
        eventBridge.close();
    }
}

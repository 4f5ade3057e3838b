package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.AwsQuery;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/** SNS with queues and functions that only remember what they got, and a clock that stands still. */
final class SnsFixture implements AutoCloseable {
    final Iam iam = new Iam();
    final Faults faults = new Faults();
    final Trace trace = new Trace();
    final Targets targets = new Targets(trace);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Options options = Options.defaults().withRetryUnit(Duration.ofMillis(60));
    private final Platform platform = new Platform(options, iam, faults, trace, targets, () -> 4566, () -> now);
    final Sns sns = new Sns(platform);
    final Operations operations = SnsApi.of(sns, platform.operations("sns"));
    final String topicArn;
    private final Map<String, List<Delivery>> received = new ConcurrentHashMap<>();

    SnsFixture() {
        targets.register("sqs", this::remember);
        targets.register("lambda", this::remember);
        topicArn = call("CreateTopic", "{'Name': 'todos'}").path("TopicArn").asText();
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

    /** Calls an operation on the topic, with apostrophes for quotes. */
    JsonNode call(String operation, String json) {
        return callAs(iam.owner(), operation, (ObjectNode) Json.read(json.replace('\'', '"')));
    }

    JsonNode callAs(Caller caller, String operation, ObjectNode input) {
        if (topicArn != null && !input.has("TopicArn") && isOnTopic(operation)) {
            input.put("TopicArn", topicArn);
        }
        return operations.call(operation, caller, input);
    }

    private boolean isOnTopic(String operation) {
        return operations.members().get(operation).byName().containsKey("TopicArn");
    }

    String subscribe(String protocol, String endpoint, String attributes) {
        return call(
                        "Subscribe",
                        "{'Protocol': '%s', 'Endpoint': '%s', 'ReturnSubscriptionArn': true, 'Attributes': %s}"
                                .formatted(protocol, endpoint, attributes))
                .path("SubscriptionArn")
                .asText();
    }

    /** A request as the AWS CLI and the SDKs send it. */
    HttpReply form(String form) {
        HttpRequest request = new HttpRequest("POST", "/", Map.of(), Map.of(), form.getBytes());
        return new AwsQuery(SnsApi.XML_NAMESPACE, operations).handle(iam.owner(), request);
    }

    @Override
    public void close() {
        sns.close();
    }
}

package workshop.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Node.Kind;

/** Finds the parts and the connections that templates describe: integrations, mappings, rules, subscriptions, roles. */
final class GraphReader {
    private static final Map<String, Kind> KINDS = Map.of(
            "AWS::ApiGateway::RestApi", Kind.API,
            "AWS::Lambda::Function", Kind.FUNCTION,
            "AWS::DynamoDB::Table", Kind.TABLE,
            "AWS::SQS::Queue", Kind.QUEUE,
            "AWS::SNS::Topic", Kind.TOPIC,
            "AWS::Events::EventBus", Kind.BUS,
            "AWS::Events::Archive", Kind.ARCHIVE);
    static final String CLIENT = "client";

    private final Stack stack;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> byArn = new LinkedHashMap<>();
    private final Map<List<String>, Drawn> connections = new LinkedHashMap<>();

    private static final class Drawn {
        private final Set<String> labels = new LinkedHashSet<>();
        private boolean failure = true;
    }

    GraphReader(List<DeployedResource> resources) {
        this.stack = new Stack(resources);
    }

    Graph read() {
        stack.resources().stream()
                .filter(resource -> KINDS.containsKey(resource.type()))
                .forEach(this::add);
        of("AWS::ApiGateway::RestApi").forEach(api -> {
            nodes.putIfAbsent(CLIENT, new Node(CLIENT, Kind.CLIENT, "client", "127.0.0.1", null));
            connect(CLIENT, id(api), "", false);
        });
        of("AWS::ApiGateway::Method").forEach(this::method);
        of("AWS::Lambda::EventSourceMapping").forEach(this::mapping);
        of("AWS::Lambda::EventInvokeConfig").forEach(this::destinations);
        of("AWS::Events::Rule").forEach(this::rule);
        of("AWS::Events::Archive")
                .forEach(archive ->
                        connect(bus(archive.properties().path("SourceArn").asText()), id(archive), "", false));
        of("AWS::SNS::Subscription").forEach(this::subscription);
        of("AWS::SQS::Queue").forEach(queue -> connect(id(queue), arn(redrive(queue)), "given up", true));
        of("AWS::Lambda::Function")
                .forEach(function -> connect(
                        id(function),
                        arn(function.properties()
                                .path("DeadLetterConfig")
                                .path("TargetArn")
                                .asText()),
                        "failed",
                        true));
        of("AWS::Lambda::Function")
                .forEach(function -> stack
                        .statements(function.properties().path("Role").asText())
                        .stream()
                        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                        .forEach(statement -> allowed(id(function), statement)));
        return new Graph(
                List.copyOf(nodes.values()),
                connections.entrySet().stream()
                        .map(entry -> new Connection(
                                entry.getKey().get(0),
                                entry.getKey().get(1),
                                List.copyOf(entry.getValue().labels),
                                entry.getValue().failure,
                                ""))
                        .toList());
    }

    private Stream<DeployedResource> of(String type) {
        return stack.of(type);
    }

    private void add(DeployedResource resource) {
        String arn = resource.ref().startsWith("arn:")
                ? resource.ref()
                : resource.attributes().getOrDefault("Arn", resource.ref());
        nodes.put(id(resource), new Node(id(resource), KINDS.get(resource.type()), name(resource), arn, resource));
        byArn.put(arn, id(resource));
        String stream = resource.attributes().get("StreamArn");
        if (stream != null) {
            byArn.put(stream, id(resource));
        }
    }

    static String id(DeployedResource resource) {
        return resource.stack() + "." + resource.logicalId();
    }

    private static String name(DeployedResource resource) {
        return Stack.id(resource.path());
    }

    private String arn(String arn) {
        String id = byArn.get(arn);
        return id == null ? byArn.get(arn.replaceFirst(":[^:]*$", "")) : id; // with an alias or version
    }

    private void connect(String from, String to, String label, boolean failure) {
        if (from == null || to == null) {
            return; // one end is not deployed here
        }
        Drawn drawn = connections.computeIfAbsent(List.of(from, to), ends -> new Drawn());
        drawn.failure &= failure;
        if (!label.isEmpty()) {
            drawn.labels.add(label);
        }
    }

    private void method(DeployedResource method) {
        JsonNode its = method.properties();
        String uri = its.path("Integration").path("Uri").asText();
        String function = uri.replaceFirst("^.*/functions/", "").replaceFirst("/invocations$", "");
        of("AWS::ApiGateway::RestApi")
                .filter(api -> api.ref().equals(its.path("RestApiId").asText()))
                .forEach(api -> connect(
                        id(api),
                        arn(function),
                        its.path("HttpMethod").asText() + " "
                                + path(its.path("ResourceId").asText()),
                        false));
    }

    private String path(String resourceId) {
        return of("AWS::ApiGateway::Resource")
                .filter(resource -> resource.ref().equals(resourceId))
                .map(resource ->
                        path(resource.properties().path("ParentId").asText()).replaceFirst("/$", "") + "/"
                                + resource.properties().path("PathPart").asText())
                .findFirst()
                .orElse("/");
    }

    private void mapping(DeployedResource mapping) {
        JsonNode its = mapping.properties();
        String source = arn(its.path("EventSourceArn").asText());
        String function = function(its.path("FunctionName").asText());
        boolean stream = source != null && nodes.get(source).kind() == Kind.TABLE;
        connect(
                source,
                function,
                (stream ? "stream" : "") + (its.has("FilterCriteria") ? stream ? ", filtered" : "filtered" : ""),
                false);
        connect(
                function,
                arn(its.path("DestinationConfig")
                        .path("OnFailure")
                        .path("Destination")
                        .asText()),
                "given up",
                true);
    }

    private String function(String nameOrArn) {
        return nodes.values().stream()
                .filter(node -> node.kind() == Kind.FUNCTION
                        && node.resource().ref().equals(nameOrArn.replaceFirst("^([^:]+):[^:]+$", "$1")))
                .map(Node::id)
                .findFirst()
                .orElseGet(() -> arn(nameOrArn));
    }

    private void destinations(DeployedResource config) {
        JsonNode its = config.properties().path("DestinationConfig");
        String function = function(config.properties().path("FunctionName").asText());
        connect(function, arn(its.path("OnFailure").path("Destination").asText()), "failed", true);
        connect(function, arn(its.path("OnSuccess").path("Destination").asText()), "done", false);
    }

    private void rule(DeployedResource rule) {
        String bus = bus(rule.properties().path("EventBusName").asText("default"));
        rule.properties().path("Targets").forEach(target -> {
            connect(bus, target(target.path("Arn").asText()), name(rule), false);
            connect(bus, arn(target.path("DeadLetterConfig").path("Arn").asText()), "not delivered", true);
        });
    }

    /** A bus by its name or ARN; the default one is there without a template. */
    private String bus(String nameOrArn) {
        String name = nameOrArn.replaceFirst("^.*event-bus/", "");
        return nodes.values().stream()
                .filter(node -> node.kind() == Kind.BUS && node.arn().endsWith("/" + name))
                .map(Node::id)
                .findFirst()
                .orElseGet(() -> {
                    Node bus = new Node("bus." + name, Kind.BUS, name, "event-bus/" + name, null);
                    nodes.put(bus.id(), bus);
                    return bus.id();
                });
    }

    /** A log group is in the picture only where a rule writes to it. */
    private String target(String arn) {
        of("AWS::Logs::LogGroup")
                .filter(group -> arn.replaceFirst(":\\*$", "").endsWith(":log-group:" + group.ref()))
                .findFirst()
                .ifPresent(group -> {
                    nodes.put(id(group), new Node(id(group), Kind.LOG, name(group), arn, group));
                    byArn.put(arn, id(group));
                });
        return arn.contains(":event-bus/") && !byArn.containsKey(arn) ? bus(arn) : arn(arn);
    }

    private void subscription(DeployedResource subscription) {
        JsonNode its = subscription.properties();
        String topic = arn(its.path("TopicArn").asText());
        String endpoint = its.path("Endpoint").asText();
        if (its.path("Protocol").asText().startsWith("email")) {
            nodes.putIfAbsent(
                    "mail." + endpoint, new Node("mail." + endpoint, Kind.MAIL, endpoint, subscription.ref(), null));
            byArn.put(subscription.ref(), "mail." + endpoint);
        }
        String to = byArn.getOrDefault(subscription.ref(), arn(endpoint));
        connect(topic, to, its.has("FilterPolicy") ? "filtered" : "", false);
        connect(topic, arn(its.path("RedrivePolicy").path("deadLetterTargetArn").asText()), "not delivered", true);
    }

    private static String redrive(DeployedResource queue) {
        return queue.properties()
                .path("RedrivePolicy")
                .path("deadLetterTargetArn")
                .asText();
    }

    /** A role's permission is a connection if what it does is a call; sources and destinations have theirs already. */
    private void allowed(String function, JsonNode statement) {
        List<String> calls = Stack.elements(statement.path("Action"))
                .map(JsonNode::asText)
                .filter(action ->
                        !action.matches("sqs:(Receive|Delete|Change|Get).*|.*:(Describe|List).*|logs:.*|xray:.*"))
                .map(action -> action.substring(action.indexOf(':') + 1))
                .toList();
        List<String> resources =
                Stack.elements(statement.path("Resource")).map(JsonNode::asText).toList();
        for (Node node : List.copyOf(nodes.values())) {
            Drawn there = connections.get(List.of(function, node.id()));
            if (resources.contains(node.arn()) && (there == null || !there.failure)) {
                calls.forEach(call -> connect(function, node.id(), call, false));
            }
        }
    }
}

package workshop.console.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Stack stack;
    private final Places places = new Places();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<List<String>, Connection> connections = new LinkedHashMap<>();

    GraphReader(List<DeployedResource> resources) {
        this.stack = new Stack(resources);
    }

    Graph read() {
        stack.resources().stream()
                .filter(resource -> KINDS.containsKey(resource.type()))
                .forEach(this::add);
        stack.of("AWS::ApiGateway::RestApi").forEach(api -> {
            nodes.putIfAbsent("client", new Node("client", Kind.CLIENT, "client"));
            places.put("127.0.0.1", "client");
            connect("client", id(api), "", false);
        });
        stack.of("AWS::ApiGateway::Method").forEach(this::method);
        stack.of("AWS::Lambda::EventSourceMapping").forEach(this::mapping);
        stack.of("AWS::Lambda::EventInvokeConfig").forEach(config -> {
            String function = places.function(config.text("/FunctionName"));
            connect(function, at(config, "/DestinationConfig/OnFailure/Destination"), "failed", true);
            connect(function, at(config, "/DestinationConfig/OnSuccess/Destination"), "done", false);
        });
        stack.of("AWS::Events::Rule").forEach(this::rule);
        stack.of("AWS::Events::Archive")
                .forEach(archive -> connect(bus(archive.text("/SourceArn")), id(archive), "", false));
        stack.of("AWS::SNS::Subscription").forEach(this::subscription);
        stack.of("AWS::SQS::Queue")
                .forEach(
                        queue -> connect(id(queue), at(queue, "/RedrivePolicy/deadLetterTargetArn"), "given up", true));
        stack.of("AWS::Lambda::Function").forEach(function -> {
            connect(id(function), at(function, "/DeadLetterConfig/TargetArn"), "failed", true);
            stack.statements(function).stream()
                    .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                    .forEach(statement -> allowed(id(function), statement));
        });
        return new Graph(List.copyOf(nodes.values()), List.copyOf(connections.values()), places);
    }

    private void add(DeployedResource resource) {
        Node node = Node.of(resource, KINDS.get(resource.type()));
        nodes.put(node.id(), node);
        places.put(resource.ref(), node.id());
        places.put(resource.attributes().get("Arn"), node.id());
        places.put(resource.attributes().get("StreamArn"), node.id());
        places.put(node.kind() + resource.ref(), node.id());
    }

    private static String id(DeployedResource resource) {
        return Node.id(resource);
    }

    private String at(DeployedResource resource, String property) {
        return places.of(resource.text(property));
    }

    private void connect(String from, String to, String label, boolean failure) {
        if (from != null && to != null) { // else one end is not deployed here
            List<String> labels = label.isEmpty() ? List.of() : List.of(label);
            connections.merge(List.of(from, to), new Connection(from, to, labels, failure, ""), Connection::and);
        }
    }

    private void method(DeployedResource method) {
        String function = method.text("/Integration/Uri").replaceFirst("^.*/functions/(.*)/invocations$", "$1");
        String label = method.text("/HttpMethod") + " " + path(method.text("/ResourceId"));
        connect(at(method, "/RestApiId"), places.of(function), label, false);
    }

    private String path(String resourceId) {
        return stack.of("AWS::ApiGateway::Resource")
                .filter(resource -> resource.ref().equals(resourceId))
                .map(its -> path(its.text("/ParentId")).replaceFirst("/$", "") + "/" + its.text("/PathPart"))
                .findFirst()
                .orElse("/");
    }

    private void mapping(DeployedResource mapping) {
        String source = at(mapping, "/EventSourceArn");
        String function = places.function(mapping.text("/FunctionName"));
        boolean stream = source != null && nodes.get(source).kind() == Kind.TABLE;
        boolean filtered = mapping.properties().has("FilterCriteria");
        connect(
                source,
                function,
                (stream ? "stream" : "") + (filtered ? stream ? ", filtered" : "filtered" : ""),
                false);
        connect(function, at(mapping, "/DestinationConfig/OnFailure/Destination"), "given up", true);
    }

    private void rule(DeployedResource rule) {
        String bus = bus(Stack.busOf(rule));
        places.put(rule.attributes().get("Arn"), bus);
        rule.properties().path("Targets").forEach(target -> {
            connect(bus, target(target.path("Arn").asText()), Stack.id(rule.path()), false);
            connect(bus, places.of(target.at("/DeadLetterConfig/Arn").asText()), "not delivered", true);
        });
    }

    /** A bus by its name or ARN; the default one is there without a template. */
    private String bus(String nameOrArn) {
        String known = places.bus(nameOrArn);
        if (known != null) {
            return known;
        }
        String name = Stack.busName(nameOrArn);
        Node bus = new Node("bus." + name, Kind.BUS, name);
        nodes.put(bus.id(), bus);
        places.put(Kind.BUS + name, bus.id());
        return bus.id();
    }

    /** A log group is in the picture only where a rule writes to it. */
    private String target(String arn) {
        stack.of("AWS::Logs::LogGroup")
                .filter(group -> arn.replaceFirst(":\\*$", "").endsWith(":log-group:" + group.ref()))
                .forEach(group -> {
                    nodes.put(id(group), Node.of(group, Kind.LOG));
                    places.put(arn, id(group));
                });
        String known = places.of(arn);
        return known == null && arn.contains(":event-bus/") ? bus(arn) : known;
    }

    private void subscription(DeployedResource subscription) {
        String topic = at(subscription, "/TopicArn");
        String endpoint = subscription.text("/Endpoint");
        if (subscription.text("/Protocol").startsWith("email")) {
            nodes.putIfAbsent("mail." + endpoint, new Node("mail." + endpoint, Kind.MAIL, endpoint));
            places.put(subscription.ref(), "mail." + endpoint);
            places.put(endpoint, "mail." + endpoint);
        }
        boolean filtered = subscription.properties().has("FilterPolicy");
        connect(topic, places.of(endpoint), filtered ? "filtered" : "", false);
        connect(topic, at(subscription, "/RedrivePolicy/deadLetterTargetArn"), "not delivered", true);
    }

    /** A role's permission is a connection if what it does is a call; sources and destinations have theirs already. */
    private void allowed(String function, JsonNode statement) {
        List<String> calls = Stack.elements(statement.path("Action"))
                .map(JsonNode::asText)
                .filter(action ->
                        !action.matches("sqs:(Receive|Delete|Change|Get).*|.*:(Describe|List).*|logs:.*|xray:.*"))
                .map(action -> action.replaceFirst(".*:", ""))
                .toList();
        for (JsonNode resource : Stack.elements(statement.path("Resource")).toList()) {
            String arn = resource.asText();
            String to = arn.contains("/stream/") ? null : places.exactly(arn);
            Connection there = to == null ? null : connections.get(List.of(function, to));
            if (there == null || !there.failure()) {
                calls.forEach(call -> connect(function, to, call, false));
            }
        }
    }
}

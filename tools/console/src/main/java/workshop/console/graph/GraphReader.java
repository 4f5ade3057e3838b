package workshop.console.graph;

import static workshop.console.graph.Node.id;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Node.Kind;

/** Finds the parts and the connections that templates describe: integrations, mappings, rules, subscriptions, roles. */
record GraphReader(
        Stack stack, Map<String, String> places, Map<String, Node> nodes, Map<List<String>, Connection> connections) {

    GraphReader(Stack stack) {
        this(stack, new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    Graph read() {
        stack.resources().forEach(its -> Kind.of(its.type()).ifPresent(kind -> nodes.put(id(its), Node.of(its, kind))));
        stack.resources().forEach(this::connect);
        stack.of("AWS::Lambda::Function")
                .forEach(function -> stack.statements(function).stream()
                        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                        .forEach(statement -> allowed(id(function), statement)));
        return new Graph(List.copyOf(nodes.values()), List.copyOf(connections.values()), this::place);
    }

    private String place(String arn) {
        Optional<String> resource = stack.named(arn).map(Node::id).filter(nodes::containsKey);
        return places.getOrDefault(arn, resource.orElse(null));
    }

    private void connect(DeployedResource its) {
        switch (its.type()) {
            case "AWS::ApiGateway::RestApi" -> client(its);
            case "AWS::ApiGateway::Method" -> method(its);
            case "AWS::Lambda::EventSourceMapping" -> mapping(its);
            case "AWS::Lambda::EventInvokeConfig" -> destinations(its);
            case "AWS::Events::Rule" -> rule(its);
            case "AWS::Events::Archive" -> connect(bus(its.text("/SourceArn")), id(its), "", false);
            case "AWS::SNS::Subscription" -> subscription(its);
            case "AWS::SQS::Queue" -> connect(id(its), at(its, "/RedrivePolicy/deadLetterTargetArn"), "given up", true);
            case "AWS::Lambda::Function" -> connect(id(its), at(its, "/DeadLetterConfig/TargetArn"), "failed", true);
            default -> {} // nothing travels through it
        }
    }

    private void client(DeployedResource api) {
        nodes.putIfAbsent("client", new Node("client", Kind.CLIENT, "client"));
        places.put("127.0.0.1", "client");
        connect("client", id(api), "", false);
    }

    private void destinations(DeployedResource config) {
        String function = at(config, "/FunctionName");
        connect(function, at(config, "/DestinationConfig/OnFailure/Destination"), "failed", true);
        connect(function, at(config, "/DestinationConfig/OnSuccess/Destination"), "done", false);
    }

    private String at(DeployedResource resource, String property) {
        return place(resource.text(property));
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
        connect(at(method, "/RestApiId"), place(function), label, false);
    }

    private String path(String resourceId) {
        return stack.named(resourceId)
                .filter(its -> its.type().equals("AWS::ApiGateway::Resource"))
                .map(its -> path(its.text("/ParentId")).replaceFirst("/$", "") + "/" + its.text("/PathPart"))
                .orElse("/");
    }

    private void mapping(DeployedResource mapping) {
        String source = at(mapping, "/EventSourceArn");
        String function = at(mapping, "/FunctionName");
        boolean isStream = source != null && nodes.get(source).kind() == Kind.TABLE;
        connect(source, function, isStream ? "stream" : "", false);
        connect(source, function, mapping.properties().has("FilterCriteria") ? "filtered" : "", false);
        connect(function, at(mapping, "/DestinationConfig/OnFailure/Destination"), "given up", true);
    }

    private void rule(DeployedResource rule) {
        String bus = bus(Stack.busOf(rule));
        places.put(rule.attributes().get("Arn"), bus);
        rule.properties().path("Targets").forEach(target -> {
            connect(bus, target(target.path("Arn").asText()), Stack.id(rule.path()), false);
            connect(bus, place(target.at("/DeadLetterConfig/Arn").asText()), "not delivered", true);
        });
    }

    /** A bus by its name or ARN; the default one is there without a template. */
    private String bus(String nameOrArn) {
        String name = Stack.busName(nameOrArn);
        String id = stack.of("AWS::Events::EventBus")
                .filter(bus -> bus.ref().equals(name))
                .map(Node::id)
                .findFirst()
                .orElse("bus." + name);
        nodes.putIfAbsent(id, new Node(id, Kind.BUS, name));
        return id;
    }

    /** A log group is in the picture only where a rule writes to it. */
    private String target(String arn) {
        stack.named(arn)
                .filter(its -> its.type().equals("AWS::Logs::LogGroup"))
                .ifPresent(group -> nodes.put(id(group), Node.of(group, Kind.LOG)));
        String known = place(arn);
        return known == null && arn.contains(":event-bus/") ? bus(arn) : known;
    }

    private void subscription(DeployedResource subscription) {
        String topic = at(subscription, "/TopicArn");
        String endpoint = subscription.text("/Endpoint");
        if (subscription.text("/Protocol").startsWith("email")) {
            String mail = "mail." + endpoint;
            nodes.putIfAbsent(mail, new Node(mail, Kind.MAIL, endpoint));
            places.putAll(Map.of(subscription.ref(), mail, endpoint, mail));
        }
        connect(topic, place(endpoint), subscription.properties().has("FilterPolicy") ? "filtered" : "", false);
        connect(topic, at(subscription, "/RedrivePolicy/deadLetterTargetArn"), "not delivered", true);
    }

    /** A role's permission is a connection if what it does is a call; sources and destinations have theirs already. */
    private void allowed(String function, JsonNode statement) {
        List<String> calls = Json.each(statement.path("Action")).stream()
                .map(JsonNode::asText)
                .filter(action ->
                        !action.matches("sqs:(Receive|Delete|Change|Get).*|.*:(Describe|List).*|logs:.*|xray:.*"))
                .map(action -> action.replaceFirst(".*:", ""))
                .toList();
        for (JsonNode resource : Json.each(statement.path("Resource"))) {
            String arn = resource.asText();
            String to = arn.contains("/stream/") ? null : place(arn);
            Connection there = to == null ? null : connections.get(List.of(function, to));
            if (there == null || !there.failure()) {
                calls.forEach(call -> connect(function, to, call, false));
            }
        }
    }
}

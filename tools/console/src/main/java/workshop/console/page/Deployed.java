package workshop.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Fault;
import workshop.console.graph.Graph;
import workshop.console.graph.Layout;
import workshop.console.graph.Node;
import workshop.console.graph.Places;
import workshop.console.graph.RoleStatements;

/** The picture of what is deployed now, drawn again when that is something else. */
final class Deployed {
    private final Account account;
    private List<DeployedResource> resources = List.of();
    private Graph graph = new Graph(List.of(), List.of());
    private Places places = Places.of(graph, resources);
    private ObjectNode drawn;

    Deployed(Account account) {
        this.account = account;
    }

    private synchronized void look() {
        List<DeployedResource> now = account.resources();
        if (!now.equals(resources)) {
            resources = now;
            graph = Graph.of(now);
            places = Places.of(graph, now);
            drawn = null;
        }
    }

    synchronized Graph graph() {
        look();
        return graph;
    }

    synchronized Places places() {
        look();
        return places;
    }

    synchronized List<DeployedResource> resources() {
        look();
        return resources;
    }

    Stream<DeployedResource> of(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type));
    }

    /** Changes when another state of the stacks is deployed. */
    int version() {
        return resources().hashCode();
    }

    synchronized ObjectNode json() {
        look();
        if (drawn == null) {
            drawn = draw();
        }
        return drawn;
    }

    private ObjectNode draw() {
        Layout layout = Layout.of(graph);
        ObjectNode json = Json.object()
                .put("version", version())
                .put("width", layout.width())
                .put("height", layout.height());
        ArrayNode stacks = json.putArray("stacks");
        resources.stream().map(DeployedResource::stack).distinct().forEach(stacks::add);
        ArrayNode boxes = json.putArray("boxes");
        for (Layout.Box box : layout.boxes()) {
            ObjectNode one = boxes.addObject()
                    .put("x", box.x())
                    .put("y", box.y())
                    .put("width", box.width())
                    .put("height", box.height());
            one.put("kind", box.nodes().get(0).kind().name().toLowerCase(Locale.ROOT))
                    .put("word", word(box));
            ArrayNode nodes = one.putArray("nodes");
            box.nodes()
                    .forEach(node -> nodes.addObject()
                            .put("id", node.id())
                            .put("name", node.name())
                            .put("title", Layout.Box.title(node))
                            .put("opens", node.resource() != null));
        }
        json.set("lines", Json.MAPPER.valueToTree(layout.lines()));
        ArrayNode permissions = json.putArray("permissions");
        graph.nodes().stream()
                .filter(node -> node.kind() == Node.Kind.FUNCTION)
                .forEach(node -> permissions(node, permissions));
        ArrayNode apis = json.putArray("apis");
        of("AWS::ApiGateway::Stage")
                .forEach(stage ->
                        apis.add("/_api/" + stage.properties().path("RestApiId").asText() + "/" + stage.ref() + "/"));
        return json;
    }

    private static String word(Layout.Box box) {
        return box.nodes().size() == 1
                ? box.nodes().get(0).kind().word()
                : box.nodes().size() + " functions";
    }

    /** What a function may call, which one can take from it. */
    private void permissions(Node function, ArrayNode into) {
        new RoleStatements(resources)
                .of(function.resource().properties().path("Role").asText()).stream()
                        .flatMap(statement -> statement.actions().stream())
                        .filter(
                                action -> action.matches(
                                        "(dynamodb:(Put|Get|Update|Delete)Item|dynamodb:(Scan|Query)|events:PutEvents|sns:Publish|sqs:SendMessage)"))
                        .filter(action -> account.places().of(Fault.Effect.DENY).contains(action))
                        .distinct()
                        .forEach(action -> into.addObject()
                                .put("function", function.resource().ref())
                                .put("name", function.name())
                                .put("action", action));
    }
}

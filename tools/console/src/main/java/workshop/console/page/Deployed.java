package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Graph;
import workshop.console.graph.Layout;
import workshop.console.graph.Places;

/** The picture of what is deployed now and of what is still to do, drawn again when that is something else. */
final class Deployed {
    private final Account account;
    private final Workshop workshop;
    private List<DeployedResource> resources = List.of();
    private Map<String, List<String>> planned = Map.of();
    private Graph graph = new Graph(List.of(), List.of());
    private Places places = Places.of(graph, resources);
    private ObjectNode drawn;

    Deployed(Account account, Workshop workshop) {
        this.account = account;
        this.workshop = workshop;
    }

    private synchronized void look() {
        List<DeployedResource> now = account.resources();
        Map<String, List<String>> toDo = workshop.planned();
        if (!now.equals(resources) || !toDo.equals(planned)) {
            resources = now;
            planned = toDo;
            graph = Graph.of(now).with(toDo);
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

    /** Changes when the picture does. */
    synchronized int version() {
        look();
        return Objects.hash(resources, planned);
    }

    synchronized JsonNode json() {
        look();
        if (drawn == null) {
            drawn = Json.MAPPER.valueToTree(Layout.of(graph));
            drawn.put("version", version());
        }
        return drawn;
    }
}

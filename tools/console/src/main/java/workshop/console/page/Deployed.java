package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Fault;
import workshop.console.graph.Graph;
import workshop.console.graph.Layout;
import workshop.console.graph.Node;

/** The picture of what is deployed now and of what is still to do, drawn again when that is something else; and what is true in it. */
final class Deployed {
    private final Account account;
    private final Workshop workshop;
    private List<DeployedResource> resources = List.of();
    private Map<String, List<String>> planned = Map.of();
    private Graph graph = Graph.of(resources);
    private ObjectNode drawn;

    Deployed(Account account, Workshop workshop) {
        this.account = account;
        this.workshop = workshop;
    }

    synchronized Graph graph() {
        List<DeployedResource> now = account.resources();
        Map<String, List<String>> toDo = workshop.planned();
        if (!now.equals(resources) || !toDo.equals(planned)) {
            resources = now;
            planned = toDo;
            graph = Graph.of(now).with(toDo);
            drawn = null;
        }
        return graph;
    }

    /** Changes when the picture does. */
    private int version() {
        return Objects.hash(resources, planned);
    }

    synchronized JsonNode json() {
        Graph now = graph();
        if (drawn == null) {
            drawn = Json.MAPPER.valueToTree(Layout.of(now));
            drawn.put("version", version());
        }
        return drawn;
    }

    /** How deep the queues are, which faults strike, how much mail there is, how many TODOs are done. */
    synchronized JsonNode state() {
        ObjectNode json = Json.object();
        ObjectNode queues = json.putObject("queues");
        graph().nodes().stream()
                .filter(node -> node.kind() == Node.Kind.QUEUE && node.resource() != null)
                .forEach(queue -> queues.put(queue.id(), depth(queue)));
        json.put("version", version());
        json.set("faults", Json.list(account.faults().all(), Fault::json));
        workshop.guide()
                .map(guide -> guide.todos().stream().filter(Workshop.Todo::done).count())
                .ifPresent(done -> json.put("done", done));
        return json.put("mails", account.inbox().mails("").size());
    }

    /** The messages that wait, and those that somebody has received and not deleted. */
    private int depth(Node queue) {
        ObjectNode input = Json.object().put("QueueUrl", queue.resource().ref());
        input.putArray("AttributeNames").add("All");
        JsonNode its = new Aws(account).call("sqs", "GetQueueAttributes", input).path("Attributes");
        return its.path("ApproximateNumberOfMessages").asInt()
                + its.path("ApproximateNumberOfMessagesNotVisible").asInt();
    }
}

package workshop.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Fault;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Graph;
import workshop.console.graph.Layout;
import workshop.console.graph.Node;
import workshop.console.why.Why;

/** The picture of what is deployed now and of what is still to do, drawn again when that is something else; and what is true in it. */
final class Deployed {
    private static final long LOOK_EVERY_NANOS = 50_000_000;

    private final Account account;
    private final Why why;
    private final Workshop workshop;
    private List<DeployedResource> resources = List.of();
    private Map<String, List<String>> planned = Map.of();
    private Graph graph = Graph.of(resources);
    private Layout layout;
    private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;

    Deployed(Account account, Why why, Workshop workshop) {
        this.account = account;
        this.why = why;
        this.workshop = workshop;
    }

    /** @param done how many TODOs are done; null if what is deployed is no step */
    record State(int version, Map<String, Integer> queues, ArrayNode faults, int mails, Long done) {}

    synchronized Graph graph() {
        if (System.nanoTime() - lookedAt < LOOK_EVERY_NANOS) {
            return graph;
        }
        lookedAt = System.nanoTime();
        List<DeployedResource> now = account.resources();
        Map<String, List<String>> toDo = workshop.planned();
        if (!now.equals(resources) || !toDo.equals(planned)) {
            resources = now;
            planned = toDo;
            graph = Graph.of(now).with(toDo);
            layout = null;
        }
        return graph;
    }

    synchronized Layout layout() {
        Graph now = graph();
        if (layout == null) {
            layout = Layout.of(now);
        }
        return layout;
    }

    /** A hop with the parts that it is between, and why it failed. */
    ObjectNode hop(Hop hop) {
        UnaryOperator<String> places = graph().places();
        return hop.json()
                .put("fromPart", places.apply(hop.from()))
                .put("toPart", places.apply(hop.to()))
                .put("reason", why.reason(hop));
    }

    /** How deep the queues are, which faults strike, how much mail there is, how many TODOs are done. */
    synchronized State state() {
        Graph now = graph();
        Map<String, Integer> queues = new LinkedHashMap<>();
        resources.stream()
                .filter(its -> its.type().equals("AWS::SQS::Queue"))
                .forEach(queue -> queues.put(Node.id(queue), account.depth(queue.ref())));
        ArrayNode faults = Json.list(account.faults().all(), Fault::json);
        int mails = account.inbox().mails("").size();
        Long done = workshop.guide()
                .map(step -> step.todos().stream().filter(Workshop.Todo::done).count())
                .orElse(null);
        return new State(now.version(), queues, faults, mails, done);
    }
}

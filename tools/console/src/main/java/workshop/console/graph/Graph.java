package workshop.console.graph;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import workshop.cloud.cloudformation.DeployedResource;

/** What is deployed as parts and connections, of any stack. */
public record Graph(List<Node> nodes, List<Connection> connections) {

    /** Reads it from what is deployed; resources that nothing travels through are left out. */
    public static Graph of(List<DeployedResource> resources) {
        return new GraphReader(resources).read();
    }

    public Optional<Node> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The functions that can't be told apart in the picture: one API calls them, and they reach the same. */
    Collection<List<Node>> groups() {
        return Group.of(this);
    }
}

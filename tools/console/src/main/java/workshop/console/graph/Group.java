package workshop.console.graph;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.console.graph.Node.Kind;

/** Puts functions of one API that reach the same into one box, as one would by hand. */
final class Group {
    private Group() {}

    static Collection<List<Node>> of(Graph graph) {
        Map<String, Kind> kinds = graph.nodes().stream().collect(Collectors.toMap(Node::id, Node::kind));
        return graph.nodes().stream()
                .collect(
                        Collectors.groupingBy(node -> key(node, graph, kinds), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static String key(Node node, Graph graph, Map<String, Kind> kinds) {
        Set<String> from = graph.connections().stream()
                .filter(c -> c.to().equals(node.id()))
                .map(Connection::from)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean ofApi = node.kind() == Kind.FUNCTION
                && node.todo().isEmpty()
                && !from.isEmpty()
                && from.stream().allMatch(id -> kinds.get(id) == Kind.API);
        Set<String> to = graph.connections().stream()
                .filter(c -> c.from().equals(node.id()))
                .map(c -> c.to() + c.failure())
                .collect(Collectors.toCollection(TreeSet::new));
        return ofApi ? from + " " + to : node.id();
    }
}

package workshop.console.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.cloudformation.DeployedResource;

/** What is deployed as parts and connections, of any stack. */
public record Graph(List<Node> nodes, List<Connection> connections) {

    /** Reads it from what is deployed; resources that nothing travels through are left out. */
    public static Graph of(List<DeployedResource> resources) {
        return new GraphReader(resources).read();
    }

    /**
     * The same with places for what is not there yet.
     *
     * @param planned what each TODO will add, in the names of the picture: a part, such as {@code Todo (event bus)}, or a
     *     connection, such as {@code Todo -> Log (log group)}; a part has its kind where it may be missing
     */
    public Graph with(Map<String, List<String>> planned) {
        List<Node> parts = new ArrayList<>(nodes);
        List<Connection> lines = new ArrayList<>(connections);
        planned.forEach((todo, all) -> all.forEach(one -> {
            List<Node> ends = Arrays.stream(one.split(" -> "))
                    .flatMap(end -> part(end, todo, parts).stream())
                    .toList();
            if (ends.size() == 2
                    && lines.stream()
                            .noneMatch(line ->
                                    line.isBetween(ends.get(0).id(), ends.get(1).id()))) {
                lines.add(new Connection(ends.get(0).id(), ends.get(1).id(), List.of(todo), false, todo));
            }
        }));
        return new Graph(parts, lines);
    }

    private static Optional<Node> part(String text, String todo, List<Node> parts) {
        String name = text.replaceFirst(" \\(.*", "");
        Optional<Node> there =
                parts.stream().filter(part -> part.name().equals(name)).findFirst();
        if (there.isPresent()) {
            return there;
        }
        Optional<Node> place = Arrays.stream(Node.Kind.values())
                .filter(kind -> text.equals(name + " (" + kind.word() + ")"))
                .map(kind -> new Node("todo." + name, kind, name, "", null, todo))
                .findFirst();
        place.ifPresent(parts::add);
        return place;
    }

    public Optional<Node> node(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    /** The functions that can't be told apart in the picture: one API calls them, and they reach the same. */
    Collection<List<Node>> groups() {
        return Group.of(this);
    }
}

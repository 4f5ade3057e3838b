package workshop.console.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.console.graph.Node.Kind;

/**
 * What is deployed as parts and connections, of any stack.
 *
 * @param places the id of the part at which something happens, by the ARN that a hop names; null for what is not in the picture,
 *     such as the account's owner
 */
public record Graph(List<Node> nodes, List<Connection> connections, UnaryOperator<String> places) {

    /** Reads it from what is deployed; resources that nothing travels through are left out. */
    public static Graph of(List<DeployedResource> resources) {
        // in an order of its own, so that the picture of a stack is always the same
        Stream<DeployedResource> ordered = resources.stream().sorted(Comparator.comparing(Node::id));
        return new GraphReader(new Stack(ordered.toList())).read();
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
            List<String> ends = Arrays.stream(one.split(" -> "))
                    .flatMap(end -> part(end, todo, parts).stream())
                    .map(Node::id)
                    .toList();
            if (ends.size() == 2 && lines.stream().noneMatch(line -> ends.equals(List.of(line.from(), line.to())))) {
                lines.add(new Connection(ends.get(0), ends.get(1), List.of(todo), false, todo));
            }
        }));
        return new Graph(parts, lines, places);
    }

    /** Changes when the picture does. */
    public int version() {
        return Objects.hash(nodes, connections);
    }

    private static Optional<Node> part(String text, String todo, List<Node> parts) {
        String name = text.replaceFirst(" \\(.*", "");
        Optional<Node> there =
                parts.stream().filter(part -> part.name().equals(name)).findFirst();
        return there.or(() -> {
            Optional<Node> place = Arrays.stream(Kind.values())
                    .map(kind -> new Node("todo." + name, kind, name, todo))
                    .filter(node -> text.equals(name + " (" + node.word() + ")"))
                    .findFirst();
            place.ifPresent(parts::add);
            return place;
        });
    }

    /** The parts of each box: functions of one API that reach the same can't be told apart, and share one. */
    Collection<List<Node>> boxes() {
        return nodes.stream()
                .sorted(Comparator.comparing(Node::name))
                .collect(Collectors.groupingBy(this::likeness, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private String likeness(Node node) {
        Map<String, Kind> kinds = nodes.stream().collect(Collectors.toMap(Node::id, Node::kind));
        List<Connection> in =
                connections.stream().filter(its -> its.to().equals(node.id())).toList();
        boolean ofApi = node.kind() == Kind.FUNCTION && node.todo().isEmpty() && !in.isEmpty();
        if (!ofApi || in.stream().anyMatch(its -> kinds.get(its.from()) != Kind.API)) {
            return node.id();
        }
        Stream<String> out =
                connections.stream().filter(its -> its.from().equals(node.id())).map(its -> its.to() + its.failure());
        return in.stream().map(Connection::from).sorted().toList() + " "
                + out.sorted().toList();
    }
}

package workshop.console.graph;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.elk.alg.layered.options.GraphCompactionStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.WrappingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.core.util.ElkUtil;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Where each part and each connection is drawn: of a few ways to lay it out, the one that is largest on a screen. */
public record Layout(int version, double width, double height, List<Box> boxes, List<Line> lines) {
    private static final double SCREEN_WIDTH = 1240;
    private static final double SCREEN_HEIGHT = 560;
    private static final double NAME = 18;
    private static final double SMALL = 13.5;
    private static final double BOLD = 1.12;
    private static final double ROW = 24;

    /** A box with one part in it, or with functions that can't be told apart. */
    public record Box(List<Node> nodes, double x, double y, double width, double height) {}

    /** A line with bends; its ends are boxes, named by a part of theirs. */
    public record Line(@JsonUnwrapped Connection connection, List<Point> points, Point labelAt) {}

    public record Point(double x, double y) {}

    public static Layout of(Graph graph) {
        return Stream.of(
                        arranged(graph, Direction.RIGHT, false),
                        arranged(graph, Direction.RIGHT, true),
                        arranged(graph, Direction.DOWN, false))
                .max(Comparator.comparingDouble(its -> Math.min(SCREEN_WIDTH / its.width, SCREEN_HEIGHT / its.height)))
                .orElseThrow();
    }

    private static Layout arranged(Graph graph, Direction direction, boolean wrapped) {
        ElkNode root = ElkGraphUtil.createGraph();
        root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        root.setProperty(CoreOptions.DIRECTION, direction);
        root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(CoreOptions.PADDING, new ElkPadding(26, 16, 26, 16));
        root.setProperty(CoreOptions.ASPECT_RATIO, SCREEN_WIDTH / SCREEN_HEIGHT);
        root.setProperty(
                LayeredOptions.WRAPPING_STRATEGY, wrapped ? WrappingStrategy.MULTI_EDGE : WrappingStrategy.OFF);
        root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
        root.setProperty(LayeredOptions.COMPACTION_POST_COMPACTION_STRATEGY, GraphCompactionStrategy.LEFT);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE, 27.0);
        root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE, 15.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 12.0);
        root.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, 12.0);
        Map<String, ElkNode> byId = new HashMap<>();
        Map<ElkNode, List<Node>> parts = new LinkedHashMap<>();
        for (List<Node> group : graph.boxes()) {
            ElkNode box = ElkGraphUtil.createNode(root);
            double widest = group.stream()
                    .mapToDouble(node -> width(node.title(), NAME))
                    .max()
                    .orElse(0);
            double narrowest = group.get(0).todo().isEmpty() ? 108 : 136;
            box.setDimensions(Math.max(narrowest, widest * BOLD + 30), 30 + ROW * group.size());
            parts.put(box, group);
            group.forEach(node -> byId.put(node.id(), box));
        }
        Map<List<ElkNode>, Connection> between = new LinkedHashMap<>();
        graph.connections()
                .forEach(its -> between.merge(List.of(byId.get(its.from()), byId.get(its.to())), its, Connection::and));
        Map<ElkEdge, Connection> edges = new LinkedHashMap<>();
        between.forEach((ends, connection) -> {
            ElkEdge edge = ElkGraphUtil.createSimpleEdge(ends.get(0), ends.get(1));
            if (!connection.label().isEmpty()) {
                ElkLabel label = ElkGraphUtil.createLabel(connection.label(), edge);
                label.setDimensions(width(connection.label(), SMALL) + 8, SMALL + 5);
            }
            edges.put(edge, connection);
        });
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        List<Box> boxes = new ArrayList<>();
        parts.forEach((box, its) -> boxes.add(new Box(its, box.getX(), box.getY(), box.getWidth(), box.getHeight())));
        List<Line> lines = edges.entrySet().stream()
                .map(edge -> line(edge.getKey(), edge.getValue()))
                .toList();
        return new Layout(graph.version(), root.getWidth(), root.getHeight(), boxes, lines);
    }

    /** A text's width in a sans-serif font of the given size, rather too much than too little. */
    private static double width(String text, double size) {
        return text.chars()
                        .mapToDouble(c -> "iljtfrI.,:; ".indexOf(c) >= 0 ? 0.36 : "mwMW@".indexOf(c) >= 0 ? 0.9 : 0.6)
                        .sum()
                * size;
    }

    private static Line line(ElkEdge edge, Connection connection) {
        List<Point> points = edge.getSections().stream()
                .flatMap(section -> ElkUtil.createVectorChain(section).stream())
                .map(bend -> new Point(bend.x, bend.y))
                .toList();
        Point labelAt = edge.getLabels().stream()
                .map(label -> new Point(label.getX() + label.getWidth() / 2, label.getY() + label.getHeight() / 2))
                .findFirst()
                .orElse(null);
        return new Line(connection, points, labelAt);
    }
}

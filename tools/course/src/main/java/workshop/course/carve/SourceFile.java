package workshop.course.carve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.course.carve.Piece.Region;
import workshop.course.manifest.TodoId;

/** A file of the solution, by its path in the project with slashes, and its regions. */
public record SourceFile(String path, CommentSyntax syntax, List<Piece> pieces) {
    private static final Pattern OPEN = Pattern.compile("region\\s+(\\d+)(?:\\.(\\d+))?(|\\s+\\S.*)");

    /** One that a guide shows. What is wrong with its markers is said when the course is read. */
    public static SourceFile of(String path, String text) {
        return parse(path, CommentSyntax.of(path).orElse(CommentSyntax.SLASHES), text, problem -> {});
    }

    /** @param problems gets what is wrong with the markers */
    static SourceFile parse(String path, CommentSyntax syntax, String text, Consumer<String> problems) {
        List<Piece> top = new ArrayList<>();
        Deque<Region> open = new ArrayDeque<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = "solution/" + path + ":" + (i + 1);
            String comment = syntax.text(line).orElse("");
            if (comment.equals("endregion")) {
                if (open.isEmpty()) {
                    problems.accept(where + " ends a region, but none is open: add a line such as \""
                            + syntax.comment("region 2.3 Title") + "\", or remove this one");
                } else {
                    open.pop();
                }
            } else if (comment.equals("region") || comment.startsWith("region ")) {
                Optional<Region> region = region(comment, line, i + 1);
                if (region.isEmpty()) {
                    problems.accept(where + " is no region of the course: write \"region 2.3 Title\" for a TODO"
                            + " or \"region 2\" for what is given with step 2");
                    continue;
                }
                Region outer = open.peek();
                if (outer != null && outer.step() > region.get().step()) {
                    problems.accept(where + ": region of step " + region.get().step() + " inside a region of step "
                            + outer.step() + ", which arrives later: move it out");
                }
                if (outer != null
                        && outer.todo().isPresent()
                        && outer.step() == region.get().step()) {
                    problems.accept(where + " opens a region, but that of TODO "
                            + outer.todo().get() + ", which line " + outer.line() + " opens, has not ended: add "
                            + syntax.comment("endregion") + " before it");
                }
                (outer == null ? top : outer.pieces()).add(region.get());
                open.push(region.get());
            } else {
                (open.isEmpty() ? top : open.peek().pieces()).add(new Piece.Line(line));
            }
        }
        open.forEach(region -> problems.accept("solution/" + path + ":" + region.line()
                + " opens a region that never ends: add " + syntax.comment("endregion")));
        return new SourceFile(path, syntax, top);
    }

    private static Optional<Region> region(String comment, String line, int number) {
        Matcher marker = OPEN.matcher(comment);
        if (!marker.matches()) {
            return Optional.empty();
        }
        int step = Integer.parseInt(marker.group(1));
        Optional<TodoId> todo =
                Optional.ofNullable(marker.group(2)).map(todoNumber -> new TodoId(step, Integer.parseInt(todoNumber)));
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        return Optional.of(new Region(step, todo, marker.group(3).strip(), indent, number, new ArrayList<>()));
    }

    /** All its lines, without the markers of regions. */
    public List<String> lines() {
        return lines(pieces);
    }

    /** The lines of the regions of this TODO at the left margin, an empty line between two; none if there is no such region. */
    public List<String> lines(String todo) {
        // without a line break at the end, which would be a line without an indentation
        return regions().stream()
                .filter(region ->
                        region.todo().map(Object::toString).filter(todo::equals).isPresent())
                .map(region -> String.join("\n", lines(region.pieces())))
                .collect(Collectors.joining("\n\n"))
                .stripIndent()
                .lines()
                .toList();
    }

    private static List<String> lines(List<Piece> pieces) {
        return pieces.stream()
                .flatMap(piece -> piece instanceof Region region
                        ? lines(region.pieces()).stream()
                        : Stream.of(((Piece.Line) piece).text()))
                .toList();
    }

    /** All regions, outer ones before those inside them. */
    List<Region> regions() {
        List<Region> regions = new ArrayList<>();
        collect(pieces, regions);
        return regions;
    }

    private static void collect(List<Piece> pieces, List<Region> regions) {
        for (Piece piece : pieces) {
            if (piece instanceof Region region) {
                regions.add(region);
                collect(region.pieces(), regions);
            }
        }
    }
}

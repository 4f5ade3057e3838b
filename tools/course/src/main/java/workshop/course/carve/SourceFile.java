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
import workshop.course.manifest.TodoId;

/**
 * A file of the solution, by its path in the project with slashes.
 *
 * @param lines without the markers of regions
 * @param regions outer ones before those inside them
 */
public record SourceFile(String path, CommentSyntax syntax, List<Line> lines, List<Region> regions) {
    private static final Pattern OPEN = Pattern.compile("region\\s+(\\d+)(?:\\.(\\d+))?(|\\s+\\S.*)");

    /**
     * @param text without its line break
     * @param within the regions that it is in, the outermost first
     */
    record Line(String text, List<Region> within) {}

    /**
     * What stands between {@code // region …} and {@code // endregion}.
     *
     * @param step the step with which it arrives
     * @param todo the TODO that it answers; empty for code that is given
     * @param title of the TODO, as the marker says it; empty if it says none
     * @param indent the marker's indentation
     * @param line the marker's line number in the solution's file
     */
    record Region(int step, Optional<TodoId> todo, String title, String indent, int line) {
        boolean isOf(String id) {
            return todo.map(Object::toString).filter(id::equals).isPresent();
        }
    }

    /** One that a guide shows. What is wrong with its markers is said when the course is read. */
    public static SourceFile of(String path, String text) {
        return parse(path, CommentSyntax.of(path).orElse(CommentSyntax.SLASHES), text, problem -> {});
    }

    /** @param problems gets what is wrong with the markers */
    static SourceFile parse(String path, CommentSyntax syntax, String text, Consumer<String> problems) {
        List<Line> lines = new ArrayList<>();
        List<Region> regions = new ArrayList<>();
        Deque<Region> open = new ArrayDeque<>();
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            String line = all.get(i);
            String where = "solution/" + path + ":" + (i + 1);
            String comment = syntax.text(line).orElse("");
            if (comment.equals("endregion")) {
                if (open.isEmpty()) {
                    problems.accept(where + " ends a region, but none is open: add a line such as \""
                            + syntax.comment("region 2.3 Title") + "\", or remove this one");
                } else {
                    open.removeLast();
                }
            } else if (comment.equals("region") || comment.startsWith("region ")) {
                Optional<Region> region = region(comment, line, i + 1);
                if (region.isEmpty()) {
                    problems.accept(where + " is no region of the course: write \"region 2.3 Title\" for a TODO"
                            + " or \"region 2\" for what is given with step 2");
                    continue;
                }
                Region outer = open.peekLast();
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
                regions.add(region.get());
                open.addLast(region.get());
            } else {
                lines.add(new Line(line, List.copyOf(open)));
            }
        }
        open.forEach(region -> problems.accept("solution/" + path + ":" + region.line()
                + " opens a region that never ends: add " + syntax.comment("endregion")));
        return new SourceFile(path, syntax, lines, regions);
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
        return Optional.of(new Region(step, todo, marker.group(3).strip(), indent, number));
    }

    public List<String> text() {
        return lines.stream().map(Line::text).toList();
    }

    /** The lines of the regions of this TODO at the left margin, an empty line between two; none if there is no such region. */
    public List<String> text(String todo) {
        // without a line break at the end, which would be a line without an indentation
        return regions.stream()
                .filter(region -> region.isOf(todo))
                .map(region -> within(region).map(Line::text).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n\n"))
                .stripIndent()
                .lines()
                .toList();
    }

    Stream<Line> within(Region region) {
        return lines.stream().filter(line -> line.within().contains(region));
    }
}

package workshop.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.course.TextFile;
import workshop.course.carve.SourceFile;
import workshop.course.manifest.Todo;

/**
 * What a page shows of the repository, each under a comment that says where it is from:
 *
 * <ul>
 *   <li>{@code <!-- code: FILE -->} or {@code <!-- code: FILE region ID -->} before a fenced block: the file, or a region;
 *   <li>{@code <!-- todo: ID -->} … {@code <!-- end -->}: the heading of a TODO, and its file;
 *   <li>{@code <!-- help: ID -->} … {@code <!-- end -->}: its hints, and the answer, folded.
 * </ul>
 */
record Inclusions(Path root, Map<String, Section> sections) {
    private static final Pattern CODE = Pattern.compile("<!-- code: (\\S+?)(?: region (\\S+))? -->");
    private static final Pattern TASK = Pattern.compile("<!-- (todo|help): (\\S+) -->");
    private static final Pattern DIRECTIVE = Pattern.compile("<!-- (?:code|todo|help):.*");
    private static final String END = "<!-- end -->";
    private static final String FENCE = "```";

    /** A page as it should be, and what keeps it from being so: there it is as it was. */
    record Result(List<String> lines, List<Mistake> mistakes) {}

    /** Whether the line says where the block under it is from. */
    static boolean isSource(String line) {
        return CODE.matcher(line.strip()).matches();
    }

    Result of(Page page) {
        List<String> lines = page.lines();
        List<String> out = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            out.add(line);
            Matcher code = CODE.matcher(line.strip());
            Matcher task = TASK.matcher(line.strip());
            try {
                if (code.matches()) {
                    int end = endOfBlock(lines, i + 1);
                    List<String> excerpt = excerpt(code.group(1), code.group(2));
                    out.add(lines.get(i + 1));
                    out.addAll(excerpt);
                    out.add(lines.get(end));
                    i = end;
                } else if (task.matches()) {
                    int end = endOfTask(lines, i + 1);
                    out.addAll(of(task.group(1), section(task.group(2))));
                    out.add(END);
                    i = end;
                } else if (DIRECTIVE.matcher(line.strip()).matches()) {
                    throw new IllegalArgumentException("write <!-- code: FILE -->, <!-- code: FILE region ID -->,"
                            + " <!-- todo: ID --> or <!-- help: ID -->");
                }
            } catch (IllegalArgumentException e) {
                mistakes.add(page.mistake(i + 1, e.getMessage()));
            }
        }
        return new Result(out, mistakes);
    }

    /** The text up to the next TODO's is somebody's own, so that it must not be taken for this one's. */
    private static int endOfTask(List<String> lines, int start) {
        for (int i = start;
                i < lines.size() && !TASK.matcher(lines.get(i).strip()).matches();
                i++) {
            if (lines.get(i).equals(END)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no " + END + " after it");
    }

    private static int endOfBlock(List<String> lines, int start) {
        if (start < lines.size() && lines.get(start).startsWith(FENCE)) {
            for (int i = start + 1; i < lines.size(); i++) {
                if (lines.get(i).equals(FENCE)) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException("a fenced block must follow, between lines of " + FENCE);
    }

    private List<String> excerpt(String file, String region) {
        Path source = root.resolve(file);
        if (!Files.isRegularFile(source)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        SourceFile shown = SourceFile.of(file, new TextFile(source).read());
        List<String> excerpt = region == null ? shown.text() : shown.text(region);
        if (excerpt.isEmpty()) {
            throw new IllegalArgumentException(file + " has no region " + region);
        }
        return excerpt;
    }

    private Section section(String id) {
        return Optional.ofNullable(sections.get(id))
                .orElseThrow(() ->
                        new IllegalArgumentException("no manifest has a TODO " + id + ": correct it, or remove this"));
    }

    private List<String> of(String part, Section section) {
        if (part.equals("todo")) {
            return section.head();
        }
        Todo todo = section.todo();
        return section.help(
                todo.id().isExtra()
                        ? List.of()
                        : excerpt("solution/" + todo.file(), todo.id().toString()));
    }
}

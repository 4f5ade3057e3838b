package workshop.participant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.course.TextFile;
import workshop.course.manifest.Todo;

/** A file of the participant's, as it is now. */
record Source(List<String> lines) {
    private static final int MAX_EVERYDAY = 3; // letters of words such as "new" and "for", which stand in any code

    static Source read(Path file) {
        return new Source(new TextFile(file).read().lines().toList());
    }

    /**
     * Where a TODO stands, as people write it after a file's name: ":41". Once its comment is gone, this is the first line with
     * a word that the solution has only there; without one, the line after the nearest one before it that the solution has as
     * well, or that line itself if a block ends there.
     */
    String line(Todo todo, Source solution) {
        if (todo.id().isExtra()) {
            String replaced =
                    todo.answer().get(0).replace().strip().lines().findFirst().orElse("");
            int line = TextFile.lineOf(lines, text -> text.contains(replaced));
            return line == 0 ? "" : ":" + line;
        }
        int line = todo.lineIn(lines);
        if (line > 0) {
            return ":" + line;
        }
        Set<String> own = solution.wordsOfRegion(solution.start(todo));
        int before = before(todo, solution);
        int word = TextFile.lineOf(
                lines.subList(before, lines.size()),
                text -> words(List.of(text)).stream().anyMatch(own::contains));
        boolean isEmpty = before == lines.size() || lines.get(before).matches("\\W*");
        return ":" + (word > 0 ? before + word : isEmpty ? before : before + 1);
    }

    /**
     * Whether a line, counted from 1, may be of a TODO's code: it stands between the nearest lines before and after that code
     * which the solution has as well.
     */
    boolean isIn(Todo todo, Source solution, int line) {
        return line > before(todo, solution) && line < after(todo, solution);
    }

    /** Whether a line, counted from 1, has a word that the solution has only in a TODO's region. */
    boolean hasWordOf(Todo todo, Source solution, int line) {
        Set<String> own = solution.wordsOfRegion(solution.start(todo));
        return words(List.of(lines.get(line - 1))).stream().anyMatch(own::contains);
    }

    private int before(Todo todo, Source solution) {
        return lineOfLast(solution.lines.subList(0, solution.start(todo)));
    }

    private int after(Todo todo, Source solution) {
        List<String> rest = solution.lines.subList(solution.start(todo), solution.lines.size());
        List<String> after = new ArrayList<>(rest.subList(end(rest), rest.size()));
        Collections.reverse(after);
        int line = lineOfLast(after);
        return line > before(todo, solution) ? line : lines.size() + 1;
    }

    /** The line at which a TODO's region starts in the solution, counted from 1. */
    private int start(Todo todo) {
        return TextFile.lineOf(lines, text -> text.strip().startsWith("// region " + todo.id() + " "));
    }

    private static int end(List<String> lines) {
        return TextFile.lineOf(lines, line -> line.strip().equals("// endregion"));
    }

    /** The words that the file has only in the region that starts before this line, counted from 0. */
    private Set<String> wordsOfRegion(int start) {
        List<String> others = new ArrayList<>(lines);
        List<String> rest = others.subList(start, lines.size());
        List<String> region = rest.subList(0, end(rest));
        Set<String> own = words(region);
        region.clear();
        own.removeAll(words(others));
        return own;
    }

    /** The words in these lines, without those of comments and imports. */
    private static Set<String> words(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("//.*|^\\s*/?\\*.*|^import .*", ""))
                .flatMap(line -> Arrays.stream(line.split("\\W+")))
                .filter(word -> word.length() > MAX_EVERYDAY)
                .collect(Collectors.toSet());
    }

    /** The line of the last of these that occurs here once, counted from 1; the first if none does. */
    private int lineOfLast(List<String> before) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        for (int at = before.size() - 1; at >= 0; at--) {
            String line = before.get(at).strip();
            if (line.length() > 1 && Collections.frequency(stripped, line) == 1) {
                return stripped.indexOf(line) + 1;
            }
        }
        return Math.min(1, lines.size());
    }

    List<String> imports() {
        return lines.stream().filter(line -> line.startsWith("import ")).toList();
    }
}

package workshop.participant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import workshop.course.TextFile;
import workshop.course.manifest.Todo;

/** A file of the participant's, as it is now. */
record Source(List<String> lines) {

    static Source read(Path file) {
        return new Source(new TextFile(file).read().lines().toList());
    }

    /**
     * Where a TODO stands, as people write it after a file's name: ":41". Once its comment is gone, this is the nearest line
     * before it that the solution has as well, such as that of the method.
     */
    String line(Todo todo, Source solution) {
        if (todo.id().isExtra()) {
            return lineOf(todo.answer().get(0).replace());
        }
        int line = todo.lineIn(lines);
        return ":" + (line > 0 ? line : lineBefore(solution.linesBefore(todo)));
    }

    /** Where the first line of a text is; empty if it isn't there. */
    private String lineOf(String text) {
        String first = text.strip().lines().findFirst().orElse("");
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).contains(first))
                .mapToObj(at -> ":" + (at + 1))
                .findFirst()
                .orElse("");
    }

    /** The line of the last of these that occurs here once, counted from 1; the first if none does. */
    private int lineBefore(List<String> before) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        for (int at = before.size() - 1; at >= 0; at--) {
            String line = before.get(at).strip();
            if (line.length() > 1 && Collections.frequency(stripped, line) == 1) {
                return stripped.indexOf(line) + 1;
            }
        }
        return 1;
    }

    /** What stands in the solution before the TODO's region, without what other regions hold. */
    private List<String> linesBefore(Todo todo) {
        List<String> before = new ArrayList<>();
        int depth = 0;
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("// region " + todo.id() + " ")) {
                return before;
            }
            depth += text.startsWith("// region ") ? 1 : text.startsWith("// endregion") ? -1 : 0;
            if (depth == 0) {
                before.add(line);
            }
        }
        return before;
    }

    List<String> imports() {
        return lines.stream().filter(line -> line.startsWith("import ")).toList();
    }
}

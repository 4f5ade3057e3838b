package workshop.participant;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.course.TextFile;

/** A file of the participant's, or the solution's, as it is now. */
record Source(List<String> lines) {
    private static final int MAX_EVERYDAY = 3; // letters of words such as "new" and "for", which stand in any code

    static Source read(Path file) {
        return new Source(new TextFile(file).read().lines().toList());
    }

    /** The words in these lines, without those of comments and imports. */
    static Set<String> words(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("//.*|^\\s*/?\\*.*|^import .*", ""))
                .flatMap(line -> Arrays.stream(line.split("\\W+")))
                .filter(word -> word.length() > MAX_EVERYDAY)
                .collect(Collectors.toSet());
    }

    /** The line of the last of these that occurs here once, counted from 1; the first if none does. */
    int lineOfLast(List<String> these) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        for (int at = these.size() - 1; at >= 0; at--) {
            String line = these.get(at).strip();
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

package workshop.course.carve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import workshop.course.CourseException;

/**
 * The finished project that the checkpoints are carved from. Its README is its own: each checkpoint gets another.
 *
 * @param sources the files that can have regions, by path
 */
record Solution(SortedMap<String, SourceFile> sources, SortedMap<String, byte[]> others) {

    /** @throws CourseException with the first region marker of each file that is wrong: it may be why others are */
    static Solution read(Path folder, IgnoredNames ignored) {
        List<String> problems = new ArrayList<>();
        SortedMap<String, SourceFile> sources = new TreeMap<>();
        SortedMap<String, byte[]> others = new TreeMap<>();
        ignored.filesIn(folder).forEach((path, content) -> {
            if (path.equals(Readme.PATH)) {
                return;
            }
            List<String> wrong = new ArrayList<>();
            String text = new String(content, StandardCharsets.UTF_8);
            CommentSyntax.of(path)
                    .ifPresentOrElse(
                            syntax -> sources.put(path, SourceFile.parse(path, syntax, text, wrong::add)),
                            () -> others.put(path, content));
            wrong.stream().limit(1).forEach(problems::add);
        });
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        return new Solution(sources, others);
    }

    SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>(sources.keySet());
        paths.addAll(others.keySet());
        return paths;
    }
}

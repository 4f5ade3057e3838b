package workshop.console.why;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workshop.console.graph.Stack;

/** The Java sources of a project, to find where a construct is made. */
public record Sources(List<Path> files) {

    /** Of the project in this folder; of none for null. */
    public static Sources in(Path project) {
        Path folder = project == null ? null : project.resolve("src/main/java");
        if (folder == null || !Files.isDirectory(folder)) {
            return new Sources(List.of());
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return new Sources(all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file and line that have the id of the construct with this path; empty if there is none, or several. */
    String line(String path) {
        String id = Stack.id(path);
        List<String> found =
                files.stream().flatMap(file -> lines(file, "\"" + id + "\"")).toList();
        if (found.isEmpty()) {
            found = files.stream().flatMap(file -> lines(file, id + ".class")).toList();
        }
        return found.size() == 1 ? found.get(0) : "";
    }

    private static Stream<String> lines(Path file, String text) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Stream.iterate(0, i -> i + 1)
                    .limit(lines.size())
                    .filter(i -> lines.get(i).contains(text))
                    .map(i -> file.getFileName() + ":" + (i + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package workshop.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import workshop.course.manifest.Todo;

/** A file of the participant's, as it is now. */
record Source(List<String> lines) {

    static Source read(Path file) {
        try {
            return new Source(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** Where a TODO stands, as people write it behind a file's name: ":41"; nothing once its comment is gone. */
    String line(Todo todo) {
        int line = todo.lineIn(lines);
        return line == 0 ? "" : ":" + line;
    }

    List<String> imports() {
        return lines.stream().filter(line -> line.startsWith("import ")).toList();
    }
}

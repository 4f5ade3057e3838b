package workshop.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A file, or a folder with all that is in it. */
public record FileTree(Path root) {

    /** The files in it, sorted; none if it isn't there. */
    public List<Path> files() {
        return files("");
    }

    /** Those whose names end so. */
    public List<Path> files(String ending) {
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + root, e);
        }
    }

    /** Deletes it; returns whether it is gone. What another process writes or holds may stay. */
    public boolean delete() {
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException somebodyElseDeletesToo) {
                return !Files.exists(root);
            }
        }
        return !Files.exists(root);
    }
}

package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A file, or a folder with all that is in it. */
record FileTree(Path root) {

    /** @return whether it is gone; what another process writes or holds may stay */
    boolean delete() {
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

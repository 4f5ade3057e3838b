package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether something was made after everything that it is made from was last changed. */
public final class Freshness {

    private Freshness() {}

    /**
     * Compares the times of change; folders count too, so that a deleted file is noticed.
     *
     * @param made a file; if it doesn't exist, it isn't fresh
     * @param sources files and folders; those that don't exist don't count
     */
    public static boolean isFresh(Path made, List<Path> sources) {
        return changed(made)
                .filter(time -> newest(sources).stream().allMatch(source -> source.compareTo(time) <= 0))
                .isPresent();
    }

    /** When any of these, or what is in them, was last changed. */
    public static Optional<FileTime> newest(List<Path> roots) {
        return roots.stream()
                .filter(Files::exists)
                .flatMap(Freshness::tree)
                .flatMap(file -> changed(file).stream())
                .max(FileTime::compareTo);
    }

    private static Stream<Path> tree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't list " + root, e);
        }
    }

    /** Empty for what isn't there: an editor's temporary file may be gone by now, and its lock may be a link to nothing. */
    private static Optional<FileTime> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the time of " + file, e);
        }
    }
}

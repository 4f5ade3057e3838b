package workshop.course.carve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/**
 * The names that the repository's {@code .gitignore} excludes: what is built, downloaded or somebody's own. Carving
 * neither copies nor removes it. Only plain names and globs of names are understood, which is what our file has.
 *
 * @see <a href="https://git-scm.com/docs/gitignore">gitignore</a>
 */
final class IgnoredNames {
    private final List<PathMatcher> names;

    private IgnoredNames(List<PathMatcher> names) {
        this.names = names;
    }

    static IgnoredNames of(Path repository) {
        Path file = repository.resolve(".gitignore");
        if (!Files.exists(file)) {
            return new IgnoredNames(List.of());
        }
        try (var lines = Files.lines(file)) {
            return new IgnoredNames(lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.endsWith("/") ? line.substring(0, line.length() - 1) : line)
                    .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** Whether a file or folder of this name is ignored. */
    boolean contains(Path name) {
        return names.stream().anyMatch(ignored -> ignored.matches(name.getFileName()));
    }
}

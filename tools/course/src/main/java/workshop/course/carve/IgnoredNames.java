package workshop.course.carve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * The names that the repository's {@code .gitignore} excludes: what is built, downloaded or somebody's own. Carving
 * neither copies nor removes it. Only plain names and globs of names are understood, which is what our file has.
 *
 * @see <a href="https://git-scm.com/docs/gitignore">gitignore</a>
 */
record IgnoredNames(List<PathMatcher> names) {

    static IgnoredNames of(Path repository) {
        String text = new TextFile(repository.resolve(".gitignore")).find().orElse("");
        return new IgnoredNames(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.endsWith("/") ? line.substring(0, line.length() - 1) : line)
                .map(name -> FileSystems.getDefault().getPathMatcher("glob:" + name))
                .toList());
    }

    /** The files of a folder that have none of these names, by path in it, with slashes; none if there is no such folder. */
    SortedMap<String, byte[]> filesIn(Path folder) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        Predicate<Path> isIgnored = name -> names.stream().anyMatch(ignored -> ignored.matches(name));
        for (Path file : new FileTree(folder).filesBut(isIgnored)) {
            try {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException("Can't read " + file, e);
            }
        }
        return files;
    }
}

package workshop.course.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.cloud.Digest;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * What was compiled, and to what.
 *
 * @param digests those of a project's sources and of the files that they were compiled to, by path, and the one of what else the
 *     compiler was given, which has no path
 */
record Compilation(SortedMap<String, String> digests) {

    /** Of what is there now. */
    static Compilation of(Path folder, String others) {
        BuildFolder built = new BuildFolder(folder);
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("", digest(others.getBytes(StandardCharsets.UTF_8)));
        try {
            for (Path root : List.of(folder.resolve("src"), built.classes(), built.testClasses())) {
                for (Path file : new FileTree(root).files()) {
                    String path = folder.relativize(file).toString().replace('\\', '/');
                    digests.put(path, digest(Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + folder, e);
        }
        return new Compilation(digests);
    }

    private static String digest(byte[] bytes) {
        return Digest.hex("SHA-256", bytes);
    }

    /** The one that was written to a file, without what isn't whole there; one of nothing if there is no file. */
    static Compilation read(TextFile file) {
        return new Compilation(file.find()
                .map(text -> text.lines()
                        .map(line -> line.split(" ", 2))
                        .filter(line -> line.length == 2)
                        .collect(Collectors.toMap(
                                line -> line[1], line -> line[0], (one, other) -> other, TreeMap::new)))
                .orElseGet(TreeMap::new));
    }

    void write(TextFile file) {
        file.write(digests.entrySet().stream()
                .map(digest -> digest.getValue() + " " + digest.getKey())
                .collect(Collectors.joining("\n")));
    }

    /** The paths that have another digest there, or none on one side. */
    SortedSet<String> changedSince(Compilation before) {
        SortedSet<String> paths = new TreeSet<>(paths());
        paths.addAll(before.paths());
        paths.removeIf(path -> Objects.equals(digests.get(path), before.digests.get(path)));
        return paths;
    }

    Set<String> paths() {
        return digests.keySet();
    }
}

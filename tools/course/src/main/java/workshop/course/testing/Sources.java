package workshop.course.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.Digest;
import workshop.course.FileTree;
import workshop.course.TextFile;

/**
 * What classes are made of: what a project's sources had in them, and what else the compiler was given.
 *
 * @param lines one for each file, with its path and the digest of its bytes, and one for the rest
 */
record Sources(SortedSet<String> lines) {

    /** Those of a project as it is now. */
    static Sources of(Path folder, String others) {
        SortedSet<String> lines = new TreeSet<>(List.of(others));
        try {
            for (Path file : new FileTree(folder.resolve("src")).files()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                lines.add(name + " " + Digest.hex("SHA-256", Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + folder, e);
        }
        return new Sources(lines);
    }

    /** Those that were written to a file; none if it isn't there. */
    static Sources read(TextFile file) {
        return new Sources(
                new TreeSet<>(file.find().map(text -> text.lines().toList()).orElse(List.of())));
    }

    void write(TextFile file) {
        file.write(String.join("\n", lines));
    }

    /** The files of main classes that changed, came or went, if that is all that differs. */
    Optional<SortedSet<String>> onlyMainClassesSince(Sources before) {
        SortedSet<String> changed = Stream.of(lines, before.lines)
                .flatMap(Set::stream)
                .filter(line -> !lines.contains(line) || !before.lines.contains(line))
                .map(line -> line.replaceFirst(" \\w+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(changed)
                .filter(names -> names.stream().allMatch(name -> name.matches("src/main/java/.*\\.java")));
    }
}

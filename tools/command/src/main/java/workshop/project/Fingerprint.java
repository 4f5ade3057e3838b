package workshop.project;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is in some folders: path, time of change, and size of each file. Any difference counts. No time is compared with
 * another, because clocks go wrong, archives bring their own times, and a backup is older than what it replaces.
 *
 * @param text a line for each file
 */
public record Fingerprint(String text) {

    /** That of the tools' sources; the launcher for Windows asks before any class is compiled. */
    public static void main(String[] home) {
        System.out.print(ofTools(Path.of(home[0]).toAbsolutePath().normalize()).text());
    }

    /** What the workshop command is built from: its modules, and the pom that they share. */
    public static Fingerprint ofTools(Path home) {
        return of(Stream.of(".", "authoring", "command", "course", "console", "local-cloud")
                .map(home.resolve("tools")::resolve)
                .flatMap(module -> Stream.of(module.resolve("pom.xml"), module.resolve("src")))
                .toList());
    }

    /** @param roots files and folders with all that is in them; those that don't exist have nothing */
    public static Fingerprint of(List<Path> roots) {
        return new Fingerprint(roots.stream()
                .flatMap(Fingerprint::tree)
                .map(Fingerprint::line)
                .filter(Objects::nonNull)
                .sorted()
                .collect(Collectors.joining()));
    }

    public boolean isIn(Path file) {
        try {
            return Files.exists(file)
                    && Files.readString(file).replace("\r\n", "\n").equals(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    public void writeTo(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + file, e);
        }
    }

    private static Stream<Path> tree(Path root) {
        File[] inside = Files.isSymbolicLink(root) ? null : root.toFile().listFiles(); // null also if it is gone by now
        return inside == null
                ? Stream.of(root)
                : Stream.of(inside).map(File::toPath).flatMap(Fingerprint::tree);
    }

    /** Nothing for what is no file or isn't there: an editor's temporary file may be gone by now, and its lock may be a link to nothing. */
    private static String line(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.isRegularFile() ? file + " " + is.lastModifiedTime() + " " + is.size() + "\n" : null;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the time of " + file, e);
        }
    }
}

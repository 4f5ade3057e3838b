package workshop.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A file of text. What goes wrong with it is an {@link UncheckedIOException} that names it. */
public record TextFile(Path path) {

    public String read() {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + path, e);
        }
    }

    /** Its text; empty if it isn't there. */
    public Optional<String> find() {
        return Files.exists(path) ? Optional.of(read()) : Optional.empty();
    }

    /** The first of some lines that is like this, counted from 1; 0 if none is. */
    public static int lineOf(List<String> lines, Predicate<String> wanted) {
        int others = (int) lines.stream().takeWhile(wanted.negate()).count();
        return others < lines.size() ? others + 1 : 0;
    }

    /** Writes it, over what is there, and its folder if that is missing. */
    public void write(String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + path, e);
        }
    }
}

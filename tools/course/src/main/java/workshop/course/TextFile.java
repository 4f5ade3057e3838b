package workshop.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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

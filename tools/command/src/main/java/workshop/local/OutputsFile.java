package workshop.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import workshop.project.Project;

/**
 * The project's {@code cdk-outputs.json}, as {@code cdk deploy --outputs-file} writes it. While it is open it tells of the
 * local cloud; closing it brings back what was there before.
 */
final class OutputsFile implements AutoCloseable {
    private final Path file;
    private final Optional<String> before;

    private OutputsFile(Path file, Optional<String> before) {
        this.file = file;
        this.before = before;
    }

    /** Remembers what is there now. */
    static OutputsFile open(Project project) {
        Path file = project.file("cdk-outputs.json");
        try {
            return new OutputsFile(file, Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    /** Writes the outputs of a stack in place of what is there. */
    void write(String stack, Map<String, String> outputs) {
        try {
            Files.writeString(
                    file,
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of(stack, outputs))
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write " + file, e);
        }
    }

    @Override
    public void close() {
        try {
            if (before.isPresent()) {
                Files.writeString(file, before.get());
            } else {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't restore " + file, e);
        }
    }
}

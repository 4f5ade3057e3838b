package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import workshop.terminal.Terminal;

/** One build of a project at a time; who comes second waits. The lock goes with the process that has it, however that ends. */
final class BuildLock {
    private static final String FILE = "target/local/lock";

    private BuildLock() {}

    /** Builds, as soon as nobody else does. */
    static <T> T during(Project project, Terminal terminal, Supplier<T> build) {
        Path file = project.file(FILE);
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    terminal.progress("… waiting for another command, which builds " + project.name());
                    channel.lock();
                }
                return build.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't lock " + file, e);
        }
    }
}

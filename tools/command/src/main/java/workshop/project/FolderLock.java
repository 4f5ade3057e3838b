package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import workshop.terminal.Terminal;

/**
 * What only one command at a time may do in a folder; who comes second waits. The lock goes with the process that has it,
 * however that ends.
 *
 * @param file stands for it; it is made when it is needed
 * @param doing what is done: "builds solution"
 */
public record FolderLock(Path file, String doing) {

    public <T> T during(Terminal terminal, Supplier<T> work) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    terminal.progress("… waiting for another command, which " + doing);
                    channel.lock();
                }
                return work.get();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't lock " + file, e);
        }
    }
}

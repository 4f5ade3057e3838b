package workshop.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import workshop.course.FileTree;
import workshop.course.ShutdownHook;
import workshop.terminal.Terminal;

/**
 * What commands have outside of their processes and take back when they end: a note of each is in a folder. A process has its
 * notes locked; so a note that nobody has locked was left by a process that was killed, and the next command takes back what
 * it names.
 */
public record Leftovers(Path notes) {
    private static final String NOTE = ".json";
    private static final int PATIENCE_MS = 3_000;
    private static final int TRY_EVERY_MS = 50;

    public static Leftovers of(Path home) {
        return new Leftovers(home.resolve("tools/command/target/running"));
    }

    public void takeBack(Terminal terminal) {
        try {
            for (Path file : new FileTree(notes).files(NOTE)) {
                takeBack(file, terminal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the notes in " + notes, e);
        }
    }

    private static void takeBack(Path file, Terminal terminal) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return;
            }
            byte[] text = Channels.newInputStream(channel).readAllBytes(); // the lock is this channel's
            Leftover leftover = Leftover.of(new String(text, StandardCharsets.UTF_8));
            terminal.progress("… cleaning up after a command that was killed: " + leftover.path());
            if (leftover.takeBack()) {
                Files.deleteIfExists(file);
            }
        } catch (OverlappingFileLockException | NoSuchFileException nothingLeft) {
            // ours goes when this process ends, and one that is gone by now has been taken back
        }
    }

    /** Notes something, until this process has taken it back or ends. */
    public Note note(Leftover leftover) {
        String name = UUID.randomUUID().toString();
        Path draft = notes.resolve(name + ".new");
        try {
            ByteBuffer text = ByteBuffer.wrap(leftover.text().getBytes(StandardCharsets.UTF_8));
            Files.createDirectories(notes);
            FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.write(text);
            channel.lock();
            return new Note(leftover, Files.move(draft, notes.resolve(name + NOTE)), channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep a note in " + notes, e);
        }
    }

    /** Deletes the temporary folder of this process when it ends. */
    public void deleteAtEnd(Path temporary) {
        Note note = note(Leftover.folder(temporary));
        ShutdownHook.add(() -> {
            // What is closed at the same time may still write there.
            for (int waited = 0; !note.takeBack() && waited < PATIENCE_MS; waited += TRY_EVERY_MS) {
                LockSupport.parkNanos(TRY_EVERY_MS * 1_000_000L);
            }
        });
    }

    /** A note of this process, which has it locked. */
    public record Note(Leftover leftover, Path file, FileChannel channel) {

        /** @return whether nothing is left of it */
        public boolean takeBack() {
            boolean isGone = leftover.takeBack();
            if (isGone) {
                forget();
            }
            return isGone;
        }

        /** Leaves what it names as it is. */
        public void forget() {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("Can't delete " + file, e);
            }
        }
    }
}

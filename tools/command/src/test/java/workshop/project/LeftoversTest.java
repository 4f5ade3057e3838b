package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Jvm;
import workshop.terminal.Terminal;

class LeftoversTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(progress, true, StandardCharsets.UTF_8), false, "");

    @TempDir
    private Path folder;

    /** A command: has a temporary folder and has replaced what is in a file, until its input ends. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Leftovers leftovers = new Leftovers(folder.resolve("notes"));
        leftovers.deleteAtEnd(
                Files.createDirectories(folder.resolve("temporary/deep")).getParent());
        Leftovers.Note note = leftovers.note(new Leftover(folder.resolve("outputs"), "local", "aws"));
        Files.writeString(folder.resolve("outputs"), "local");
        System.out.println("running");
        System.in.read();
        note.takeBack();
        System.exit(0);
    }

    @Test
    void aCommandThatEndsLeavesNothing() throws Exception {
        Process command = start();
        command.getOutputStream().close();
        assertThat(command.waitFor()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void whatAKilledCommandHasLeftIsTakenBackByTheNext() throws Exception {
        start().destroyForcibly().waitFor();
        assertThat(folder.resolve("temporary")).exists();

        new Leftovers(folder.resolve("notes")).takeBack(terminal);

        assertNothingIsLeft();
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("cleaning up after a command that was killed: " + folder.resolve("temporary"));
    }

    @Test
    void whatACommandThatRunsHasStays() throws Exception {
        Process command = start();
        try {
            new Leftovers(folder.resolve("notes")).takeBack(terminal);
            assertThat(folder.resolve("temporary")).exists();
            assertThat(folder.resolve("outputs")).hasContent("local");
            assertThat(progress.size()).isZero();
        } finally {
            command.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFileThatSomebodyWroteMeanwhileStays() throws Exception {
        start().destroyForcibly().waitFor();
        Files.writeString(folder.resolve("outputs"), "deployed since");
        new Leftovers(folder.resolve("notes")).takeBack(terminal);
        assertThat(folder.resolve("outputs")).hasContent("deployed since");
    }

    /** As when two commands are typed at once. */
    @Test
    void aNoteThatGoesMeanwhileIsNone() throws Exception {
        Leftovers leftovers = new Leftovers(Files.createDirectories(folder.resolve("notes")));
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_000; i++) {
                leftovers.note(Leftover.folder(folder.resolve("temporary"))).takeBack();
            }
        });
        while (!other.isDone()) {
            leftovers.takeBack(terminal);
        }
        other.get();
        assertThat(folder.resolve("notes")).isEmptyDirectory();
    }

    private void assertNothingIsLeft() {
        assertThat(folder.resolve("temporary")).doesNotExist();
        assertThat(folder.resolve("outputs")).hasContent("aws");
        assertThat(folder.resolve("notes")).isEmptyDirectory();
    }

    private Process start() throws IOException {
        List<String> command = Jvm.command("-cp", System.getProperty("java.class.path"), LeftoversTest.class.getName());
        command.add(folder.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("running");
        return process;
    }
}

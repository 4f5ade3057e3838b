package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.terminal.Terminal;

class FolderLockTest {
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(System.out, new PrintStream(progress, true, StandardCharsets.UTF_8), false, "");

    /** Another command: builds until its input ends. */
    public static void main(String[] args) {
        lock(Path.of(args[0])).during(Terminal.ofLauncher(), () -> {
            System.out.println("building");
            try {
                return System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void whoComesSecondWaitsForTheFirst(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Process first = other(folder);
        try {
            assertThat(first.inputReader().readLine()).isEqualTo("building");
            CompletableFuture<String> second = second(folder);
            while (progress.size() == 0 && !second.isDone()) {
                Thread.sleep(10);
            }
            assertThat(second).isNotDone();
            assertThat(progress.toString(StandardCharsets.UTF_8))
                    .contains("waiting for another command, which builds solution");

            first.getOutputStream().close();
            assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo("built");
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void aKilledCommandKeepsNobodyWaiting(@TempDir Path folder)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Process first = other(folder);
        assertThat(first.inputReader().readLine()).isEqualTo("building");
        first.destroyForcibly().waitFor();
        assertThat(second(folder).get(1, TimeUnit.MINUTES)).isEqualTo("built");
    }

    private CompletableFuture<String> second(Path folder) {
        return CompletableFuture.supplyAsync(() -> lock(folder).during(terminal, () -> "built"));
    }

    private static FolderLock lock(Path folder) {
        return new FolderLock(folder.resolve("target/lock"), "builds solution");
    }

    private static Process other(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderLockTest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import workshop.terminal.Terminal;

/** {@code test --watch}. */
class WatchTest {
    private static final String LAMP = Classroom.LAMP;
    private static final String LAMP_TEST = "step-1-light/src/test/java/lamp/LampTest.java";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Classroom classroom;

    @BeforeEach
    void enter(@TempDir Path home) throws IOException {
        classroom = Classroom.in(home);
    }

    @Test
    void testsAgainWhenAFileIsSaved() throws Exception {
        whileWatching(printed -> {
            await("Save a file", printed);
            classroom.edit(LAMP, "history.add(\"off\")", "history.put(\"off\")");
            await("It does not compile", printed);
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .containsPattern("(?s)^──── [0-9:]{8} ─+ running….*Ctrl-C ends.\\R──── [0-9:]{8} ─+ running…\\R");
            classroom.edit(LAMP, "history.put(\"off\")", "history.add(\"off\")");
            classroom.doFirst();
            await("step 1 ▓░ 1/2", printed);
        });
    }

    @Test
    void leavesTheRestWhenAFileIsSavedWhileEverythingElseIsTested() throws Exception {
        classroom.doFirst();
        classroom.doSecond();
        classroom.edit(LAMP_TEST, "void knowsItsRoom() {", """
                void knowsItsRoom() throws Exception {
                    java.nio.file.Files.createFile(java.nio.file.Path.of("begun"));
                    while (!java.nio.file.Files.exists(java.nio.file.Path.of("saved"))) Thread.sleep(20);
                """);
        Files.writeString(classroom.home().resolve("step-1-light/src/test/java/lamp/LateTest.java"), """
                package lamp;
                class LateTest {
                    @org.junit.jupiter.api.Test
                    void runsLast() throws Exception {
                        java.nio.file.Files.createFile(java.nio.file.Path.of("late"));
                    }
                }
                """);
        whileWatching(printed -> {
            await(() -> Files.exists(classroom.home().resolve("step-1-light/begun")), printed);
            classroom.edit(LAMP, "history.add(\"off\")", "history.put(\"off\")");
            Files.createFile(classroom.home().resolve("step-1-light/saved"));
            await("It does not compile", printed);
            assertThat(printed.toString(StandardCharsets.UTF_8).split("It does not compile")[0])
                    .doesNotContain("tests passed", "Save a file");
            assertThat(classroom.home().resolve("step-1-light/late")).doesNotExist();
        });
    }

    /** What a person does in another window. */
    private interface Doing {
        void with(ByteArrayOutputStream printed) throws Exception;
    }

    private void whileWatching(Doing doing) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Workspace workspace =
                new Workspace(classroom.home(), classroom.home(), new Terminal(stream, stream, false, ""));
        Thread person = new Thread(() -> new CommandLine(new RunTests(workspace, Classroom.libraries()))
                .setExecutionExceptionHandler((interrupted, line, parsed) -> 0)
                .execute("1", "--watch"));
        person.start();
        try {
            doing.with(printed);
        } finally {
            person.interrupt();
            person.join();
        }
    }

    private static void await(String text, ByteArrayOutputStream printed) throws InterruptedException {
        await(() -> printed.toString(StandardCharsets.UTF_8).contains(text), printed);
    }

    private static void await(BooleanSupplier reached, ByteArrayOutputStream printed) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("It printed:%n%s", printed).isLessThan(end);
            Thread.sleep(50);
        }
    }
}

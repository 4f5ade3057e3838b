package workshop.anywhere;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import workshop.course.CourseException;
import workshop.course.TextFile;
import workshop.terminal.SearchPath;

/**
 * Follows the workshop on machines that nobody prepared: in a folder with a name of its own, with a file from tomorrow, with an
 * npm that leaves out what is for development, in several languages; and looks at what is left behind.
 *
 * @param repository the one that is copied
 * @param folder where the copies are
 * @param progress gets a line for each thing that was tried
 */
public record Anywhere(Path repository, Path folder, Consumer<String> progress) {
    private static final String DEMO = "Every hop of this stack arrived";
    private static final String SOURCE = "solution/src/main/java/todo/api/CreateTodo.java";
    private static final String TOOL = "tools/command/src/main/java/workshop/Workshop.java";
    private static final Surroundings PLAIN = Surroundings.all().get(0);

    private interface Trial {
        void run() throws IOException, InterruptedException;
    }

    /** @return what went wrong; empty if nothing did */
    public List<String> findings() throws IOException {
        List<String> findings = new ArrayList<>();
        WorkingCopy copy = WorkingCopy.of(
                repository, folder.resolve(SearchPath.isWindows() ? "Wörk shöp" : "Wörk #%20'&$(1);! shöp"));
        copy.date(SOURCE, Duration.ofDays(1));
        copy.date(TOOL, Duration.ofDays(1));
        for (Surroundings surroundings : Surroundings.all()) {
            attempt("demo under " + surroundings.name(), findings, () -> {
                Files.deleteIfExists(copy.folder().resolve("solution/target/local/synthesized"));
                LauncherRun run = LauncherRun.start(copy, surroundings, "demo");
                run.succeedsWith(DEMO).leavesNothing();
            });
        }
        attempt("demo with a file from tomorrow is built once", findings, () -> {
            LauncherRun run = LauncherRun.start(copy, PLAIN, "demo").succeedsWith(DEMO);
            refuse(run, "building the workshop command", "npx");
        });
        attempt("demo after a file was replaced by an older one", findings, () -> olderFile(copy));
        attempt(
                "test",
                findings,
                () -> LauncherRun.start(copy, PLAIN, "test", "1")
                        .endsWith(1, "1.1 ")
                        .leavesNothing());
        attempt(
                "e2e",
                findings,
                () -> LauncherRun.start(copy, PLAIN, "e2e")
                        .succeedsWith("End-to-end tests passed")
                        .leavesNothing());
        if (!SearchPath.isWindows()) {
            // Java does the same for Ctrl-C and for this, which a shell's background jobs take, too.
            attempt("up and Ctrl-C", findings, () -> end(copy, "TERM").leavesNothing());
            attempt("up, kill -9, and another command", findings, () -> {
                end(copy, "KILL");
                LauncherRun.start(copy, PLAIN, "progress")
                        .succeedsWith("step 1")
                        .leavesNothing();
                isGone(copy.folder().resolve("solution/cdk-outputs.json"));
            });
        }
        return findings;
    }

    /** An older file that doesn't compile must be noticed, and the one that does, which is older still, too. */
    private static void olderFile(WorkingCopy copy) throws IOException, InterruptedException {
        TextFile source = new TextFile(copy.folder().resolve(SOURCE));
        String text = source.read();
        source.write(text + "}");
        copy.date(SOURCE, Duration.ofDays(-30));
        LauncherRun.start(copy, PLAIN, "demo").endsWith(1, "CreateTodo.java").leavesNothing();
        source.write(text);
        copy.date(SOURCE, Duration.ofDays(-60));
        LauncherRun.start(copy, PLAIN, "demo").succeedsWith(DEMO).leavesNothing();
    }

    private static LauncherRun end(WorkingCopy copy, String signal) throws IOException, InterruptedException {
        LauncherRun up = LauncherRun.start(copy, PLAIN, "up", "--port", "0").endWhenReady(signal);
        if (!up.printed().contains("ready ")) {
            throw new CourseException("up ended by itself:\n" + up.printed());
        }
        if (signal.equals("TERM")) {
            isGone(copy.folder().resolve("solution/cdk-outputs.json"));
        }
        return up;
    }

    private static void isGone(Path file) {
        if (Files.exists(file)) {
            throw new CourseException("there is still " + file);
        }
    }

    private static void refuse(LauncherRun run, String... texts) {
        for (String text : texts) {
            if (run.printed().contains(text)) {
                throw new CourseException("did again what was done: " + text + "\n" + run.printed());
            }
        }
    }

    private void attempt(String what, List<String> findings, Trial trial) {
        long start = System.nanoTime();
        try {
            trial.run();
        } catch (IOException | CourseException e) {
            findings.add(what + ":\n" + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            findings.add(what + ": interrupted");
        }
        boolean isGood = findings.stream().noneMatch(finding -> finding.startsWith(what + ":"));
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        progress.accept((isGood ? "ok  " : "no  ") + what + " (" + seconds + " s)");
    }
}

package workshop.anywhere;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import workshop.course.CourseException;
import workshop.course.TextFile;
import workshop.terminal.SearchPath;

/**
 * The launcher of a copy, as somebody calls it there.
 *
 * @param log what it prints
 * @param temporary a temporary folder of its own, in which nothing may stay
 */
record LauncherRun(Process process, Path log, Path temporary) {
    private static final int PATIENCE_MINUTES = 15;
    private static final int LOOK_EVERY_MS = 100;

    static LauncherRun start(WorkingCopy copy, Surroundings surroundings, String... words) throws IOException {
        Path temporary = Files.createDirectories(copy.folder().resolveSibling("temporary"));
        List<String> command = new ArrayList<>(
                SearchPath.isWindows()
                        ? List.of(
                                "cmd",
                                "/c",
                                copy.folder().resolve("workshop.cmd").toString())
                        : List.of("./workshop"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(copy.folder().toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("LC_") || name.equals("LANG") || name.equals("MAVEN_OPTS"));
        environment.putAll(Map.of("TMPDIR", temporary.toString(), "TEMP", temporary.toString()));
        environment.putAll(Map.of("NODE_ENV", "production", "npm_config_omit", "dev"));
        environment.putAll(surroundings.environment());
        Path log = copy.folder().resolveSibling("printed.log");
        return new LauncherRun(builder.redirectOutput(log.toFile()).start(), log, temporary);
    }

    /** Waits until {@code up} says that it is ready, and sends it a signal, such as TERM. */
    LauncherRun endWhenReady(String signal) throws IOException, InterruptedException {
        for (int looked = 0;
                looked < PATIENCE_MINUTES * 60_000
                        && process.isAlive()
                        && !printed().contains("\nready ");
                looked += LOOK_EVERY_MS) {
            Thread.sleep(LOOK_EVERY_MS);
        }
        new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new CourseException("does not end by signal " + signal + ":\n" + printed());
        }
        return this;
    }

    /** Waits for its end, which must be good, and say this. */
    LauncherRun succeedsWith(String text) throws InterruptedException {
        return endsWith(0, text);
    }

    LauncherRun endsWith(int exit, String text) throws InterruptedException {
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != exit || !printed().contains(text)) {
            throw new CourseException("expected exit code " + exit + " and: " + text + "\ngot exit code "
                    + process.exitValue() + " and:\n" + printed());
        }
        return this;
    }

    String printed() {
        return new TextFile(log).read();
    }

    /** @throws CourseException if something is left in the temporary folder */
    void leavesNothing() throws IOException {
        if (SearchPath.isWindows()) {
            return; // a library that was loaded from there stays until the next command
        }
        try (Stream<Path> files = Files.list(temporary)) {
            List<Path> left = files.toList();
            if (!left.isEmpty()) {
                throw new CourseException("left in the temporary folder: " + left);
            }
        }
    }
}

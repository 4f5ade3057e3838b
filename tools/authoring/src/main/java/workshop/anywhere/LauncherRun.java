package workshop.anywhere;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import workshop.course.CourseException;
import workshop.terminal.SearchPath;

/** The launcher of a copy, as somebody calls it there, with a temporary folder of its own in which nothing may stay. */
final class LauncherRun {
    private static final int PATIENCE_MINUTES = 15;

    private final Path temporary;
    private final Process process;
    private final StringBuffer printed = new StringBuffer();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread reader;

    private LauncherRun(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        reader = new Thread(this::read);
        reader.start();
    }

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
        return new LauncherRun(builder.start(), temporary);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.append(line).append('\n');
                if (line.startsWith("ready ")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            printed.append(e).append('\n');
        } finally {
            ready.complete(null);
        }
    }

    /** Waits until {@code up} says that it is ready, and sends it a signal, such as TERM. */
    LauncherRun endWhenReady(String signal) throws IOException, InterruptedException {
        ready.orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES).join();
        new ProcessBuilder("kill", "-" + signal, "" + process.pid())
                .inheritIO()
                .start()
                .waitFor();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new CourseException("does not end by signal " + signal + ":\n" + printed);
        }
        reader.join();
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
        reader.join();
        if (process.exitValue() != exit || !printed.toString().contains(text)) {
            throw new CourseException("expected exit code " + exit + " and: " + text + "\ngot exit code "
                    + process.exitValue() + " and:\n" + printed);
        }
        return this;
    }

    String printed() {
        return printed.toString();
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

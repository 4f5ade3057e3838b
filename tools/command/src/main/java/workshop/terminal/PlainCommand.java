package workshop.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import workshop.course.ShutdownHook;

/**
 * A command that people could type themselves: it is shown before it runs, and what it prints is shown if it fails.
 *
 * @param environment variables that it gets in addition
 */
public record PlainCommand(Path folder, Map<String, String> environment, List<String> words) {
    private static final int LINES_KEPT = 60;

    /** What says nothing of what failed: Maven's advice, and the frames of a trace that are not the project's. */
    private static final Pattern NOISE =
            Pattern.compile("\\[ERROR] *(To see the full|Re-run Maven|For more information|(-> )?\\[Help \\d).*"
                    + "|\\[(ERROR|WARNING)] *|\\s+at (?!todo\\.).*");

    public PlainCommand(Path folder, String... words) {
        this(folder, Map.of(), List.of(words));
    }

    public String typed() {
        return words.stream().map(PlainCommand::quoted).collect(Collectors.joining(" "));
    }

    private String typedHere() {
        Path here = Path.of("").toAbsolutePath();
        Path there = folder.toAbsolutePath().normalize();
        if (there.equals(here)) {
            return typed();
        }
        boolean isOnSameDrive = there.getRoot().equals(here.getRoot());
        return "(cd " + quoted((isOnSameDrive ? here.relativize(there) : there).toString()) + " && " + typed() + ")";
    }

    private void print(Terminal terminal) {
        terminal.line(terminal.dim("$ " + typedHere()));
    }

    /**
     * Runs it and waits for its end.
     *
     * @param doing what it does, for the progress line: "building solution"
     * @throws Problem with its last lines if it fails
     */
    public void run(Terminal terminal, String doing) {
        run(terminal, doing, "Fix what it names, or run it yourself in " + folder + ": " + typed());
    }

    /** The same, with what to do next if it fails. */
    public void run(Terminal terminal, String doing, String next) {
        print(terminal);
        Deque<String> last = new ArrayDeque<>();
        int exit = ProgressLine.during(
                terminal, doing, () -> execute(builder().redirectErrorStream(true), line -> keep(last, line)));
        if (exit != 0) {
            throw new Problem(
                    "Failed while " + doing + ", exit code " + exit + ". The last that it printed:\n\n"
                            + String.join("\n", last) + "\n",
                    next);
        }
    }

    /** Runs it with everything that it prints shown as it comes; returns its exit code. */
    public int show(Terminal terminal) {
        print(terminal);
        return execute(builder().redirectErrorStream(true), terminal.out()::println);
    }

    /** Runs it with the person's own keyboard and screen, as if they had typed it; returns its exit code. */
    public int hand(Terminal terminal) {
        print(terminal);
        return execute(builder().inheritIO(), nothing -> {});
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./\\\\-]+") ? word : "'" + word + "'";
    }

    private int execute(ProcessBuilder builder, Consumer<String> lines) {
        Process process = start(builder);
        ShutdownHook killer = ShutdownHook.add(() -> kill(process));
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            process.getOutputStream().close();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.accept(line);
            }
            return process.onExit().join().exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read what " + typed() + " prints", e);
        } finally {
            kill(process);
            killer.close();
        }
    }

    private ProcessBuilder builder() {
        String program = words.get(0);
        String file = program.contains("/") || program.contains("\\")
                ? program
                : SearchPath.ofEnvironment()
                        .find(program)
                        .map(Path::toString)
                        .orElseThrow(() ->
                                new Problem("There is no " + program + " on the PATH.", Requirement.installs(program)));
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words)).directory(folder.toFile());
        builder.command().set(0, file);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Problem(
                    "Can't start " + builder.command().get(0) + ": " + e.getMessage(),
                    "Check it with: ./workshop doctor",
                    e);
        }
    }

    private static void keep(Deque<String> last, String line) {
        String text = line.replaceAll("\u001b\\[[0-9;]*m", "");
        boolean isSaidAgain = text.startsWith("[ERROR] ")
                && last.stream().anyMatch(said -> said.equals(text) || text.equals("[ERROR] " + said));
        if (isSaidAgain || NOISE.matcher(text).matches()) {
            return;
        }
        if (last.size() == LINES_KEPT) {
            last.removeFirst();
        }
        last.addLast(text);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}

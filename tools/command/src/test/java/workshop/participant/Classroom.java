package workshop.participant;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import workshop.course.carve.Course;
import workshop.course.manifest.TodoId;
import workshop.terminal.Terminal;

/** A small course of two steps, Light and Dimmer, carved into a folder; and somebody who types commands in it. */
final class Classroom {
    private static final Path FIXTURE = Path.of("..", "course", "src", "test", "fixture");

    static final String LAMP = "step-1-light/src/main/java/lamp/Lamp.java";

    private final Path home;
    private Path here;
    private Exception failure;
    private int exit;

    private Classroom(Path home) {
        this.home = home;
        this.here = home;
    }

    static Classroom in(Path home) throws IOException {
        copy(Carved.ORIGINAL, home);
        return new Classroom(home);
    }

    /** Carving takes a second, so it is done once for all tests. */
    private static final class Carved {
        static final Path ORIGINAL = carve();

        private static Path carve() {
            try {
                Path original = Files.createTempDirectory(Path.of("target"), "classroom");
                copy(FIXTURE, original);
                Course course = Course.read(original);
                course.carve(course.steps());
                return original;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    Path home() {
        return home;
    }

    /** The person goes to this folder. */
    Classroom at(String folder) {
        here = home.resolve(folder);
        return this;
    }

    String text(String path) throws IOException {
        return Files.readString(home.resolve(path));
    }

    /** Replaces a text that must be there. */
    Classroom edit(String path, String old, String with) throws IOException {
        String text = text(path);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(path + " doesn't contain " + old);
        }
        Files.writeString(home.resolve(path), text.replace(old, with));
        return this;
    }

    Progress progress() {
        return Progress.read(home);
    }

    /** The tests of these TODOs of a step have passed, and those of its others have not. */
    void tested(String step, String... green) {
        progress()
                .tested(
                        new Workspace(home, home, null).step(step),
                        Stream.of(green).map(TodoId::of).toList(),
                        todo -> "")
                .write(home);
    }

    /** What a command prints; it must not fail. */
    String says(Function<Workspace, Callable<Integer>> command, String... words) {
        String printed = type(command, words);
        if (failure != null) {
            throw new AssertionError("It failed:\n" + printed, failure);
        }
        return printed;
    }

    /** What a command says is wrong; it must fail. */
    String refuses(Function<Workspace, Callable<Integer>> command, String... words) {
        String printed = type(command, words);
        if (failure == null) {
            throw new AssertionError("It did not fail:\n" + printed);
        }
        return failure.getMessage();
    }

    /** The exit code of the last command. */
    int exit() {
        return exit;
    }

    /** The answer to 1.1. */
    void doFirst() throws IOException {
        edit(LAMP, "// TODO 1.1", "history.add(\"on\"); // ");
    }

    /** Then no test of the first passes without the second. */
    void historyNeedsSecond() throws IOException {
        edit(LAMP, "        return history;", "        shines();\n        return history;");
    }

    /** The answer to 1.2. */
    void doSecond() throws IOException {
        doSecond("return history.lastIndexOf(\"on\") > history.lastIndexOf(\"off\");");
    }

    void doSecond(String answer) throws IOException {
        String stub = text(LAMP).replaceAll("(?s).*(throw new Unsupported.*?;).*", "$1");
        edit(LAMP, stub, answer);
    }

    /** The fixture needs JUnit and AssertJ, as our own tests do. */
    static Function<String, List<Path>> libraries() {
        List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return pom -> all;
    }

    private String type(Function<Workspace, Callable<Integer>> command, String... words) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        PrintStream progress = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Workspace workspace =
                new Workspace(home, here, new Terminal(stream, progress, false, Terminal.top(home, here)));
        failure = null;
        StringWriter misuse = new StringWriter();
        exit = new CommandLine(command.apply(workspace))
                .setErr(new PrintWriter(misuse))
                .setExecutionExceptionHandler((thrown, line, parsed) -> {
                    failure = thrown;
                    return 1;
                })
                .execute(words);
        if (exit == CommandLine.ExitCode.USAGE) {
            failure = new IllegalArgumentException(misuse.toString());
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}

package workshop.participant;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.project.Fingerprint;
import workshop.terminal.Bounds;
import workshop.terminal.NodeJs;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** {@code test}: what the tests of a step say, one TODO at a time. */
@Command(
        name = "test",
        description = {
            "Run a step's tests, and show the next TODO: where it is, and what its test says.",
            "Exit code 0: all TODOs are done, and everything that worked before still does."
        })
public final class RunTests implements Callable<Integer> {
    private static final long LOOK_EVERY_MS = 250;
    private static final int RULE = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Workspace workspace;
    private final Function<String, List<Path>> libraries;

    @Parameters(
            paramLabel = "STEP",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 2. Without it, the step where you are.")
    private String named;

    @Option(names = "--extra", description = "Test the step's extra, for those who finish early, instead of its TODOs.")
    private boolean extra;

    @Option(names = "--all", description = "Run all tests of the project and show all that failed.")
    private boolean all;

    @Option(names = "--watch", description = "Stay, and test again whenever a file is saved.")
    private boolean watch;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description =
                    "Stop a test that takes longer, or that computes for 30 s of it; ${DEFAULT-VALUE} if not given.")
    private int limit;

    /** @param libraries what a project needs, by the text of its pom */
    public RunTests(Workspace workspace, Function<String, List<Path>> libraries) {
        this.workspace = workspace;
        this.libraries = libraries;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration most = Duration.ofSeconds(new Bounds(1, 86_400).require("--limit", limit));
        Step step = extra ? workspace.extra(workspace.step(named)) : workspace.step(named);
        NodeJs.ofEnvironment().require(); // else each test of the stack would fail, and look like a TODO
        try (StepTests tests = new StepTests(workspace, step, libraries, most)) {
            if (!watch) {
                return tests.alone(() -> test(step, tests, () -> false)) ? 0 : 1;
            }
            while (true) {
                watch(step, tests);
            }
        }
    }

    /** Tests once, and waits until something is saved, unless that was done meanwhile. */
    private void watch(Step step, StepTests tests) throws InterruptedException {
        Terminal terminal = workspace.terminal();
        Fingerprint tested = saved(step);
        BooleanSupplier isOutdated = () -> !saved(step).equals(tested);
        terminal.line(terminal.dim("──── " + LocalTime.now().format(TIME) + " " + "─".repeat(RULE) + " running…"));
        try {
            tests.alone(() -> test(step, tests, isOutdated));
        } catch (Problem e) {
            terminal.error(e.getMessage());
        }
        terminal.line("");
        if (isOutdated.getAsBoolean()) {
            return;
        }
        terminal.line(terminal.dim("Save a file, and it is tested again. Ctrl-C ends."));
        while (!isOutdated.getAsBoolean()) {
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private Fingerprint saved(Step step) {
        return Fingerprint.of(List.of(
                workspace.folder(step).resolve("src"), workspace.folder(step).resolve("pom.xml")));
    }

    /**
     * Whether all TODOs are done and nothing else fails.
     *
     * @param isOutdated whether something was saved since; then the rest is left for the next time
     */
    private boolean test(Step step, StepTests tests, BooleanSupplier isOutdated) {
        Progress before = workspace.progress();
        Predicate<Todo> isUnchanged =
                todo -> before.isUnchanged(todo, workspace.code(todo).checksum());
        Function<StepResult, StepReport> reports =
                its -> new StepReport(workspace, its, its.next(isUnchanged, workspace::code));
        StepResult todos = tests.todos(isOutdated);
        Progress progress = before.tested(
                step,
                todos.done(isUnchanged, workspace::code),
                todo -> workspace.code(todo).checksum());
        progress.write(workspace.home());
        StepReport report = reports.apply(todos);
        if (all) {
            report.printTodos(before::isDone);
        } else {
            report.printNext(before::isDone);
        }
        report.printBar(progress);
        StepResult result = all || todos.isDone() ? tests.withOthers(todos, isOutdated) : todos;
        if (isOutdated.getAsBoolean()) {
            return false;
        }
        reports.apply(result).printOthers();
        return result.isDone() && result.others().isEmpty();
    }
}

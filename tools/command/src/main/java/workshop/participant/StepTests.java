package workshop.participant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import workshop.course.CourseException;
import workshop.course.TextFile;
import workshop.course.carve.Checkpoint;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.testing.Selection;
import workshop.course.testing.Settings;
import workshop.course.testing.TestProject;
import workshop.course.testing.TestRun;
import workshop.project.FolderLock;
import workshop.terminal.Problem;
import workshop.terminal.ProgressLine;

/** The tests of a participant's step. They stay warm until this is closed: a second run is quicker than the first. */
final class StepTests implements AutoCloseable {
    private static final String LOCK = "target/tests/lock";

    /** Where the project is with the tests of its extras: in its own folder it stays as it is. */
    private static final String EXTRA = "target/extra";

    /** What a test may take whose code is another one by now. A test that runs as it should needs less. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    private final Workspace workspace;
    private final Step step;
    private final Function<String, List<Path>> libraries;
    private final Duration limit;
    private String pom;
    private TestProject project;

    /**
     * @param libraries what a project needs, by the text of its pom
     * @param limit after which tests that haven't ended are stopped
     */
    StepTests(Workspace workspace, Step step, Function<String, List<Path>> libraries, Duration limit) {
        this.workspace = workspace;
        this.step = step;
        this.libraries = libraries;
        this.limit = limit;
    }

    /**
     * Tests the code as it is now: first the step's TODOs, and if they want it so, everything else but the end-to-end tests.
     *
     * @param goesOn whether everything else is tested too; it is asked as soon as it is known what became of the TODOs
     * @param isOutdated whether the code is another one by now; then a test that hangs is stopped soon, and the rest of
     *     everything else is left out
     */
    StepResult run(Predicate<StepResult> goesOn, BooleanSupplier isOutdated) {
        FolderLock lock = new FolderLock(folder().resolve(LOCK), "tests " + step.folder());
        return lock.during(workspace.terminal(), () -> {
            StepResult todos = new StepResult(step, progress("testing " + step.folder(), () -> runTodos(isOutdated)));
            return goesOn.test(todos)
                    ? new StepResult(
                            step, todos.run().and(progress("testing everything else", () -> runOthers(isOutdated))))
                    : todos;
        });
    }

    private TestRun progress(String what, Supplier<TestRun> run) {
        return ProgressLine.during(workspace.terminal(), what, run::get);
    }

    private TestRun runTodos(BooleanSupplier isOutdated) {
        TestProject project = project();
        if (step.isExtra()) {
            project.put(Checkpoint.inFolder(workspace.home(), step).files());
        }
        String errors = project.compile();
        if (!errors.isEmpty()) {
            throw new CompileErrors(workspace, step, errors).problem();
        }
        TestRun run = run(Selection.of(project.folder(), tests()), isOutdated);
        if (run.results().isEmpty()) {
            throw new Problem(
                    "No test ran in " + step.folder() + ", so nothing is known.",
                    "Are they still in src/test/java? Get them back, and keep what you have: ./workshop reset "
                            + step.step());
        }
        return run;
    }

    /** Class by class, so that who saves again needn't wait for all of them. */
    private TestRun runOthers(BooleanSupplier isOutdated) {
        TestRun others = new TestRun(List.of(), "");
        for (Selection one :
                Selection.unitTests(project.folder()).without(tests()).byClass()) {
            if (isOutdated.getAsBoolean()) {
                break;
            }
            others = others.and(run(one, isOutdated));
        }
        return others;
    }

    private TestRun run(Selection selection, BooleanSupplier isOutdated) {
        TestRun run = project.run(selection, () -> isOutdated.getAsBoolean() ? LAST_CHANCE : limit);
        if (run.isBroken()) {
            throw new BrokenRun(workspace, step, run.broken()).problem();
        }
        return run;
    }

    private List<TestName> tests() {
        return step.todos().stream().flatMap(todo -> todo.tests().stream()).toList();
    }

    private TestProject project() {
        Path file = folder().resolve("pom.xml");
        String now = new TextFile(file)
                .find()
                .orElseThrow(() -> new Problem(
                        "There is no " + workspace.relative(file) + ".",
                        "Get it back: " + workspace.restore(step, file)));
        if (!now.equals(pom)) {
            close();
            Path place = step.isExtra() ? folder().resolve(EXTRA) : folder();
            try {
                project = new TestProject(place, Settings.of(now), libraries.apply(now), Map.of());
            } catch (CourseException e) {
                String what = e.getMessage().replace("A project's pom.xml", workspace.relative(file));
                throw what.equals(e.getMessage())
                        ? e
                        : new Problem(
                                what,
                                "Fix it; or get back that of your last commit: " + workspace.restore(step, file),
                                e);
            }
            pom = now;
        }
        return project;
    }

    private Path folder() {
        return workspace.folder(step);
    }

    @Override
    public void close() {
        if (project != null) {
            project.close();
        }
    }
}

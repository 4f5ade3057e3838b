package workshop.participant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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

    /** Does this work, such as tests and what is said of them, while no other command tests in the folder. */
    <T> T alone(Supplier<T> work) {
        return new FolderLock(folder().resolve(LOCK), "tests " + step.folder()).during(workspace.terminal(), work);
    }

    /**
     * Tests the step's TODOs in the code as it is now.
     *
     * @param isOutdated whether the code is another one by now; then a test that hangs is stopped soon
     */
    StepResult todos(BooleanSupplier isOutdated) {
        TestRun run = ProgressLine.during(workspace.terminal(), "testing " + step.folder(), () -> runTodos(isOutdated));
        return new StepResult(step, run);
    }

    /** Tests everything else too, but not end to end; what is left once the code is another one is left out. */
    StepResult withOthers(StepResult todos, BooleanSupplier isOutdated) {
        TestRun others =
                ProgressLine.during(workspace.terminal(), "testing everything else", () -> runOthers(isOutdated));
        return new StepResult(step, todos.run().and(others));
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

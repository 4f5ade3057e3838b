package workshop.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.testing.Selection;
import workshop.course.testing.Settings;
import workshop.course.testing.TestRun;
import workshop.course.testing.Workbench;
import workshop.project.FolderLock;
import workshop.terminal.Problem;
import workshop.terminal.ProgressLine;
import workshop.terminal.Terminal;

/** The tests of a participant's step. They stay warm until this is closed: a second run is quicker than the first. */
final class StepTests implements AutoCloseable {
    /** What a project needs, by the text of its pom. */
    interface Libraries extends Function<String, List<Path>> {}

    private static final String LOCK = "target/tests/lock";

    private final Workspace workspace;
    private final Step step;
    private final Libraries libraries;
    private final Duration limit;
    private String pom = "";
    private Workbench workbench;

    /** @param limit after which tests that haven't ended are stopped */
    StepTests(Workspace workspace, Step step, Libraries libraries, Duration limit) {
        this.workspace = workspace;
        this.step = step;
        this.libraries = libraries;
        this.limit = limit;
    }

    /** Runs the tests of the step's TODOs, as the code is now. */
    StepResult runOfTodos() {
        List<TestName> tests =
                step.todos().stream().flatMap(todo -> todo.tests().stream()).toList();
        return compileAndRun(Selection.of(folder(), tests));
    }

    /** Runs all tests but the end-to-end ones, as the code is now. */
    StepResult runOfAll() {
        return compileAndRun(Selection.unitTests(folder()));
    }

    private StepResult compileAndRun(Selection selection) {
        Terminal terminal = workspace.terminal();
        FolderLock lock = new FolderLock(folder().resolve(LOCK), "tests " + step.folder());
        return ProgressLine.during(terminal, "testing " + step.folder(), () -> {
            Workbench project = workbench();
            return lock.during(terminal, () -> compileAndRun(project, selection));
        });
    }

    private StepResult compileAndRun(Workbench project, Selection selection) {
        String objections = project.compile();
        if (!objections.isEmpty()) {
            throw new Problem(
                    "It does not compile.\n\n" + objections(objections) + "\n",
                    "Mend the first one; others often follow from it.");
        }
        TestRun run = project.run(selection, limit);
        if (run.isBroken()) {
            throw new Problem(run.broken(), "Test again when it is mended: ./workshop test " + step.step());
        }
        if (run.results().isEmpty()) {
            throw new Problem(
                    "No test ran in " + step.folder() + ", so nothing is known.",
                    "Are they still in src/test/java? Get them back, and keep what you have: ./workshop reset "
                            + step.step());
        }
        return new StepResult(step, run);
    }

    /** The compiler names files as seen from the project; people are somewhere else. */
    private String objections(String text) {
        String prefix = workspace.relative(folder());
        return text.replaceAll("(?m)^src/", prefix.isEmpty() ? "src/" : prefix.replace("\\", "/") + "/src/");
    }

    private Workbench workbench() {
        String now = readPom();
        if (!now.equals(pom)) {
            close();
            workbench = new Workbench(folder(), Settings.of(now), libraries.apply(now), Map.of());
            pom = now;
        }
        return workbench;
    }

    private String readPom() {
        Path file = folder().resolve("pom.xml");
        if (!Files.exists(file)) {
            throw new Problem(
                    "There is no " + file + ".",
                    "Get it back, and keep what you have: ./workshop reset " + step.step());
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }

    private Path folder() {
        return workspace.folder(step);
    }

    @Override
    public void close() {
        if (workbench != null) {
            workbench.close();
        }
    }
}

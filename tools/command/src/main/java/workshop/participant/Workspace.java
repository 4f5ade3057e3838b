package workshop.participant;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import workshop.course.carve.Checkpoint;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.project.Repository;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** Where a participant works: the repository's folder, and the one in which the person is. */
public final class Workspace {
    private final Path home;
    private final Path here;
    private final Terminal terminal;
    private List<Step> steps;

    Workspace(Path home, Path here, Terminal terminal) {
        this.home = home;
        this.here = here;
        this.terminal = terminal;
    }

    public static Workspace of(Terminal terminal) {
        Repository repository = Repository.ofLauncher();
        return new Workspace(repository.home(), repository.here(), terminal);
    }

    public Path home() {
        return home;
    }

    Path here() {
        return here;
    }

    Terminal terminal() {
        return terminal;
    }

    /** As the manifests were when it was first asked. */
    List<Step> steps() {
        if (steps == null) {
            steps = List.copyOf(Manifests.steps(home));
        }
        return steps;
    }

    /** How far the person is. It is asked often, so the code is looked at only if a reset has kept some. */
    Progress progress() {
        Progress progress = Progress.read(home);
        if (!progress.kept().isEmpty()) {
            for (Step step : steps()) {
                progress = progress.of(step, code(step));
            }
        }
        return progress;
    }

    /** A checksum of a step's code, with the tests. */
    String code(Step step) {
        CRC32 sum = new CRC32();
        Checkpoint.inFolder(home, step).files().forEach((path, content) -> {
            if (path.startsWith("src/")) {
                sum.update(path.getBytes(StandardCharsets.UTF_8));
                sum.update(content);
            }
        });
        return Long.toHexString(sum.getValue());
    }

    Path folder(Step step) {
        return home.resolve(step.folder());
    }

    /**
     * The step that a person means.
     *
     * @param named its number, as in 2 or step-2, or its folder; if empty, the one in whose folder they are, else the one they
     *     were at
     * @throws Problem if there is none
     */
    Step step(String named) {
        List<Step> steps = steps();
        if (named.isEmpty()) {
            return stepHere().orElseGet(() -> steps.get(Math.min(progress().step(), steps.size()) - 1));
        }
        return steps.stream()
                .filter(step -> named.matches("(step-)?" + step.step())
                        || home.resolve(named).normalize().equals(folder(step))
                        || here.resolve(named).normalize().equals(folder(step)))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "There is no step " + named + ".",
                        "The steps are " + steps.get(0).step() + " to " + steps.size() + "; without a number, it is"
                                + " the one in whose folder you are, or were last."));
    }

    /** The TODOs of a step for those who finish it early, as a step; throws {@link Problem} if it has none. */
    Step extra(Step of) {
        return Manifests.extras(home).stream()
                .filter(extras -> extras.step() == of.step())
                .findFirst()
                .orElseThrow(() -> new Problem("Step " + of.step() + " has no extra.", "Go on: ./workshop progress"));
    }

    private Optional<Step> stepHere() {
        return steps().stream().filter(step -> here.startsWith(folder(step))).findFirst();
    }

    /** The same for what writes to its folder: then a person must name it or be there. */
    Step stepToWrite(String named) {
        return named.isEmpty()
                ? stepHere()
                        .orElseThrow(() -> new Problem(
                                "You are in no step's folder.",
                                "Say which step you mean, such as 2, or go to its folder."))
                : step(named);
    }

    /**
     * The TODO that a person means.
     *
     * @param named its id; if empty or a step, the first one there that isn't done
     * @param isExtra whether one of the step's extras is meant
     * @throws Problem if there is none
     */
    Todo todo(String named, boolean isExtra) {
        if (!named.matches("\\d+\\.\\w*")) {
            Step step = isExtra ? extra(step(named)) : step(named);
            return progress()
                    .next(step)
                    .orElseThrow(() -> new Problem(
                            "S" + step.name().substring(1) + " is done: its tests passed when they ran last.",
                            "Name a TODO, such as " + step.todos().get(0).id() + ", or test again: ./workshop test "
                                    + step.step() + (isExtra ? " --extra" : "")));
        }
        TodoId id;
        try {
            id = TodoId.of(named);
        } catch (IllegalArgumentException e) {
            throw new Problem(named + " is not the number of a TODO.", "Write step and TODO, such as 2.3.", e);
        }
        Step step = id.isExtra() ? extra(step("" + id.step())) : step("" + id.step());
        return step.todos().stream()
                .filter(todo -> todo.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "There is no TODO " + id + ".",
                        "Step " + step.step() + " has the TODOs "
                                + step.todos().get(0).id() + " to "
                                + step.todos().get(step.todos().size() - 1).id() + "."));
    }

    /** The file in which a TODO is to be done; throws {@link Problem} if it isn't there. */
    Path file(Todo todo) {
        Path folder = folder(step("" + todo.id().step()));
        Path file = folder.resolve(todo.file());
        if (!Files.exists(file)) {
            throw new Problem(
                    "There is no " + relative(file) + ".",
                    "Get it back, and keep what you have: ./workshop reset "
                            + todo.id().step());
        }
        return file;
    }

    TodoCode code(Todo todo) {
        List<Todo> inFile = step("" + todo.id().step()).todos().stream()
                .filter(one -> one.file().equals(todo.file()))
                .toList();
        Path solution = home.resolve("solution").resolve(todo.file());
        return new TodoCode(todo, inFile, Source.read(file(todo)), Source.read(solution));
    }

    /** The command that gets a file of a step back; without git, it gets back all of the step. */
    String restore(Step step, Path file) {
        return Files.exists(home.resolve(".git"))
                ? "git checkout HEAD -- " + relative(file)
                : "./workshop reset " + step.step();
    }

    /** How a person names a file from where they are. */
    String relative(Path file) {
        String way = here.startsWith(home) ? here.relativize(file).toString() : file.toString();
        return way.isEmpty() ? "." : way;
    }

    void print(Todo todo) {
        print(todo, code(todo).line());
    }

    void print(Todo todo, Optional<Integer> line) {
        terminal.line(terminal.strong(todo.id() + " " + todo.title()));
        terminal.line(place(todo, line));
    }

    String place(Todo todo) {
        return place(todo, code(todo).line());
    }

    private String place(Todo todo, Optional<Integer> line) {
        return relative(file(todo)) + line.map(at -> ":" + at).orElse("");
    }
}

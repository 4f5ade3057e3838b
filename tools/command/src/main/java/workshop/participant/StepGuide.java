package workshop.participant;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import workshop.console.page.Workshop;
import workshop.course.TextFile;
import workshop.course.manifest.Step;
import workshop.project.Project;
import workshop.terminal.Problem;

/** What the console shows of the step in a project's folder: its TODOs, what the tests said of them last, and its page. */
public final class StepGuide implements Workshop {
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Workspace workspace;
    private final Project project;
    private final Supplier<List<String>> redrive;
    private Optional<Step> step;
    private Optional<Guide> guide = Optional.empty();
    private Map<String, List<String>> planned = Map.of();
    private long lookedAt;

    /** @param redrive sends again what the project's stack has parked */
    public StepGuide(Workspace workspace, Project project, Supplier<List<String>> redrive) {
        this.workspace = workspace;
        this.project = project;
        this.redrive = redrive;
    }

    /** Asked several times a second, so it looks at files once a second. */
    private synchronized void look() {
        long now = System.nanoTime();
        if (step == null) {
            step = workspace.steps().stream()
                    .filter(one -> workspace.folder(one).equals(project.folder()))
                    .findFirst();
        } else if (now - lookedAt < LOOK_EVERY_NANOS) {
            return;
        }
        lookedAt = now;
        step.ifPresent(at -> {
            try {
                look(at);
            } catch (Problem e) { // such as a file that was moved: the rest of the console goes on, the guide says it
                guide = Optional.of(new Guide(e.getMessage(), List.of(), at.folder()));
            }
        });
    }

    private void look(Step at) {
        Progress progress = workspace.progress();
        List<Todo> todos = at.todos().stream()
                .map(todo -> new Todo(todo.id().toString(), todo.title(), progress.isDone(todo), workspace.place(todo)))
                .toList();
        guide = Optional.of(new Guide("Step " + at.step() + ": " + at.title(), todos, at.folder()));
        Map<String, List<String>> toDo = new LinkedHashMap<>();
        at.todos().stream()
                .filter(todo -> !progress.isDone(todo) && !todo.adds().isEmpty())
                .forEach(todo -> toDo.put(todo.id().toString(), todo.adds()));
        planned = toDo;
    }

    @Override
    public synchronized Optional<Guide> guide() {
        look();
        return guide;
    }

    @Override
    public synchronized Map<String, List<String>> planned() {
        look();
        return planned;
    }

    @Override
    public Optional<String> page(String name) {
        return name.matches("[A-Za-z0-9-]+")
                ? new TextFile(workspace.home().resolve("docs").resolve(name + ".md")).find()
                : Optional.empty();
    }

    @Override
    public List<String> redrive() {
        return redrive.get();
    }
}

package workshop.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.console.page.Workshop;
import workshop.course.manifest.Step;
import workshop.project.Project;
import workshop.terminal.Problem;

/** What the console shows of the step in a project's folder: its TODOs, what the tests said of them last, and its page. */
public final class StepGuide {
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Workspace workspace = Workspace.ofLauncher();
    private final Project project;
    private Optional<Step> step;
    private Optional<Workshop.Guide> guide = Optional.empty();
    private Map<String, List<String>> planned = Map.of();
    private long lookedAt;

    public StepGuide(Project project) {
        this.project = project;
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
                guide = Optional.of(new Workshop.Guide(e.getMessage(), List.of(), at.folder()));
            }
        });
    }

    private void look(Step at) {
        Progress progress = workspace.progress();
        List<Workshop.Todo> todos = at.todos().stream()
                .map(todo -> new Workshop.Todo(
                        todo.id().toString(), todo.title(), progress.isDone(todo), workspace.place(todo)))
                .toList();
        guide = Optional.of(new Workshop.Guide("Step " + at.step() + ": " + at.title(), todos, at.folder()));
        Map<String, List<String>> toDo = new LinkedHashMap<>();
        at.todos().stream()
                .filter(todo -> !progress.isDone(todo) && !todo.adds().isEmpty())
                .forEach(todo -> toDo.put(todo.id().toString(), todo.adds()));
        planned = toDo;
    }

    /** Its TODOs; empty if the project is no step. */
    public synchronized Optional<Workshop.Guide> guide() {
        look();
        return guide;
    }

    /** What the TODOs that are not done will add to the picture, by TODO. */
    public synchronized Map<String, List<String>> planned() {
        look();
        return planned;
    }

    /** A page of the docs by its name; empty if there is none. */
    public Optional<String> page(String name) {
        Path page = workspace.home().resolve("docs").resolve(name + ".md");
        if (!name.matches("[A-Za-z0-9-]+") || !Files.exists(page)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + page, e);
        }
    }
}

package workshop.course.carve;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import workshop.course.CourseException;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** What a checkpoint is after somebody did its first TODOs: with the solution's answers, or with another one. */
public final class Finish {
    private final Carver carver;

    public Finish(Carver carver) {
        this.carver = carver;
    }

    /**
     * The checkpoint with the solution's answers to the first TODOs. It isn't formatted.
     *
     * @param done how many TODOs, counted from the first, are answered
     */
    public Checkpoint after(Step step, int done) {
        return carver.compose(step, stubs(step, done));
    }

    /** The checkpoints with all TODOs answered, formatted. */
    public List<Checkpoint> all(List<Step> steps) {
        return carver.format(
                steps.stream().map(step -> after(step, step.todos().size())).toList());
    }

    /**
     * The checkpoint with the solution's answers to the TODOs before this one, this answer to it, and those after it
     * still to be done.
     */
    public Checkpoint with(Step step, Todo todo, Answer answer) {
        Map<TodoId, String> replacements = stubs(step, step.todos().indexOf(todo) + 1);
        replacements.put(todo.id(), answer.in(carver.answer(todo)));
        Checkpoint composed = carver.compose(step, replacements);
        SortedMap<String, byte[]> files = new TreeMap<>(composed.files());
        answer.files().forEach((path, text) -> {
            if (files.put(path, text.getBytes(StandardCharsets.UTF_8)) != null) {
                throw new CourseException(
                        todo.label() + ", \"" + answer.name() + "\" adds " + path + ", which is there already");
            }
        });
        Checkpoint complete = new Checkpoint(step, files);
        return answer.imports().isEmpty()
                ? complete
                : complete.with(todo.file(), Imports.add(complete.text(todo.file()), answer.imports()));
    }

    private Map<TodoId, String> stubs(Step step, int done) {
        Map<TodoId, String> stubs = new HashMap<>();
        for (Todo todo : step.todos().subList(done, step.todos().size())) {
            stubs.put(todo.id(), carver.stub(step, todo));
        }
        return stubs;
    }
}

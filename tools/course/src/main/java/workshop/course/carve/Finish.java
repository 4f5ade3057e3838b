package workshop.course.carve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Edit;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** What a checkpoint is after somebody did its first TODOs: with the solution's answers, or with another one. */
public record Finish(Path repository, Carver carver) {

    /** The checkpoint with the solution's answers to so many TODOs, counted from the first. It isn't formatted. */
    public Checkpoint after(Step step, int done) {
        return edited(compose(step, carver.stubs(step, done)), edits(step, done));
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
        int before = step.todos().indexOf(todo);
        Map<TodoId, String> replacements = carver.stubs(step, before + 1);
        List<Edit> edits = edits(step, before);
        if (todo.id().isExtra()) {
            edits.addAll(answer.in(todo.answer()));
        } else {
            replacements.put(todo.id(), answer.in(carver.answer(todo)));
        }
        answer.files().forEach((path, text) -> edits.add(new Edit(path, null, text, List.of())));
        Checkpoint complete = edited(compose(step, replacements), edits);
        return complete.with(todo.file(), Imports.add(complete.text(todo.file()), answer.imports()));
    }

    /** What is carved; under extras, that is the finished step, and their tests are with it. */
    private Checkpoint compose(Step step, Map<TodoId, String> replacements) {
        return carver.compose(step, replacements).with(Checkpoint.ofExtras(repository, step));
    }

    private static List<Edit> edits(Step step, int done) {
        List<Edit> edits = new ArrayList<>();
        step.todos().subList(0, done).forEach(todo -> edits.addAll(todo.answer()));
        return edits;
    }

    private static Checkpoint edited(Checkpoint checkpoint, List<Edit> edits) {
        Checkpoint edited = checkpoint;
        for (Edit edit : edits) {
            String text = edit.in(edited.text(edit.file()));
            edited = edited.with(edit.file(), Imports.add(text, edit.imports()));
        }
        return edited;
    }
}

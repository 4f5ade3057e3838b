package workshop.participant;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.participant.StepResult.Objection;
import workshop.terminal.Problem;

/**
 * Tests that did not run to their end.
 *
 * @param why which test it was, and where in the code, the called before its caller
 */
record BrokenRun(Workspace workspace, Step step, String why) {

    Problem problem() {
        Optional<Todo> todo = todo();
        return new Problem(
                todo.map(its -> its.id() + " " + its.title() + "\n\n").orElse("")
                        + why
                        + todo.map(its -> "\nRead on: " + step.page(its.id())).orElse(""),
                "Test again when it is fixed: ./workshop test " + step.step());
    }

    /**
     * The TODO in which they broke: that of the test if its code is named, because what it calls has passed tests of its own;
     * else the one whose code is named first, whichever TODO's test it was.
     */
    Optional<Todo> todo() {
        return step.todos().stream()
                .filter(todo -> isTested(todo) || distance(todo) < Integer.MAX_VALUE)
                .min(Comparator.comparingInt(this::distance).thenComparing(todo -> !isTested(todo)));
    }

    private boolean isTested(Todo todo) {
        return todo.tests().stream().anyMatch(test -> why.contains(test.toString()));
    }

    /** How far from being named a TODO's code is: a line of it comes before another one of its file, and that before none. */
    private int distance(Todo todo) {
        boolean isInFile = why.contains(Path.of(todo.file()).getFileName() + ":");
        return new Objection(null, why)
                .line(workspace.code(todo))
                .map(line -> isTested(todo) ? 0 : why.indexOf(":" + line))
                .orElse(isInFile ? why.length() : Integer.MAX_VALUE);
    }
}

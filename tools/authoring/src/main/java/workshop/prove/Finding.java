package workshop.prove;

import java.util.Optional;
import workshop.course.manifest.TodoId;

/**
 * Something that isn't as the course says.
 *
 * @param where the step or the TODO, and what of it: "step 2", "TODO 2.3, wrong answer \"one call per record\""
 * @param expected what should be
 * @param happened what is instead
 */
public record Finding(int step, Optional<TodoId> todo, String where, String expected, String happened) {

    static Finding of(int step, String expected, String happened) {
        return new Finding(step, Optional.empty(), "step " + step, expected, happened);
    }

    /** Of the whole course. */
    static Finding of(String where, String expected, String happened) {
        return new Finding(0, Optional.empty(), where, expected, happened);
    }

    static Finding of(TodoId todo, String expected, String happened) {
        return of(todo, "", expected, happened);
    }

    /** @param what of the TODO is meant, such as one of its answers */
    static Finding of(TodoId todo, String what, String expected, String happened) {
        return new Finding(
                todo.step(),
                Optional.of(todo),
                "TODO " + todo + (what.isEmpty() ? "" : ", " + what),
                expected,
                happened);
    }

    @Override
    public String toString() {
        return where + "\n  expected: " + indented(expected) + "\n  happened: " + indented(happened);
    }

    private static String indented(String text) {
        return text.strip().replace("\n", "\n            ");
    }
}

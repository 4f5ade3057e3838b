package workshop.course.carve;

import java.util.stream.Collectors;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** The README of a checkpoint: one screen that says what to do here. */
final class Readme {
    static final String PATH = "README.md";

    private Readme() {}

    static String of(Checkpoint checkpoint) {
        Step step = checkpoint.step();
        return """
                # Step %1$s: %2$s

                %3$s

                About %4$s minutes. Read along in [%5$s](../%5$s).

                | TODO | where |
                |---|---|
                %6$s
                ```sh
                ../workshop test %1$s   # the next TODO, and what its test says
                ../workshop hint %1$s   # a hint for it, then a stronger one
                ../workshop up %1$s     # deploy to the cloud on your laptop
                ```

                The folder is a project of its own: `mvn verify` and `npx cdk synth` work in it, wherever you copy it.
                """.formatted(
                        step.step(),
                        step.title(),
                        step.goal().strip(),
                        step.minutes(),
                        step.page(),
                        step.todos().stream().map(todo -> row(checkpoint, todo)).collect(Collectors.joining()));
    }

    private static String row(Checkpoint checkpoint, Todo todo) {
        return "| [%s](../%s) %s | [%s:%s](%s#L%5$s) |\n"
                .formatted(
                        todo.id(),
                        checkpoint.step().page(todo.id()),
                        todo.title().replace("|", "\\|"),
                        todo.file().substring(todo.file().lastIndexOf('/') + 1),
                        checkpoint.line(todo),
                        todo.file());
    }
}

package workshop.course.carve;

import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** The README of a checkpoint: one screen that says what to do here. */
final class Readme {
    static final String PATH = "README.md";

    private Readme() {}

    static String of(Checkpoint checkpoint) {
        Step step = checkpoint.step();
        StringBuilder text = new StringBuilder();
        text.append("# Step ")
                .append(step.step())
                .append(": ")
                .append(step.title())
                .append("\n\n");
        text.append(step.goal().strip()).append("\n\n");
        text.append("About ")
                .append(step.minutes())
                .append(" minutes. Read along in [")
                .append(step.page());
        text.append("](../").append(step.page()).append(").\n\n");
        text.append("| TODO | where |\n|---|---|\n");
        for (Todo todo : step.todos()) {
            int line = checkpoint.line(todo);
            String name = todo.file().substring(todo.file().lastIndexOf('/') + 1);
            text.append("| [")
                    .append(todo.id())
                    .append("](../")
                    .append(step.page(todo.id()))
                    .append(") ");
            text.append(todo.title().replace("|", "\\|"))
                    .append(" | [")
                    .append(name)
                    .append(':')
                    .append(line);
            text.append("](").append(todo.file()).append("#L").append(line).append(") |\n");
        }
        text.append("\n```sh\n");
        text.append("../workshop test ").append(step.step()).append("   # the next TODO, and what its test says\n");
        text.append("../workshop hint ").append(step.step()).append("   # a hint for it, then a stronger one\n");
        text.append("../workshop up ").append(step.step()).append("     # deploy to the cloud on your laptop\n");
        text.append("```\n\nThe folder is a project of its own: `mvn verify` and `npx cdk synth` work in it, wherever"
                + " you copy it.\n");
        return text.toString();
    }
}

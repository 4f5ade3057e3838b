package workshop.course.manifest;

import java.util.List;

/**
 * One step of the course, as {@code tools/course/steps/step-N.yaml} describes it.
 *
 * @param step its number, from 1
 * @param folder its project, such as step-2-eventbridge
 * @param goal what works at its end, in a sentence or two
 * @param minutes how long it takes
 * @param files the solution's files that arrive with it, tests included: paths, or globs such as src/test/**
 */
public record Step(
        int step, String folder, String title, String goal, int minutes, List<String> files, List<Todo> todos) {
    /** Whether these are the TODOs for those who finish the step early. */
    public boolean isExtra() {
        return todos.stream().anyMatch(todo -> todo.id() != null && todo.id().isExtra());
    }

    /** How people call it. */
    public String name() {
        return "step " + step + (isExtra() ? " extra" : "");
    }

    /** The page to read, from the top of the repository. */
    public String page() {
        return "docs/" + folder + ".md";
    }

    /** Where to read on about a TODO, as stubs and tests say it. */
    public String page(TodoId todo) {
        return page() + "#" + todo.anchor();
    }
}

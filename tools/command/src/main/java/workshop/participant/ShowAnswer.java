package workshop.participant;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.terminal.Problem;
import workshop.terminal.Question;
import workshop.terminal.Terminal;

/** {@code answer}: what the solution has in a TODO's place, for those who have seen all hints. */
@Command(
        name = "answer",
        description = "Show what the solution has in a TODO's place, after all hints. It changes no file.")
public final class ShowAnswer implements Callable<Integer> {
    private final Workspace workspace;
    private final Question question;

    @Parameters(
            paramLabel = "TODO",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 2.3; 2 means the next one of step 2. Without it: the next one where you are.")
    private String named;

    @Option(names = "--extra", description = "Show that of the step's extra, for those who finish early.")
    private boolean extra;

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    public ShowAnswer(Workspace workspace, Question question) {
        this.workspace = workspace;
        this.question = question;
    }

    @Override
    public Integer call() {
        Todo todo = workspace.todo(named, extra);
        int unseen = todo.hints().size() - workspace.progress().hintsSeen(todo);
        if (unseen > 0) {
            throw new Problem(
                    "You have " + unseen + " more " + (unseen == 1 ? "hint" : "hints") + " on " + todo.id() + ".",
                    "Take a hint first: ./workshop hint " + todo.id());
        }
        if (yes || question.isAnsweredYes("Show the answer of " + todo.id() + "?")) {
            show(todo);
        }
        return 0;
    }

    private void show(Todo todo) {
        Terminal terminal = workspace.terminal();
        Course course = Course.read(workspace.home());
        workspace.print(todo);
        if (todo.id().isExtra()) {
            todo.answer().forEach(edit -> {
                terminal.line("");
                terminal.line(edit.place() + ":");
                show(
                        edit.with(),
                        edit.imports().stream()
                                .map(type -> "import " + type + ";")
                                .toList());
            });
        } else {
            show(course.carver().answer(todo), missingImports(course, todo));
        }
    }

    private void show(String code, List<String> imports) {
        Terminal terminal = workspace.terminal();
        terminal.line("");
        code.lines().forEach(line -> terminal.line(("    " + line).stripTrailing()));
        if (!imports.isEmpty()) {
            terminal.line("");
            terminal.line("with these imports, which the file doesn't have yet:");
            terminal.line("");
            imports.forEach(line -> terminal.line("    " + line));
        }
    }

    private List<String> missingImports(Course course, Todo todo) {
        Step step = course.step(todo.id().step());
        String done =
                course.finish().after(step, step.todos().indexOf(todo) + 1).text(todo.file());
        List<String> there = Source.read(workspace.file(todo)).imports();
        return new Source(done.lines().toList())
                .imports().stream().filter(line -> !there.contains(line)).toList();
    }
}

package workshop.participant;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Todo;
import workshop.terminal.Terminal;

/** {@code hint}: a little about a TODO, and more each time. */
@Command(name = "hint", description = "Say a little about a TODO, and more each time you ask.")
public final class ShowHint implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(
            paramLabel = "TODO",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 2.3; 2 means the next one of step 2. Without it: the next one where you are.")
    private String named;

    @Option(names = "--extra", description = "About the step's extra, for those who finish early.")
    private boolean extra;

    public ShowHint(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Terminal terminal = workspace.terminal();
        Todo todo = workspace.todo(named, extra);
        Progress progress = workspace.progress();
        int all = todo.hints().size();
        int level = Math.min(progress.hintsSeen(todo) + 1, all);
        workspace.print(todo);
        if (progress.isDone(todo)) {
            terminal.line("It was done when it was tested last.");
        }
        for (int i = 1; i <= level; i++) {
            terminal.line("");
            terminal.line(terminal.dim("Hint " + i + " of " + all));
            terminal.line(todo.hints().get(i - 1).strip());
        }
        terminal.line("");
        terminal.line(terminal.dim(
                level < all
                        ? "More: ./workshop hint " + todo.id()
                        : "That was the last hint. The answer: ./workshop answer " + todo.id()));
        progress.hinted(todo, level).write(workspace.home());
        return 0;
    }
}

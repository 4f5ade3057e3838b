package workshop.participant;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.terminal.Terminal;

/** {@code progress}: how far the participant is, as the tests said when they ran last. */
@Command(name = "progress", description = "Show how far you are, as the tests said when they ran last.")
public final class ShowProgress implements Callable<Integer> {
    private final Workspace workspace;

    public ShowProgress(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Terminal terminal = workspace.terminal();
        Progress progress = workspace.progress();
        List<Step> steps = workspace.steps();
        int longest = steps.stream()
                .mapToInt(step -> progress.bar(step).length())
                .max()
                .orElse(0);
        for (Step step : steps) {
            String bar = String.format("%-" + longest + "s", progress.bar(step));
            boolean done = progress.next(step).isEmpty();
            terminal.line((done ? terminal.good(bar) : bar) + "  " + step.title());
        }
        terminal.line(terminal.dim("As the tests said when they ran last."));
        terminal.line("");
        int here = workspace.step("").step();
        Optional<Todo> next = Stream.concat(steps.stream().filter(step -> step.step() >= here), steps.stream())
                .flatMap(step -> progress.next(step).stream())
                .findFirst();
        next.ifPresentOrElse(
                todo -> {
                    terminal.line("Next:");
                    workspace.print(todo);
                },
                () -> terminal.line(terminal.good("All done.") + " See it work: ./workshop demo " + steps.size()));
        return 0;
    }
}

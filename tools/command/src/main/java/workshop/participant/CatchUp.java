package workshop.participant;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Step;
import workshop.participant.Backup.Kept;
import workshop.terminal.Question;
import workshop.terminal.Terminal;

/** {@code catch-up}: to the beginning of a step, with all earlier ones done in it. */
@Command(
        name = "catch-up",
        description = {
            "Go to the beginning of a step, in which all earlier steps are done.",
            "What you wrote in its folder is kept, and the command says where; other folders stay as they are."
        })
public final class CatchUp implements Callable<Integer> {
    private final Workspace workspace;
    private final Question question;

    @Parameters(
            paramLabel = "STEP",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 3; without it, the one in whose folder you are.")
    private String named;

    @Option(names = "--yes", description = "Don't ask, also if the step is done.")
    private boolean yes;

    public CatchUp(Workspace workspace, Question question) {
        this.workspace = workspace;
        this.question = question;
    }

    @Override
    public Integer call() {
        Terminal terminal = workspace.terminal();
        Step step = workspace.stepToWrite(named);
        String again = "You have done all of step " + step.step() + ". Go back to its beginning?";
        if (!yes && workspace.progress().next(step).isEmpty() && !question.isAnsweredYes(again)) {
            return 1;
        }
        Optional<Kept> kept = new Backup(workspace).reset(step);
        Progress progress = workspace.progress();
        terminal.line("You are at the beginning of " + step.folder()
                + (step.step() == 1 ? "." : "; its folder already has the answers of the steps before it."));
        kept.ifPresent(its -> its.print(terminal));
        workspace.steps().stream()
                .filter(earlier -> earlier.step() < step.step())
                .filter(earlier -> progress.next(earlier).isPresent())
                .forEach(earlier -> terminal.line(terminal.dim("Not finished: " + progress.bar(earlier)
                        + ", its answers: ./workshop diff " + earlier.step())));
        terminal.line("");
        progress.next(step).ifPresent(workspace::print);
        terminal.line(terminal.dim("Go on: ./workshop test " + step.step()));
        return 0;
    }
}

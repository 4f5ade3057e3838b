package workshop.participant;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import workshop.course.manifest.Step;
import workshop.participant.Backup.Kept;

/** {@code reset}: a step from its beginning, with the work so far kept. */
@Command(
        name = "reset",
        description = {
            "Start a step from its beginning. What you wrote is kept, and the command says where.",
            "It is on a branch of its own, or in a copy if this is no git repository."
        })
public final class ResetStep implements Callable<Integer> {
    private final Workspace workspace;

    @Parameters(
            paramLabel = "STEP",
            arity = "0..1",
            defaultValue = "",
            description = "Such as 2; without it, the one in whose folder you are.")
    private String named;

    public ResetStep(Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Integer call() {
        Step step = workspace.stepToWrite(named);
        Optional<Kept> kept = new Backup(workspace).reset(step);
        workspace.terminal().line(step.folder() + " is as it was in the beginning.");
        kept.ifPresent(its -> its.print(workspace.terminal()));
        return 0;
    }
}

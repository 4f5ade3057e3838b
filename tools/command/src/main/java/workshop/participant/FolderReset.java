package workshop.participant;

import java.util.List;
import java.util.Optional;
import workshop.course.carve.Checkpoint;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.participant.Backup.Kept;
import workshop.terminal.Terminal;

/** Makes a step's folder the checkpoint that it was in the beginning. Nothing that somebody wrote is lost. */
record FolderReset(Workspace workspace) {

    /** @return where the work that was in the folder is kept; nothing if there was none */
    Optional<Kept> of(Step step) {
        Progress before = workspace.progress().forgotten(step, workspace.code(step));
        Course course = Course.read(workspace.home(), step.step());
        List<Step> one = List.of(course.step(step.step()));
        Optional<Kept> kept = Optional.of(Checkpoint.inFolder(workspace.home(), step))
                .filter(work -> !course.uncarved(one).isEmpty() && !work.files().isEmpty())
                .map(new Backup(workspace)::keep);
        course.carve(one);
        before.write(workspace.home());
        return kept;
    }

    void print(Kept kept) {
        Terminal terminal = workspace.terminal();
        terminal.line("What you had is kept " + kept.where() + ".");
        terminal.line(terminal.dim("To get it back: " + kept.back()));
    }
}

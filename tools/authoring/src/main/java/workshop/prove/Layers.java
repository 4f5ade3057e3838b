package workshop.prove;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import workshop.course.carve.Checkpoint;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/**
 * Proof 4: a finished step is the next one without that one's stubs, new files and new tests; the last one, finished, is
 * the solution. What a step has is read from the solution by {@link SolutionText}, not by the carver.
 */
record Layers(Course course, Report report, SolutionText reading) {
    private static final String README = "README.md";

    Layers(Course course, Report report) {
        this(course, report, new SolutionText(course.repository().resolve("solution"), course.steps()));
    }

    void prove(List<Step> steps) {
        course.finish().all(steps).forEach(this::prove);
    }

    private void prove(Checkpoint finished) {
        Step step = finished.step();
        isWhatTheSolutionSays(step, finished);
        if (step.step() < course.steps().size()) {
            isContained(step, finished, Checkpoint.inFolder(course.repository(), course.step(step.step() + 1)));
        } else {
            hasEveryFileOfTheSolution(step, finished);
        }
    }

    private void isWhatTheSolutionSays(Step step, Checkpoint finished) {
        for (String path : finished.files().keySet()) {
            List<String> read = unnamed(reading.finished(path, step.step()), "solution");
            List<String> carved = unnamed(finished.text(path).lines().toList(), step.folder());
            int arrival = reading.arrival(path);
            if (arrival == 0 || arrival > step.step()) {
                report.found(
                        step, path + " is a file of this step", "the manifests say it arrives with step " + arrival);
            } else if (!SolutionText.squeezed(read).equals(SolutionText.squeezed(carved))) {
                LineDiff difference =
                        LineDiff.between(SolutionText.significant(read), SolutionText.significant(carved));
                report.found(
                        step,
                        path + " of the finished step is the solution without later regions",
                        "missing: " + difference.gone() + "\nin addition: " + difference.come());
            }
        }
    }

    private void hasEveryFileOfTheSolution(Step step, Checkpoint finished) {
        Set<String> missing = new TreeSet<>(course.carver().solutionFiles());
        missing.removeAll(finished.files().keySet());
        missing.remove(README);
        missing.forEach(
                path -> report.found(step, "the last step, once it is done, is the solution", path + " is missing"));
    }

    private void isContained(Step step, Checkpoint finished, Checkpoint next) {
        if (next.files().isEmpty()) {
            report.found(step, "there is " + next.step().folder(), "it isn't carved: ./workshop carve");
            return;
        }
        Set<String> paths = new TreeSet<>(finished.files().keySet());
        paths.addAll(next.files().keySet());
        for (String path : paths) {
            if (!next.files().containsKey(path)) {
                report.found(step, next.step().folder() + " still has what this step has", path + " is gone");
            } else if (finished.files().containsKey(path)) {
                addsOnlyItsOwn(step, path, finished, next);
            } else if (!path.equals(README)) {
                isNew(step, next.step(), path);
            }
        }
    }

    /** A file that was left out so far either arrives with the next step, or had nothing in it but that step's regions. */
    private void isNew(Step step, Step next, String path) {
        String own = SolutionText.squeezed(reading.own(path, next.step()));
        boolean wasEmpty = !own.isEmpty() && own.equals(SolutionText.squeezed(reading.finished(path, next.step())));
        if (reading.arrival(path) != next.step() && !wasEmpty) {
            report.found(
                    step,
                    "the files that " + next.folder() + " adds are in its manifest",
                    path + " is new, but no file of the manifest's");
        }
    }

    private void addsOnlyItsOwn(Step step, String path, Checkpoint finished, Checkpoint next) {
        LineDiff difference = LineDiff.between(lines(finished, path), lines(next, path));
        String own = own(path, next.step());
        List<String> foreign = difference.come().stream()
                .filter(line -> !own.contains(line.replaceAll("\\s+", "")))
                .toList();
        String folder = next.step().folder();
        if (!difference.gone().isEmpty()) {
            report.found(
                    step,
                    "what this step wrote is still there in " + folder,
                    path + " loses: " + String.join("\n", difference.gone()));
        }
        if (!foreign.isEmpty()) {
            report.found(
                    step,
                    folder + " adds stubs, and regions of its own",
                    path + " gets, from neither: " + String.join("\n", foreign));
        }
    }

    private static List<String> lines(Checkpoint checkpoint, String path) {
        return SolutionText.significant(unnamed(
                checkpoint.text(path).lines().toList(), checkpoint.step().folder()));
    }

    /** What a step may add to a file: its regions, and what stands there before a TODO is done. */
    private String own(String path, Step step) {
        StringBuilder own = new StringBuilder(SolutionText.squeezed(reading.own(path, step.step())));
        for (Todo todo : step.todos()) {
            if (todo.file().equals(path)) {
                own.append(course.carver().stub(step, todo).replaceAll("\\s+", ""));
            }
        }
        return own.toString();
    }

    private static List<String> unnamed(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> !line.strip().equals("<artifactId>" + name + "</artifactId>"))
                .toList();
    }
}

package workshop.course.carve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import workshop.course.CourseException;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;

/** The course of a repository: its steps, checked against its solution. */
public final class Course {
    private final Path repository;
    private final List<Step> steps;
    private final Carver carver;

    private Course(Path repository, List<Step> steps, Carver carver) {
        this.repository = repository;
        this.steps = steps;
        this.carver = carver;
    }

    /**
     * Reads {@code solution/} and {@code tools/course/steps/}.
     *
     * @throws CourseException with everything that is wrong with them
     */
    public static Course read(Path repository) {
        return read(repository, problem -> true);
    }

    /**
     * Reads it for somebody who works on one step while others are unfinished.
     *
     * @throws CourseException with what is wrong with that step's manifest or with the solution's regions; the others'
     *     problems don't count
     */
    public static Course read(Path repository, int step) {
        return read(repository, problem -> problem.startsWith("step-" + step + ".yaml"));
    }

    /**
     * Reads it for somebody who works on one TODO while the rest is unfinished.
     *
     * @throws CourseException with what is wrong with that TODO or with the solution's regions; nothing else counts
     */
    public static Course read(Path repository, TodoId todo) {
        return read(
                repository,
                problem -> problem.startsWith("step-" + todo.step() + ".yaml: todo " + todo + ":")
                        || problem.startsWith("step-" + todo.step() + ".yaml: todo " + todo + ","));
    }

    private static Course read(Path repository, Predicate<String> counts) {
        List<Step> steps = Manifests.read(repository.resolve("tools/course/steps"));
        List<String> markers = new ArrayList<>();
        Solution solution = Solution.read(repository.resolve("solution"), IgnoredNames.of(repository), markers::add);
        List<String> problems = new ArrayList<>();
        FileSteps fileSteps = FileSteps.of(steps, solution.paths(), problems::add);
        new ManifestCheck(steps, solution, fileSteps, problems).run();
        problems.removeIf(counts.negate());
        problems.addAll(0, markers); // one that is wrong makes nonsense of its whole file
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        return new Course(repository, steps, new Carver(solution, fileSteps));
    }

    public Path repository() {
        return repository;
    }

    public List<Step> steps() {
        return steps;
    }

    /** @throws CourseException if there is no such step */
    public Step step(int number) {
        if (number < 1 || number > steps.size()) {
            throw new CourseException("There is no step " + number + ": name one from 1 to " + steps.size());
        }
        return steps.get(number - 1);
    }

    /** The checkpoints with TODOs done. */
    public Finish finish() {
        return new Finish(carver);
    }

    /** What the solution has in a TODO's place, without indentation. */
    public String answer(Todo todo) {
        return carver.answer(todo);
    }

    /**
     * Writes the folders of all steps. Files that git ignores stay; others that don't come from the solution go.
     *
     * @return what was written and what was removed
     */
    public List<String> carve() {
        return carve(steps);
    }

    /** The same for some of the steps. */
    public List<String> carve(List<Step> some) {
        return carver.carve(some).stream()
                .flatMap(checkpoint -> new StepFolder(repository, checkpoint).write(checkpoint).stream())
                .toList();
    }

    /** Writes the folders of all steps with their TODOs done to another place; returns what was written and removed. */
    public List<String> carveDone(Path place) {
        return finish().all(steps).stream()
                .flatMap(checkpoint -> new StepFolder(repository, place, checkpoint).write(checkpoint).stream())
                .toList();
    }

    /** What {@link #carve()} would change: nothing if the folders are what the solution gives. */
    public List<String> uncarved() {
        return uncarved(steps);
    }

    /** The same for some of the steps. */
    public List<String> uncarved(List<Step> some) {
        return carver.carve(some).stream()
                .flatMap(checkpoint -> new StepFolder(repository, checkpoint).differences(checkpoint).stream())
                .toList();
    }

    /** What is in the folder of a step. */
    public Checkpoint inFolder(Step step) {
        return new Checkpoint(step, Tree.read(repository.resolve(step.folder()), IgnoredNames.of(repository)));
    }

    /** The paths of everything in the solution, but its README. */
    public Set<String> solutionFiles() {
        return carver.solutionFiles();
    }

    /** What stands in a fresh checkpoint in the place of a TODO's region. */
    public String stub(Step step, Todo todo) {
        return carver.stub(step, todo);
    }
}

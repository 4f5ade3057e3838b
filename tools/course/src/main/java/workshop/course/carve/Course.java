package workshop.course.carve;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import workshop.course.CourseException;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Step;
import workshop.course.manifest.TodoId;

/**
 * The course of a repository: its steps, checked against its solution.
 *
 * @param extras the TODOs for those who finish a step early, as steps: of the first ones, or of none
 */
public record Course(Path repository, List<Step> steps, List<Step> extras, Carver carver) {

    /**
     * Reads {@code solution/}, {@code tools/course/steps/} and {@code tools/course/extras/}.
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
        return read(repository, problem -> problem.step() == step);
    }

    /**
     * Reads it for somebody who works on one TODO while the rest is unfinished.
     *
     * @throws CourseException with what is wrong with that TODO or with the solution's regions; nothing else counts
     */
    public static Course read(Path repository, TodoId todo) {
        return read(repository, problem -> todo.equals(problem.todo()));
    }

    private static Course read(Path repository, Predicate<Problem> counts) {
        List<Step> steps = Manifests.steps(repository);
        List<Step> extras = Manifests.extras(repository);
        Solution solution = Solution.read(repository.resolve("solution"), IgnoredNames.of(repository));
        List<Problem> found = new ArrayList<>();
        FileSteps fileSteps = FileSteps.of(steps, solution.paths(), found::add);
        Course course = new Course(repository, steps, extras, new Carver(solution, fileSteps));
        new ManifestCheck(course, solution, fileSteps, found::add).run();
        List<String> problems = found.stream().filter(counts).map(Problem::text).toList();
        if (!problems.isEmpty()) {
            throw new CourseException(problems);
        }
        return course;
    }

    /** @throws CourseException if there is no such step */
    public Step step(int number) {
        if (number < 1 || number > steps.size()) {
            throw new CourseException("There is no step " + number + ": name one from 1 to " + steps.size());
        }
        return steps.get(number - 1);
    }

    public Step step(TodoId todo) {
        if (todo.isExtra() && todo.step() > extras.size()) {
            throw new CourseException("Step " + todo.step() + " has no extra");
        }
        return todo.isExtra() ? extras.get(todo.step() - 1) : step(todo.step());
    }

    public Finish finish() {
        return new Finish(repository, carver);
    }

    /**
     * Writes the folders of these steps. Files that git ignores stay; others that don't come from the solution go.
     *
     * @return what was written and what was removed
     */
    public List<String> carve(List<Step> some) {
        return carver.carve(some).stream()
                .flatMap(checkpoint -> folders(repository).write(checkpoint).stream())
                .toList();
    }

    /** Writes the folders of all steps with their TODOs done to another place; returns what was written and removed. */
    public List<String> carveDone(Path place) {
        return finish().all(steps).stream()
                .flatMap(checkpoint -> folders(place).write(checkpoint).stream())
                .toList();
    }

    /** What {@link #carve} would change: nothing if the folders are what the solution gives. */
    public List<String> uncarved(List<Step> some) {
        return carver.carve(some).stream()
                .flatMap(checkpoint -> folders(repository).differences(checkpoint).stream())
                .toList();
    }

    private StepFolders folders(Path place) {
        return new StepFolders(place, IgnoredNames.of(repository));
    }
}

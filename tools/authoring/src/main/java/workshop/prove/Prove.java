package workshop.prove;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import workshop.course.CourseException;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/**
 * Proves a course, with independent parts side by side, and reports everything that it finds.
 *
 * @param folder where projects are built and tried
 * @param classPaths the class path for the text of a pom
 * @param progress gets a line from time to time
 */
public record Prove(Course course, Path folder, Function<String, List<Path>> classPaths, Consumer<String> progress) {
    private static final int SIDE_BY_SIDE = 3;
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

    private record Part(Step step, Runnable proof) {}

    public Report all() {
        Report report = steps(course.steps());
        new Guides(course.repository(), report).prove();
        return report;
    }

    /** Proves these steps, which follow each other. */
    public Report steps(List<Step> steps) {
        Report report = new Report(steps);
        try (TestProjects projects = new TestProjects(folder, classPaths)) {
            Progression progression = new Progression(course.finish(), projects, report);
            List<Part> parts = new ArrayList<>();
            Step first = steps.get(0);
            // The longest part begins first.
            parts.add(new Part(
                    first,
                    () -> new Deployments(course, folder.resolve("deployments"), classPaths, report).prove(steps)));
            parts.add(new Part(first, () -> new Carved(course, report).prove(steps)));
            parts.add(new Part(first, () -> new Layers(course, report).prove(steps)));
            for (Step step : steps) {
                for (int todos = 0; todos <= step.todos().size(); todos++) {
                    int done = todos;
                    parts.add(new Part(step, () -> progression.prove(step, done)));
                }
                step.todos().forEach(todo -> parts.addAll(answers(step, todo, projects, report)));
                extras(step)
                        .ifPresent(extras -> parts.add(new Part(step, () -> {
                            for (int done = 0; done <= extras.todos().size(); done++) {
                                progression.prove(extras, done);
                            }
                            extras.todos().stream()
                                    .flatMap(todo -> answers(extras, todo, projects, report).stream())
                                    .forEach(part -> part.proof().run());
                        })));
            }
            prove(parts, report);
        }
        return report;
    }

    /** Those of a step: one after the other, in one project, because they have a test class more than the step. */
    private Optional<Step> extras(Step step) {
        return course.extras().stream()
                .filter(extras -> extras.step() == step.step())
                .findFirst();
    }

    /** Proves one TODO: its tests before and after it, its wrong and its right answers. */
    public Report todo(Step step, Todo todo) {
        Report report = new Report(List.of(step));
        try (TestProjects projects = new TestProjects(folder, classPaths)) {
            Progression progression = new Progression(course.finish(), projects, report);
            List<Part> parts = new ArrayList<>();
            parts.add(new Part(step, () -> progression.prove(step, todo)));
            parts.addAll(answers(step, todo, projects, report));
            prove(parts, report);
        }
        return report;
    }

    private List<Part> answers(Step step, Todo todo, TestProjects projects, Report report) {
        Answers answers = new Answers(course.finish(), projects, report);
        List<Part> parts = new ArrayList<>();
        todo.wrong().forEach(answer -> parts.add(new Part(step, () -> answers.proveWrong(step, todo, answer))));
        todo.right().forEach(answer -> parts.add(new Part(step, () -> answers.proveRight(step, todo, answer))));
        return parts;
    }

    private void prove(List<Part> parts, Report report) {
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            CompletionService<Void> proofs = new ExecutorCompletionService<>(threads);
            parts.forEach(part -> proofs.submit(() -> run(part, report), null));
            await(proofs, parts.size());
        } finally {
            threads.shutdownNow();
        }
    }

    private static void run(Part part, Report report) {
        try {
            part.proof().run();
        } catch (CourseException e) {
            report.found(part.step(), "the checkpoint can be made", e.getMessage());
        } catch (RuntimeException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            report.found(part.step(), "the proof runs to its end", trace.toString());
        }
    }

    private void await(CompletionService<Void> proofs, int all) {
        long next = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
        try {
            for (int proven = 1; proven <= all; proven++) {
                proofs.take().get();
                if (System.nanoTime() > next) {
                    progress.accept("… " + proven + " of " + all + " parts proven");
                    next = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CourseException("Interrupted while proving");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}

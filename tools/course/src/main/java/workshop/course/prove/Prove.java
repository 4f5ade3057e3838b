package workshop.course.prove;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import workshop.course.CourseException;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

/** Proves a course, with independent parts side by side, and reports everything that it finds. */
public final class Prove {
    private static final int SIDE_BY_SIDE = 2;
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(10);

    private final Course course;
    private final Path folder;
    private final Function<String, List<Path>> classPaths;
    private final Consumer<String> progress;
    private final List<Part> parts = new ArrayList<>();

    /** Something to try that is independent of the rest. */
    private record Part(int step, Runnable proof) {}

    /**
     * @param folder where projects are built and tried
     * @param classPaths the class path for the text of a pom
     * @param progress gets a line from time to time
     */
    public Prove(Course course, Path folder, Function<String, List<Path>> classPaths, Consumer<String> progress) {
        this.course = course;
        this.folder = folder;
        this.classPaths = classPaths;
        this.progress = progress;
    }

    /** Proves the guides and all steps. */
    public Report all() {
        Report report = steps(course.steps());
        new Guides(course.repository(), report).prove();
        return report;
    }

    /** Proves these steps, which follow each other. */
    public Report steps(List<Step> steps) {
        return prove(steps, (report, workbenches) -> {
            int first = steps.get(0).step();
            Journey journey = new Journey(course, folder.resolve("journey"), classPaths, report);
            parts.add(new Part(first, () -> journey.prove(steps)));
            parts.add(new Part(first, () -> new Carved(course, report).prove(steps)));
            parts.add(new Part(first, () -> new Layers(course, report).prove(steps)));
            Progression progression = new Progression(course.finish(), workbenches, report);
            for (Step step : steps) {
                for (int done = 0; done <= step.todos().size(); done++) {
                    int answered = done;
                    parts.add(new Part(step.step(), () -> progression.prove(step, answered)));
                }
                step.todos().forEach(todo -> answers(step, todo, workbenches, report));
            }
        });
    }

    /** Proves one TODO: its tests before and after it, its wrong and its right answers. */
    public Report todo(Step step, Todo todo) {
        return prove(List.of(step), (report, workbenches) -> {
            Progression progression = new Progression(course.finish(), workbenches, report);
            parts.add(new Part(step.step(), () -> progression.prove(step, todo)));
            answers(step, todo, workbenches, report);
        });
    }

    private void answers(Step step, Todo todo, Workbenches workbenches, Report report) {
        Answers answers = new Answers(course.finish(), workbenches, report);
        todo.wrong().forEach(answer -> parts.add(new Part(step.step(), () -> answers.proveWrong(step, todo, answer))));
        todo.right().forEach(answer -> parts.add(new Part(step.step(), () -> answers.proveRight(step, todo, answer))));
    }

    private interface Plan {
        void make(Report report, Workbenches workbenches);
    }

    private Report prove(List<Step> steps, Plan plan) {
        Report report = new Report(steps);
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try (Workbenches workbenches = new Workbenches(folder, classPaths)) {
            plan.make(report, workbenches);
            List<Future<?>> running = new ArrayList<>();
            for (Part part : parts) {
                running.add(threads.submit(() -> run(part, report)));
            }
            await(running);
        } finally {
            threads.shutdownNow();
        }
        return report;
    }

    private static void run(Part part, Report report) {
        long start = System.nanoTime();
        try {
            part.proof().run();
        } catch (CourseException e) {
            report.add(Finding.of(part.step(), "the checkpoint can be made", e.getMessage()));
        } finally {
            report.time(part.step(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void await(List<Future<?>> running) {
        long next = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
        for (int i = 0; i < running.size(); i++) {
            try {
                running.get(i).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CourseException("Interrupted while proving");
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
            if (System.nanoTime() > next) {
                progress.accept("… " + (i + 1) + " of " + running.size() + " parts proven");
                next = System.nanoTime() + BETWEEN_PROGRESS.toNanos();
            }
        }
    }
}

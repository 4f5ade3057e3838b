package workshop.prove;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import workshop.course.carve.Finish;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.testing.Selection;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;

/**
 * Proofs 2 and 3, as far as tests go: after the first TODOs of a step are done, none of them up to all, the tests of those
 * that are still to be done fail, each with a message that teaches, and all others pass.
 */
record Progression(Finish finish, TestProjects projects, Report report) {

    /**
     * Tries the tests after the first TODOs are done: all that there are before and after the step, and in between those that
     * it is about. Before extras there is nothing more than after their step.
     */
    void prove(Step step, int done) {
        boolean isBetween = (0 < done || step.isExtra()) && done < step.todos().size();
        prove(step, done, isBetween ? step.todos() : List.of());
    }

    /** Tries the tests of one TODO before and after it is done; after an extra, all that there are. */
    void prove(Step step, Todo todo) {
        int before = step.todos().indexOf(todo);
        prove(step, before, List.of(todo));
        prove(step, before + 1, step.isExtra() ? List.of() : List.of(todo));
    }

    /** @param about the TODOs whose tests are tried; none for all tests */
    private void prove(Step step, int done, List<Todo> about) {
        TestRun run = projects.run(finish.after(step, done), folder -> tests(folder, about));
        if (run.isBroken()) {
            report.found(step, after(step, done) + ", the project compiles and its tests run", run.broken());
            return;
        }
        List<Todo> open = step.todos().subList(done, step.todos().size());
        int unexpected = 0;
        for (Todo todo : step.todos()) {
            if (about.isEmpty() || about.contains(todo)) {
                unexpected += open.contains(todo) ? stillRed(step, done, todo, run) : green(step, done, todo, run);
            }
        }
        unexpected += others(step, done, run);
        SortedSet<TestName> seen = new TreeSet<>(run.passed());
        seen.addAll(run.failed());
        if (seen.isEmpty()) {
            report.found(step, after(step, done) + ", at least one test runs", "none ran");
        }
        report.tests(step, seen.size(), Math.max(0, seen.size() - unexpected));
    }

    private static Selection tests(Path folder, List<Todo> about) {
        return about.isEmpty()
                ? Selection.unitTests(folder)
                : Selection.of(
                        folder,
                        about.stream().flatMap(todo -> todo.tests().stream()).toList());
    }

    private int stillRed(Step step, int done, Todo todo, TestRun run) {
        int unexpected = 0;
        for (TestName test : todo.tests()) {
            Optional<TestResult> failure = run.failure(test);
            boolean isExpected = report.expect(
                            failure.isPresent(),
                            todo,
                            test.toString(),
                            after(step, done) + ", it fails: only this TODO turns it green",
                            run.passed().contains(test) ? "it passed" : "it didn't run")
                    && teaches(step, done, todo, failure.get());
            unexpected += isExpected ? 0 : 1;
        }
        return unexpected;
    }

    /** A failure names the TODO to do next: its own, or an earlier one that it needs. */
    private boolean teaches(Step step, int done, Todo todo, TestResult failure) {
        List<Todo> next = step.todos().subList(done, step.todos().indexOf(todo) + 1);
        return report.expect(
                next.stream()
                        .anyMatch(named -> failure.firstLine().startsWith(named.label() + ":")
                                && failure.message().contains(step.page(named.id()))),
                todo,
                failure.test().toString(),
                after(step, done) + ", its message starts with \"" + todo.label()
                        + ":\" or that of an earlier TODO that is open, and names " + step.page(todo.id()),
                failure.message());
    }

    private int green(Step step, int done, Todo todo, TestRun run) {
        return (int) todo.tests().stream()
                .filter(test -> !report.expect(
                        run.passed().contains(test),
                        todo,
                        test.toString(),
                        after(step, done) + ", it passes",
                        run.failure(test).map(TestResult::message).orElse("it didn't run")))
                .count();
    }

    /** Tests that belong to no TODO of this step pass all the time. */
    private int others(Step step, int done, TestRun run) {
        Set<TestName> listed = new HashSet<>();
        step.todos().stream().map(Todo::tests).forEach(listed::addAll);
        Collection<TestName> failed = new TreeSet<>(run.failed());
        failed.removeAll(listed);
        for (TestName test : failed) {
            report.found(
                    step,
                    after(step, done) + ", " + test + " passes: the manifest lists it for no TODO",
                    run.failure(test).map(TestResult::message).orElse(""));
        }
        run.skipped().forEach(test -> report.found(step, test + " runs", "it is skipped"));
        return failed.size();
    }

    private static String after(Step step, int done) {
        if (done == 0) {
            return "before anything is done";
        }
        String last = step.todos().get(done - 1).label();
        return done == 1 ? "after " + last : "after " + step.todos().get(0).label() + " to " + last;
    }
}

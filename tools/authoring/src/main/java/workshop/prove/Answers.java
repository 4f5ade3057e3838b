package workshop.prove;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.course.carve.Finish;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.testing.Selection;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;

/**
 * Proof 6: what people get wrong makes a test of its own TODO fail, with a message that teaches; what they get right in another
 * way passes.
 */
record Answers(Finish finish, TestProjects projects, Report report) {

    void proveWrong(Step step, Todo todo, Answer answer) {
        String who = "wrong answer \"" + answer.name() + "\"";
        TestRun run = run(step, todo, answer);
        List<TestResult> failures = run.failures(todo.tests());
        boolean isCaught = false;
        if (run.isBroken()) {
            report.found(todo, who, "it compiles, and its tests run to their end", run.broken());
        } else if (failures.isEmpty()) {
            report.found(
                    todo,
                    who,
                    "one of " + todo.tests() + " fails",
                    "all pass: write what is missing into one of them, or drop the answer if it is right");
        } else {
            isCaught = teaches(todo, who, failures) && says(todo, who, answer, run);
        }
        report.wrongAnswer(step, isCaught);
    }

    private boolean teaches(Todo todo, String who, List<TestResult> failures) {
        List<TestResult> dumb = failures.stream()
                .filter(failure -> !failure.firstLine().startsWith(todo.label() + ":"))
                .toList();
        dumb.forEach(failure -> report.found(
                todo,
                who,
                "the message of " + failure.test() + " starts with \"" + todo.label() + ":\"",
                failure.message()));
        return dumb.isEmpty();
    }

    /** Whether the message that people are shown says it: that of the first of the TODO's tests that fails. */
    private boolean says(Todo todo, String who, Answer answer, TestRun run) {
        TestResult shown = todo.tests().stream()
                .flatMap(test -> run.failure(test).stream())
                .findFirst()
                .orElseThrow();
        boolean says = answer.expect() == null || shown.message().contains(answer.expect());
        if (!says) {
            report.found(
                    todo,
                    who,
                    "the message that is shown contains \"" + answer.expect() + "\"",
                    shown.test() + ": " + shown.message());
        }
        return says;
    }

    void proveRight(Step step, Todo todo, Answer answer) {
        TestRun run = run(step, todo, answer);
        TreeSet<TestName> missing = new TreeSet<>(todo.tests());
        missing.removeAll(run.passed());
        String who = "right answer \"" + answer.name() + "\"";
        if (run.isBroken()) {
            report.found(todo, who, "it compiles, and its tests run to their end", run.broken());
        } else if (!missing.isEmpty()) {
            report.found(
                    todo,
                    who,
                    missing + " pass",
                    missing.stream()
                            .map(test ->
                                    run.failure(test).map(TestResult::message).orElse(test + " didn't run"))
                            .collect(Collectors.joining("\n")));
        }
        report.rightAnswer(step, !run.isBroken() && missing.isEmpty());
    }

    private TestRun run(Step step, Todo todo, Answer answer) {
        return projects.run(finish.with(step, todo, answer), folder -> Selection.of(folder, todo.tests()));
    }
}

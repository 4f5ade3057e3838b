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
        List<TestResult> failures = todo.tests().stream()
                .flatMap(test -> run.failures(List.of(test)).stream())
                .toList();
        boolean isCaught = completes(todo, who, run)
                && report.expect(
                        !failures.isEmpty(),
                        todo,
                        who,
                        "one of " + todo.tests() + " fails",
                        "all pass: write what is missing into one of them, or drop the answer if it is right");
        for (TestResult failure : failures) {
            isCaught &= report.expect(
                    failure.firstLine().startsWith(todo.label() + ":"),
                    todo,
                    who,
                    "the message of " + failure.test() + " starts with \"" + todo.label() + ":\"",
                    failure.message());
        }
        if (isCaught) {
            // People are shown the first of the TODO's tests that fails.
            TestResult shown = failures.get(0);
            isCaught = report.expect(
                    shown.message().replace('\n', ' ').contains(answer.expect()),
                    todo,
                    who,
                    "the message that is shown contains \"" + answer.expect() + "\"",
                    shown.test() + ": " + shown.message());
        }
        report.wrongAnswer(step, isCaught);
    }

    void proveRight(Step step, Todo todo, Answer answer) {
        TestRun run = run(step, todo, answer);
        TreeSet<TestName> missing = new TreeSet<>(todo.tests());
        missing.removeAll(run.passed());
        String who = "right answer \"" + answer.name() + "\"";
        String messages = missing.stream()
                .map(test -> run.failure(test).map(TestResult::message).orElse(test + " didn't run"))
                .collect(Collectors.joining("\n"));
        report.rightAnswer(
                step,
                completes(todo, who, run) && report.expect(missing.isEmpty(), todo, who, missing + " pass", messages));
    }

    private boolean completes(Todo todo, String who, TestRun run) {
        return report.expect(!run.isBroken(), todo, who, "it compiles, and its tests run to their end", run.broken());
    }

    private TestRun run(Step step, Todo todo, Answer answer) {
        return projects.run(finish.with(step, todo, answer), folder -> Selection.of(folder, todo.tests()));
    }
}

package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.testing.Outcome;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;
import workshop.terminal.Terminal;

class StepReportTest {
    private static final String DARK = "expected: the lamp shines.\nGot: darkness.";
    private static final Todo FIRST = Todos.todo("1.1", "Light", "Lamp.java", new TestName("LampTest", "shines"));
    private static final Todo SECOND =
            Todos.todo("1.2", "More light", "Lamp.java", new TestName("LampTest", "shines_again"));

    @Test
    void whatSeveralTestsSayIsSaidOnce() {
        assertThat(said(
                        Optional.empty(),
                        failure("shines", "TODO 1.1: " + DARK + "\nRead on: docs/step-1-light.md#11"),
                        failure("shines_again", "TODO 1.2: " + DARK + "\nRead on: docs/step-1-light.md#12"),
                        failure("other_1", "the switch has no test"),
                        failure("other_2", "the switch has no test"),
                        failure("other_3", "TODO 1.1: " + DARK),
                        failure("other_4", "\nExpecting value to be true but was false"),
                        failure("other_5", "\nExpecting value to be true but was false")))
                .isEqualTo("""
                        no  1.1 Light
                                shines
                                TODO 1.1: expected: the lamp shines.
                                Got: darkness.
                                Read on: docs/step-1-light.md#11
                        no  1.2 More light
                                shines again
                                for the same reason as 1.1


                        Other tests fail, of what was there before this step or of your own:

                          LampTest#other_1 and 1 more, for one reason
                          other 1
                          the switch has no test

                          LampTest#other_3
                          other 3
                          for the same reason as 1.1

                          LampTest#other_4
                          other 4
                          Expecting value to be true but was false

                          LampTest#other_5
                          other 5
                          Expecting value to be true but was false
                        """);
    }

    @Test
    void aReasonIsSaidOfTheTodoToShow() {
        assertThat(said(
                        Optional.of(SECOND),
                        failure("shines", "TODO 1.1: " + DARK + "\nRead on: docs/step-1-light.md#11"),
                        failure("shines_again", "TODO 1.2: " + DARK + "\nRead on: docs/step-1-light.md#12"),
                        failure("other", "TODO 1.2: " + DARK)))
                .contains("""
                        no  1.1 Light
                                shines
                                for the same reason as 1.2
                        no  1.2 More light
                                shines again
                                TODO 1.2: expected: the lamp shines.
                                Got: darkness.
                                Read on: docs/step-1-light.md#12
                        """)
                .endsWith("for the same reason as 1.2\n");
    }

    private static String said(Optional<Todo> next, TestResult... results) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Step step = new Step(1, "step-1-light", "Light", "It shines.", 5, List.of(), List.of(FIRST, SECOND));
        Path home = Path.of("home");
        StepReport report = new StepReport(
                new Workspace(home, home, new Terminal(stream, stream, false, "")),
                new StepResult(step, new TestRun(Stream.of(results).toList(), "")),
                next);
        report.printTodos(todo -> false);
        report.printOthers();
        return printed.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private static TestResult failure(String test, String message) {
        return new TestResult(new TestName("LampTest", test), Outcome.FAILED, message);
    }
}

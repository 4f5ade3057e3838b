package workshop.participant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import workshop.course.manifest.Step;
import workshop.course.manifest.TestName;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.course.testing.Outcome;
import workshop.course.testing.TestResult;
import workshop.course.testing.TestRun;

class StepResultTest {
    private static final String NO_TEMPLATE = "TODO 1.1: the stack can be synthesized. Got: nothing";

    private static final Function<Todo, TodoCode> NONE =
            todo -> new TodoCode(todo, List.of(), new Source(List.of()), new Source(List.of()));

    private static final TestName FIRST = new TestName("LampTest", "first");
    private static final TestName SECOND = new TestName("LampTest", "second");
    private static final TodoId TODO = TodoId.of("1.1");

    @Test
    void whatWasDoneStaysDoneOnlyIfEachOfItsTestsFailsForWantOfATemplate() {
        assertThat(result(NO_TEMPLATE, NO_TEMPLATE).done(todo -> true, NONE)).containsExactly(TODO);
        assertThat(result(NO_TEMPLATE, NO_TEMPLATE).done(todo -> false, NONE)).isEmpty();
        assertThat(result(NO_TEMPLATE, "TODO 1.1: the lamp shines. Got: darkness")
                        .done(todo -> true, NONE))
                .isEmpty();
    }

    @Test
    void theTodoThatAMessageBeginsWithIsTheNextAlsoIfTheTestIsAnothers() {
        TestName other = new TestName("LampTest", "other");
        Todo light = Todos.todo("1.1", "Light", "Lamp.java", FIRST);
        Todo shade = Todos.todo("1.2", "Shade", "Shade.java", other);
        TestRun run = new TestRun(
                List.of(
                        new TestResult(FIRST, Outcome.FAILED, "TODO 1.2: expected: light. Got: darkness"),
                        new TestResult(other, Outcome.FAILED, "TODO 1.2: expected: a shade. Got: none")),
                "");
        Step step = new Step(1, "step-1-light", "Light", "It shines.", 5, List.of(), List.of(light, shade));
        for (boolean isUnchanged : new boolean[] {true, false}) {
            assertThat(new StepResult(step, run).next(todo -> isUnchanged, NONE))
                    .contains(shade);
        }
    }

    private static StepResult result(String first, String second) {
        Todo todo = Todos.todo("1.1", "Light", "Lamp.java", FIRST, SECOND);
        return new StepResult(
                new Step(1, "step-1-light", "Light", "It shines.", 5, List.of(), List.of(todo)),
                new TestRun(
                        List.of(
                                new TestResult(FIRST, Outcome.FAILED, first),
                                new TestResult(SECOND, Outcome.FAILED, second)),
                        ""));
    }
}

package workshop.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import workshop.course.manifest.Answer;
import workshop.course.manifest.Manifests;
import workshop.course.manifest.Todo;

/** What the manifests of this repository have for each TODO, as {@code docs/authoring.md} asks. */
class RepositoryStepsTest {
    private static final Path ROOT = Path.of("..", "..");

    @TestFactory
    Stream<DynamicTest> aTodoHasTwoWrongAnswersWithTheirMessagesAndARightOne() {
        return Stream.concat(Manifests.steps(ROOT).stream(), Manifests.extras(ROOT).stream())
                .flatMap(step -> step.todos().stream())
                .map(todo -> DynamicTest.dynamicTest(todo.label(), () -> check(todo)));
    }

    private static void check(Todo todo) {
        assertThat(todo.wrong()).as("wrong answers").hasSizeGreaterThanOrEqualTo(2);
        assertThat(todo.right()).as("right answers other than ours").isNotEmpty();
        assertThat(todo.wrong())
                .as("each wrong answer says what message it gets (expect)")
                .extracting(Answer::expect)
                .doesNotContainNull();
    }
}

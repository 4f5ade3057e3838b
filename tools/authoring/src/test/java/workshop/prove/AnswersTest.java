package workshop.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;

class AnswersTest {
    private static final String MANIFEST = "tools/course/steps/step-1.yaml";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void copy() throws IOException {
        fixture = FixtureCourse.copyTo(root);
    }

    @Test
    void findsAWrongAnswerThatNoTestOfItsTodoCatches() throws IOException {
        fixture.replace(MANIFEST, "with: '\"off\"'", "with: '\"o\" + \"n\"'");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("TODO 1.1, wrong answer \"remembers the opposite\"");
            assertThat(finding.expected()).isEqualTo("one of [LampTest#remembersThatItWasTurnedOn] fails");
            assertThat(finding.happened()).startsWith("all pass: ");
        });
    }

    @Test
    void findsAMessageThatSaysSomethingElse() throws IOException {
        fixture.replace(MANIFEST, "expect: the lamp was turned on", "expect: the lamp was stolen");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.expected()).isEqualTo("the message that is shown contains \"the lamp was stolen\"");
            assertThat(finding.happened())
                    .contains("LampTest#remembersThatItWasTurnedOn: TODO 1.1: the lamp was turned on");
        });
    }

    @Test
    void findsAWrongAnswerThatFailsWithoutALesson() throws IOException {
        fixture.replace(MANIFEST, "with: '\"off\"'", "with: '\"on\".substring(7)'");

        assertThat(findings())
                .singleElement()
                .asString()
                .contains("starts with \"TODO 1.1:\"")
                .contains("happened: java.lang.StringIndexOutOfBoundsException");
    }

    @Test
    void findsAnAnswerThatDoesNotCompile() throws IOException {
        fixture.replace(MANIFEST, "with: '\"off\"'", "with: '7'");

        assertThat(findings())
                .singleElement()
                .asString()
                .contains("it compiles")
                .contains("src/main/java/lamp/Lamp.java:12: incompatible types");
    }

    @Test
    void findsARightAnswerThatATestRefuses() throws IOException {
        fixture.replace(MANIFEST, "added.add(\"on\");", "added.add(\"ON\");");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("TODO 1.1, right answer \"adds to the front\"");
            assertThat(finding.expected()).isEqualTo("[LampTest#remembersThatItWasTurnedOn] pass");
        });
    }

    private List<Finding> findings() {
        Course course = fixture.course();
        Report report = new Report(course.steps());
        Step step = course.step(1);
        Todo todo = step.todos().get(0);
        try (TestProjects projects = new TestProjects(root.resolve("work"), pom -> FixtureCourse.classPath())) {
            Answers answers = new Answers(course.finish(), projects, report);
            todo.wrong().forEach(answer -> answers.proveWrong(step, todo, answer));
            todo.right().forEach(answer -> answers.proveRight(step, todo, answer));
        }
        return report.findings();
    }
}

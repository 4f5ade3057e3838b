package workshop.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.TodoId;

class ProveTest {
    @TempDir
    private Path root;

    @Test
    void findsNothingInACourseThatTeachesWhatItSays() throws IOException {
        Course course = FixtureCourse.carvedIn(root).course();

        Report report = prove(course).all();

        assertThat(report.findings()).isEmpty();
        assertThat(report.table().lines().map(line -> line.replaceAll(" +", " ")))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "step TODOs red or green as expected wrong answers caught right ones passed"),
                        // 4 tests before and after step 1, 3 in between, and the end-to-end test once it is finished;
                        // the extra's test before it, and 5 after it
                        line -> assertThat(line).startsWith("1 2 18 of 18 6 of 6 3 of 3"),
                        // 8 tests before and after step 2, 3 in between, and the end-to-end test before and after
                        line -> assertThat(line).startsWith("2 2 21 of 21 4 of 4 2 of 2"));
    }

    @Test
    void provesOneStepAndTheWayToTheNext() throws IOException {
        Course course = FixtureCourse.carvedIn(root).course();

        Report report = prove(course).steps(List.of(course.step(1)));

        assertThat(report.findings()).isEmpty();
        assertThat(report.table().lines()).hasSize(2);
    }

    @Test
    void provesOneTodoAlone() throws IOException {
        Course course = FixtureCourse.carvedIn(root).course();
        Step step = course.step(1);

        Report report = prove(course).todo(step, step.todos().get(1));

        assertThat(report.findings()).isEmpty();
        // its two tests before and after, its two wrong answers and its right one
        assertThat(report.table().replaceAll(" +", " ")).contains("\n1 2 4 of 4 2 of 2 1 of 1");
    }

    @Test
    void provesAnExtraAlone() throws IOException {
        Course course = FixtureCourse.carvedIn(root).course();
        Step extras = course.step(TodoId.of("1.E1"));

        Report report = prove(course).todo(extras, extras.todos().get(0));

        assertThat(report.findings()).isEmpty();
        assertThat(report.table().replaceAll(" +", " ")).contains("\n1 1 6 of 6 2 of 2 1 of 1");
    }

    @Test
    void findsAWrongAnswerToAnExtraThatPasses() throws IOException {
        FixtureCourse fixture = FixtureCourse.carvedIn(root);
        fixture.replace("tools/course/extras/step-1.yaml", "with: java.util.TreeSet", "with: java.util.LinkedHashSet");
        Course course = fixture.course();
        Step extras = course.step(TodoId.of("1.E1"));

        assertThat(prove(course).todo(extras, extras.todos().get(0)).findings())
                .extracting(Finding::where)
                .containsExactly("TODO 1.E1, wrong answer \"sorted\"");
    }

    @Test
    void goesOnAfterAFindingAndTellsAllInTheOrderOfTheCourse() throws IOException {
        FixtureCourse fixture = FixtureCourse.carvedIn(root);
        fixture.replace("tools/course/steps/step-2.yaml", "expect: at least 0", "expect: something else")
                .replace("tools/course/steps/step-1.yaml", "code: return false;", "code: return falsch;");
        Course course = fixture.course();

        assertThat(prove(course).steps(course.steps()).findings())
                .extracting(Finding::where)
                .containsExactly("TODO 1.2, wrong answer \"never on\"", "TODO 2.1, wrong answer \"no lower bound\"");
    }

    @Test
    void refusesAnAnswerOfOursOfWhichTheCompilerWarns() throws IOException {
        FixtureCourse fixture = FixtureCourse.carvedIn(root);
        fixture.replace(
                "tools/course/steps/step-1.yaml",
                "code: return false;",
                "code: \"java.util.List raw = history; return false;\"");
        Course course = fixture.course();
        Step step = course.step(1);

        assertThat(prove(course).todo(step, step.todos().get(1)).findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .contains("never on", "found raw type");
    }

    private Prove prove(Course course) {
        return new Prove(course, root.resolve("work"), pom -> FixtureCourse.classPath(), line -> {});
    }
}

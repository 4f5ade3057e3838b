package workshop.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;
import workshop.course.carve.Course;

class CarvedTest {
    @Test
    void findsAStepThatWasEdited(@TempDir Path root) throws IOException {
        FixtureCourse fixture = FixtureCourse.carvedIn(root);
        fixture.replace("step-2-dimmer/src/main/java/lamp/Lamp.java", "A lamp", "The lamp");
        fixture.write("step-2-dimmer/notes.txt", "mine");
        Course course = fixture.course();
        Report report = new Report(course.steps());

        new Carved(course, report).prove(course.steps());

        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.step()).isEqualTo(2);
            assertThat(finding.happened())
                    .isEqualTo("step-2-dimmer/src/main/java/lamp/Lamp.java differs from what the solution gives\n"
                            + "step-2-dimmer/notes.txt does not come from the solution");
        });
    }
}

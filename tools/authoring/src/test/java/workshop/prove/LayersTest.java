package workshop.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.FixtureCourse;
import workshop.course.carve.Course;

class LayersTest {
    private static final String LAMP = "src/main/java/lamp/Lamp.java";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void carve() throws IOException {
        fixture = FixtureCourse.carvedIn(root);
    }

    @Test
    void findsNothingWhereTheNextStepAddsOnlyItsOwn() {
        assertThat(findings(fixture.course())).isEmpty();
    }

    @Test
    void findsALineThatTheNextStepLost() throws IOException {
        fixture.replace("step-2-dimmer/" + LAMP, "history.add(\"off\");", "");

        assertThat(findings(fixture.course())).singleElement().satisfies(finding -> {
            assertThat(finding.step()).isEqualTo(1);
            assertThat(finding.expected()).isEqualTo("what this step wrote is still there in step-2-dimmer");
            assertThat(finding.happened()).isEqualTo(LAMP + " loses: history.add(\"off\");");
        });
    }

    @Test
    void findsALineThatIsNoStubAndInNoRegionOfTheNextStep() throws IOException {
        fixture.replace(
                "step-2-dimmer/" + LAMP,
                "history.add(\"off\");",
                "history.add(\"off\");\nhistory.size();\nhistory.clear();");

        assertThat(findings(fixture.course()))
                .singleElement()
                .extracting(Finding::happened)
                .isEqualTo(LAMP + " gets, from neither: history.size();\nhistory.clear();");
    }

    @Test
    void findsAFileThatTheNextStepLostOrThatNoManifestGivesIt() throws IOException {
        Files.delete(root.resolve("step-2-dimmer/cdk.json"));
        fixture.write("step-2-dimmer/src/main/java/lamp/Shade.java", "class Shade {}");

        assertThat(findings(fixture.course()))
                .extracting(Finding::happened)
                .containsExactly(
                        "cdk.json is gone", "src/main/java/lamp/Shade.java is new, but no file of the manifest's");
    }

    @Test
    void findsAFinishedStepThatIsNotWhatTheSolutionSays() throws IOException {
        Course carvedBefore = fixture.course();
        fixture.replace("solution/src/main/java/lamp/Dimmer.java", "Math.min(100", "Math.min(99");
        fixture.write("solution/src/main/java/lamp/Shade.java", "class Shade {}");

        assertThat(findings(carvedBefore)).singleElement().satisfies(finding -> {
            assertThat(finding.step()).isEqualTo(2);
            assertThat(finding.happened()).contains("Math.min(99").contains("Math.min(100");
        });
    }

    @Test
    void findsWhatTheLastStepLacksOfTheSolution() throws IOException {
        fixture.write("solution/src/main/java/lamp/Note.java", "// region 2\n// only a comment\n// endregion\n");

        assertThat(findings(fixture.course()))
                .singleElement()
                .extracting(Finding::happened)
                .isEqualTo("src/main/java/lamp/Note.java is missing");
    }

    private static List<Finding> findings(Course course) {
        Report report = new Report(course.steps());
        new Layers(course, report).prove(course.steps());
        return report.findings();
    }
}

package workshop.course.carve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.course.CourseException;
import workshop.course.FixtureCourse;

class CarveTest {
    private static final String LAMP = "src/main/java/lamp/Lamp.java";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void carve() throws IOException {
        fixture = FixtureCourse.carvedIn(root);
    }

    @Test
    void leavesOutLaterStepsAndPutsStubsInPlaceOfThisStepsRegions() throws IOException {
        assertThat(fixture.text("step-1-light/" + LAMP)).isEqualTo("""
                package lamp;

                import java.util.ArrayList;
                import java.util.List;

                /** A lamp that remembers what was done to it. */
                public final class Lamp {
                    private final List<String> history = new ArrayList<>();

                    /** Turns it on. */
                    public void on() {
                        // TODO 1.1 Remember that it was turned on, see docs/step-1-light.md#11
                    }

                    /** Turns it off. */
                    public void off() {
                        history.add("off");
                    }

                    /** Whether it is on. */
                    public boolean shines() {
                        throw new UnsupportedOperationException("TODO 1.2: What was done last counts, see docs/step-1-light.md#12");
                    }

                    List<String> history() {
                        return history;
                    }
                }
                """);
    }

    @Test
    void keepsWhatEarlierStepsAskedFor() throws IOException {
        assertThat(fixture.text("step-2-dimmer/" + LAMP))
                .isEqualTo(fixture.text("solution/" + LAMP).replaceAll("(?m)^ *// (end)?region.*\n", ""));
    }

    @Test
    void leavesNoScarWhereSomethingWasCutOut() throws IOException {
        assertThat(fixture.text("step-1-light/src/main/java/lamp/LampApp.java"))
                .contains("\"\"\");\n\n        return resources;");
    }

    @Test
    void changesOnlyTheArtifactIdAndTheRegionsOfThePom() throws IOException {
        String pom = fixture.text("solution/pom.xml").replaceAll("(?m)^ *<!-- (end)?region.*\n", "");
        assertThat(fixture.text("step-2-dimmer/pom.xml")).isEqualTo(pom.replace(">solution<", ">step-2-dimmer<"));
        assertThat(fixture.text("step-1-light/pom.xml"))
                .isEqualTo(pom.replace(">solution<", ">step-1-light<").replace("    <dimmer>true</dimmer>\n", ""));
    }

    @Test
    void writesOnlyFilesThatHaveArrived() throws IOException {
        assertThat(root.resolve("step-1-light/src/main/java/lamp/Dimmer.java")).doesNotExist();
        assertThat(root.resolve("step-1-light/src/test/java/lamp/LampAppTest.java"))
                .doesNotExist();
        assertThat(fixture.text("step-1-light/cdk.json")).isEqualTo(fixture.text("solution/cdk.json"));
    }

    @Test
    void doesNotWriteAFileWithNothingLeft() throws IOException {
        fixture.write("solution/src/main/java/lamp/Shade.java", """
                package lamp;

                import java.util.List;

                // region 2
                /** Shades. */
                final class Shade {
                    static final List<String> KINDS = List.of("paper");
                }
                // endregion
                """);
        fixture.carve();

        assertThat(root.resolve("step-1-light/src/main/java/lamp/Shade.java")).doesNotExist();
        assertThat(fixture.text("step-2-dimmer/src/main/java/lamp/Shade.java"))
                .contains("import java.util.List;\n\n/** Shades. */");
    }

    @Test
    void writesAReadmeThatLinksToTheLines() throws IOException {
        assertThat(fixture.text("step-1-light/README.md"))
                .startsWith("# Step 1: Light\n\nThe lamp goes on and off.\n")
                .contains("| [1.1](../docs/step-1-light.md#11) Remember that it was turned on |" + " [Lamp.java:12]("
                        + LAMP + "#L12) |")
                .contains("[Lamp.java:22](" + LAMP + "#L22)")
                .contains("../workshop test 1 ");
        assertThat(fixture.text("step-1-light/README.md").lines().count()).isLessThan(25);
    }

    @Test
    void formatsWhatItChanged() throws IOException {
        fixture.replace(
                "tools/course/steps/step-1.yaml",
                "stub: \"\"",
                "stub: |\n      List<String>   done =\n          history; // TODO 1.1\n      done.size();");
        fixture.carve();

        assertThat(fixture.text("step-1-light/" + LAMP))
                .contains("        List<String> done = history; // TODO 1.1\n        done.size();\n");
    }

    @Test
    void changesNothingTheSecondTime() {
        assertThat(fixture.course().uncarved(fixture.course().steps())).isEmpty();
    }

    @Test
    void namesWhatDiffersFromTheSolution() throws IOException {
        fixture.replace("step-1-light/" + LAMP, "history", "past");
        fixture.write("step-1-light/Stray.java", "class Stray {}");
        Files.delete(root.resolve("step-2-dimmer/cdk.json"));

        assertThat(fixture.course().uncarved(fixture.course().steps()))
                .containsExactly(
                        "step-1-light/" + LAMP + " differs from what the solution gives",
                        "step-1-light/Stray.java does not come from the solution",
                        "step-2-dimmer/cdk.json is missing");
    }

    @Test
    void removesStrayFilesButNothingThatGitIgnoresAndSaysSo() throws IOException {
        fixture.write("step-1-light/src/old/Stray.java", "class Stray {}");
        fixture.write("step-1-light/target/classes/Lamp.class", "built");
        fixture.write("step-1-light/lamp.iml", "an IDE's");
        fixture.replace("step-1-light/" + LAMP, "history", "past");

        assertThat(fixture.carve())
                .containsExactly("Written: step-1-light/" + LAMP, "Removed: step-1-light/src/old/Stray.java");
        assertThat(root.resolve("step-1-light/src/old")).doesNotExist();
        assertThat(root.resolve("step-1-light/target/classes/Lamp.class")).exists();
        assertThat(root.resolve("step-1-light/lamp.iml")).exists();
    }

    @Test
    void saysWhichStubIsNotJava() throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", "stub: \"\"", "stub: \"if (\"");
        Course course = fixture.course();

        assertThatThrownBy(() -> course.carve(course.steps()))
                .isInstanceOf(CourseException.class)
                .hasMessageContaining("step-1-light/" + LAMP + " can't be formatted");
    }

    @Test
    void stepsWithTheirTodosDoneAreWrittenElsewhere(@TempDir Path place) throws IOException {
        String fresh = fixture.text("step-1-light/" + LAMP);
        fixture.course().carveDone(place);

        assertThat(Files.readString(place.resolve("step-1-light/" + LAMP))).doesNotContain("TODO", "region");
        assertThat(place.resolve("step-2-dimmer/pom.xml")).exists();
        assertThat(fixture.text("step-1-light/" + LAMP)).isEqualTo(fresh);
    }
}

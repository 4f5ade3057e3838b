package workshop.course.carve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.course.CourseException;
import workshop.course.FixtureCourse;
import workshop.course.manifest.TodoId;

class ManifestCheckTest {
    private static final String LAMP = "solution/src/main/java/lamp/Lamp.java";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void copy() throws IOException {
        fixture = FixtureCourse.copyTo(root);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    folder: step-1-light  | folder: light         | step-1.yaml: folder is "light": write step-1-<name>
                    minutes: 5            | minutes: 0            | step-1.yaml: title, goal and minutes are needed
                    step: 1               | step: 3               | step-1.yaml says "step: 3"; its name says 1
                    minutes: 5            | hours: 5              | step-1.yaml, at hours can't be read: there is no such entry; there are [
                    - cdk.json            | - cdk.jsn             | step-1.yaml: files has cdk.jsn, but the solution has no such file
                    - cdk.json            |                       | solution/cdk.json belongs to no step
                    - cdk.json            | - src/test/java/lamp/DimmerTest.java | solution/src/test/java/lamp/DimmerTest.java is listed by step 1 and by step 2
                    id: 1.1               | id: 1.3               | the id of todo number 1 is 1.3: ids count up, so it must be 1.1
                    id: 1.1               | id: first             | "first" is not the id of a TODO; write step.number, such as 2.3
                    - Lists have add.     | - " "                 | todo 1.1: give 3 hints
                    - Lists have add.     |                       | todo 1.1: give 3 hints
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#remembers | src/test/java/lamp/LampTest.java has no test remembers in step 1
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#tellsItsHistory | has no test tellsItsHistory in step 1
                    - LampTest#remembersThatItWasTurnedOn | - DimmerTest#isNeverDarkerThanNothing | DimmerTest#isNeverDarkerThanNothing is not a test of step 1
                    - LampTest#remembersThatItWasTurnedOn | - LampTest | "LampTest" is not the name of a test; write Class#method
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#shinesAfterItWasTurnedOn | is already the test of todo 1.1
                    - LampTest#remembersThatItWasTurnedOn | | todo 1.1: tests is empty
                    title: Light          | title: "Light         | step-1.yaml:16 can't be read
                    expect: turned off    | expct: turned off     | step-1.yaml, at todos, number 2, wrong, number 1, expct can't be read
                    id: 1.1               | id: 1.10              | the id of todo number 1 is 1.10
                    replace: '"on"'       | replace: '"dim"'      | answer "remembers the opposite": the region's text doesn't contain ""dim""
                    replace: '"on"'       | replace: o            | contains "o" more than once: write more of it
                    with: '"off"'         |                       | answer "remembers the opposite": give either code, or replace and with
                    name: remembers it twice | name: remembers the opposite | every answer needs a name of its own
                    """)
    void namesWhatIsWrongInAManifest(String old, String with, String problem) throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", old, with == null ? "" : with);
        assertThat(problems()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    folder: step-1-light  | folder: light       | extras/step-1.yaml: folder is "light": write step-1-light
                    id: 1.E1              | id: 1.1             | step-1.yaml: the id of todo number 1 is 1.1: ids count up, so it must be 1.E1
                    replace: return history; | replace: return nothing; | todo 1.E1: answer: src/main/java/lamp/Lamp.java doesn't have once: return nothing;
                    replace: return history; | replace: history         | todo 1.E1: answer: src/main/java/lamp/Lamp.java doesn't have once: history
                    lamp/Switch.java      | lamp/Lamp.java      | todo 1.E1: answer: src/main/java/lamp/Lamp.java is there already
                    OnceTest#saysOnce     | OnceTest#saysTwice  | src/test/java/lamp/OnceTest.java has no test saysTwice in step 1 extra
                    replace: LinkedHashSet | replace: TreeSet   | todo 1.E1: answer "sorted": the region's text doesn't contain "TreeSet"
                    """)
    void namesWhatIsWrongInAnExtra(String old, String with, String problem) throws IOException {
        fixture.replace("tools/course/extras/step-1.yaml", old, with);
        assertThat(problems()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    // region 1.2 What was done last counts  | // region 1.4 Else   | Lamp.java has a region 1.4, but step-1.yaml has no todo 1.4
                    // region 1.2 What was done last counts  | // region 1.4 Else   | todo 1.2: the solution has no "region 1.2"
                    // region 1.2 What was done last counts  | // region 1.1 Again  | Lamp.java:25 is a second region 1.1
                    // region 1.2 What was done last counts  | // region later      | Lamp.java:25 is no region of the course
                    // region 1.2 What was done last counts  | // nothing           | Lamp.java:27 ends a region, but none is open
                    // region 2                              | // region 3          | Lamp.java:30 is a region of step 3, but there are only steps 1 to 2
                    // region 1.2 What was done last counts  | // region 2.3        | step-2.yaml has no todo 2.3
                    return !history.isEmpty()                | // region 1          | Lamp.java:26: region inside the region of TODO 1.2 (line 25)
                    public String told() {                   | // region 1          | Lamp.java:32: region of step 1 inside a region of step 2
                    """)
    void namesWhatIsWrongWithTheRegions(String old, String with, String problem) throws IOException {
        fixture.replace(LAMP, old, with);
        assertThat(problems()).contains(problem);
    }

    @Test
    void namesARegionThatNeverEnds() throws IOException {
        String text = fixture.text(LAMP);
        int last = text.lastIndexOf("    // endregion");
        fixture.write(LAMP, text.substring(0, last) + text.substring(last).replace("// endregion", "//"));
        assertThat(problems()).contains("Lamp.java:30 opens a region that never ends: add // endregion");
    }

    @Test
    void namesARegionThatNeverEndsAlsoToThoseWhoWorkOnAnotherStep() throws IOException {
        fixture.replace(LAMP, "    // endregion\n\n    List", "\n    List");
        CourseException problems =
                catchThrowableOfType(CourseException.class, () -> Course.read(root, new TodoId(1, 1)));
        assertThat(problems)
                .hasMessage("solution/src/main/java/lamp/Lamp.java:30 opens a region that never ends:"
                        + " add // endregion");
    }

    @Test
    void namesARegionOfAStepBeforeItsFile() throws IOException {
        fixture.replace("solution/src/main/java/lamp/Dimmer.java", "// region 2.1", "// region 1.3");
        assertThat(problems()).contains("Dimmer.java:9 is a region of step 1, but the file arrives later");
    }

    @Test
    void namesAFileThatIsNotTheRegions() throws IOException {
        fixture.replace(
                "tools/course/steps/step-2.yaml", "file: src/main/java/lamp/LampApp.java", "file: " + "pom.xml");
        assertThat(problems())
                .contains("todo 2.2: file is pom.xml, but its region is in src/main/java/lamp/LampApp.java");
    }

    @Test
    void namesAGapBetweenSteps() throws IOException {
        Files.move(root.resolve("tools/course/steps/step-2.yaml"), root.resolve("tools/course/steps/step-3.yaml"));
        assertThat(problems()).contains("step-2.yaml is missing: steps are numbered from 1 without a gap");
    }

    @Test
    void namesAllProblemsAtOnce() throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", "- cdk.json", "- cdk.jsn")
                .replace("tools/course/steps/step-1.yaml", "minutes: 5", "minutes: 0");
        assertThat(problems().lines().count()).isEqualTo(3);
    }

    private String problems() {
        return catchThrowableOfType(CourseException.class, fixture::course).getMessage();
    }
}

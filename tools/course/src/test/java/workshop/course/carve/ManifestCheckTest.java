package workshop.course.carve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
                    minutes: 5            | hours: 5              | tools/course/steps/step-1.yaml, at hours: there is no such field; there are [
                    - cdk.json            | - cdk.jsn             | step-1.yaml: files has cdk.jsn, but the solution has no such file
                    - cdk.json            |                       | solution/cdk.json belongs to no step
                    - cdk.json            | - src/test/java/lamp/DimmerTest.java | solution/src/test/java/lamp/DimmerTest.java is listed by step 1 and by step 2
                    id: 1.1               | id: 1.3               | step-1.yaml: todo 1.3: it is number 1 there, and ids count up: write id: 1.1
                    id: 1.1               | id: first             | tools/course/steps/step-1.yaml:13: "first" is not the id of a TODO; write step.number, such as 2.3
                    title: Remember that it was turned on | title: Remember | todo 1.1: its region in src/main/java/lamp/Lamp.java has the title "Remember that it was turned on": file and title must say the same
                    file: src/main/java/lamp/Lamp.java |       | todo 1.1: its region in src/main/java/lamp/Lamp.java has the title "Remember that it was turned on": file
                    - Lists have add.     | - " "                 | todo 1.1: give 3 hints
                    - Lists have add.     |                       | todo 1.1: give 3 hints
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#remembers | src/test/java/lamp/LampTest.java has no test remembers in step 1
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#tellsItsHistory | has no test tellsItsHistory in step 1
                    - LampTest#remembersThatItWasTurnedOn | - DimmerTest#isNeverDarkerThanNothing | step 1 must have one file DimmerTest.java, for isNeverDarkerThanNothing, and has none: it belongs under solution/src/test/java
                    - LampTest#remembersThatItWasTurnedOn | - LampTest | step-1.yaml:25: "LampTest" is not the name of a test; write Class#method, such as BackoffTest#
                    - LampTest#remembersThatItWasTurnedOn | - LampTest#shinesAfterItWasTurnedOn | is already the test of todo 1.1
                    - LampTest#remembersThatItWasTurnedOn | | todo 1.1: tests is empty
                    title: Light          | title: "Light         | tools/course/steps/step-1.yaml:16: it can't be read:
                    expect: turned off    | expct: turned off     | tools/course/steps/step-1.yaml, at todos, number 2, wrong, number 1, expct: there is no such field; there are [code, expect, files, imports, name, replace, with]
                    id: 1.1               | id: 1.10              | todo 1.10: it is number 1 there
                    replace: '"on"'       | replace: '"dim"'      | answer "remembers the opposite": the region in src/main/java/lamp/Lamp.java does not contain ""dim"" to replace: write what it has now
                    replace: '"on"'       | replace: o            | contains "o" more than once: write more of it
                    with: '"off"'         |                       | answer "remembers the opposite": give either code, or replace and with
                    expect: shines        |                       | todo 1.2: answer "never on": give expect, a text of the message that people see
                    name: remembers it twice | name: remembers the opposite | every answer needs a name of its own
                    """)
    void namesWhatIsWrongInAManifest(String old, String with, String problem) throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", old, with == null ? "" : with);
        assertThat(problems()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    folder: step-1-light  | folder: light       | extras/step-1.yaml: folder is "light": write step-1-light
                    id: 1.E1              | id: 1.1             | step-1.yaml: todo 1.1: it is number 1 there, and ids count up: write id: 1.E1
                    replace: return history; | replace: return nothing; | todo 1.E1: answer: src/main/java/lamp/Lamp.java does not contain "return nothing;" to replace: write what it has now
                    replace: return history; | replace: history         | todo 1.E1: answer: src/main/java/lamp/Lamp.java contains "history" more than once: write more of it, to say which is meant
                    lamp/Switch.java      | lamp/Lamp.java      | todo 1.E1: answer: src/main/java/lamp/Lamp.java is there already: say what of it to replace
                    OnceTest#saysOnce     | OnceTest#saysTwice  | src/test/java/lamp/OnceTest.java has no test saysTwice in step 1 extra
                    OnceTest#saysOnce     | TwiceTest#saysTwice | step 1 extra must have one file TwiceTest.java, for saysTwice, and has none: it belongs under tools/course/extras/step-1/src/test/java
                    replace: LinkedHashSet | replace: TreeSet   | todo 1.E1: answer "sorted": the answer does not contain "TreeSet" to replace
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
                    // region 1.2 What was done last counts  | // nothing           | Lamp.java:27 ends a region, but none is open: add a line such as "// region 2.3 Title", or remove this one
                    // region 2                              | // region 3          | Lamp.java:30 is a region of step 3, but there are only steps 1 to 2
                    // region 1.2 What was done last counts  | // region 2.3        | step-2.yaml has no todo 2.3
                    return !history.isEmpty()                | // region 1          | Lamp.java:26 opens a region, but that of TODO 1.2, which line 25 opens, has not ended: add // endregion before it
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
    void namesATodoWithTooFewAnswers() throws IOException {
        String text = fixture.text("tools/course/steps/step-2.yaml");
        fixture.write("tools/course/steps/step-2.yaml", text.substring(0, text.lastIndexOf("    right:")));
        assertThat(problems())
                .isEqualTo("step-2.yaml: todo 2.2: give at least two wrong answers, and a right one that is not ours");
        fixture.write(
                "tools/course/steps/step-2.yaml", text.replaceAll("(?s)      - name: a name that.*(?=    right)", ""));
        assertThat(problems())
                .isEqualTo("step-2.yaml: todo 2.2: give at least two wrong answers, and a right one that is not ours");
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
                .contains(
                        "todo 2.2: its region in src/main/java/lamp/LampApp.java has the title \"Where the dimmer writes\": file");
    }

    @Test
    void namesAGapBetweenSteps() throws IOException {
        Files.move(root.resolve("tools/course/steps/step-2.yaml"), root.resolve("tools/course/steps/step-3.yaml"));
        assertThat(problems()).contains("step-2.yaml is missing: steps are numbered from 1 without a gap");
    }

    @Test
    void namesOfAFileOnlyTheFirstMarkerThatIsWrongAndNothingThatFollowsFromIt() throws IOException {
        fixture.replace(LAMP, "        // region 1.2 What was done last counts\n", "")
                .replace(LAMP, "    // region 2\n", "    // region later\n");
        assertThat(problems())
                .startsWith("solution/src/main/java/lamp/Lamp.java:26 ends a region")
                .hasLineCount(1);
    }

    @Test
    void namesAnEndThatIsMissingOnce() throws IOException {
        fixture.replace(LAMP, "history.add(\"on\");\n        // endregion", "history.add(\"on\");");
        assertThat(problems())
                .isEqualTo("solution/"
                        + "src/main/java/lamp/Lamp.java:24 opens a region, but that of TODO 1.1, which line 13"
                        + " opens, has not ended: add // endregion before it");
    }

    @Test
    void namesAWrongIdOnceAndNoRegionThatIsThere() throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", "id: 1.2", "id: 1.1");
        assertThat(problems())
                .isEqualTo("step-1.yaml: todo 1.1: it is number 2 there, and ids count up: write id: 1.2");
        fixture.replace("tools/course/steps/step-1.yaml", "id: 1.1\n    title: What", "id: 2.1\n    title: What");
        assertThat(problems())
                .isEqualTo("step-1.yaml: todo 2.1: it is number 2 there, and ids count up: write id: 1.2");
    }

    @Test
    void namesAllProblemsAtOnce() throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", "- cdk.json", "- cdk.jsn")
                .replace("tools/course/steps/step-1.yaml", "minutes: 5", "minutes: 0");
        assertThat(problems().lines().count()).isEqualTo(3);
    }

    @Test
    void aFileThatTwoGlobsMatchArrivesWithTheStepThatNamesIt() throws IOException {
        fixture.replace("tools/course/steps/step-1.yaml", "- cdk.json", "- cdk.json\n  - \"**/Dim*Test.java\"")
                .replace(
                        "tools/course/steps/step-2.yaml",
                        "- src/test/java/lamp/DimmerTest.java",
                        "- \"**/Dim*Test.java\"");
        assertThat(problems())
                .isEqualTo("solution/src/test/java/lamp/DimmerTest.java is listed by step 1 and by step 2: a file"
                        + " arrives once; name it in one of them without a glob");
        fixture.replace(
                "tools/course/steps/step-2.yaml",
                "- \"**/Dim*Test.java\"",
                "- \"**/Dim*Test.java\"\n  - src/test/java/lamp/DimmerTest.java");
        assertThatCode(fixture::course).doesNotThrowAnyException();
    }

    private String problems() {
        return catchThrowableOfType(CourseException.class, fixture::course).getMessage();
    }
}

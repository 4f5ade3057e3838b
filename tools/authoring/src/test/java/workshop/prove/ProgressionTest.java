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

class ProgressionTest {
    private static final String TESTS = "solution/src/test/java/lamp/LampTest.java";
    private static final String MANIFEST = "tools/course/steps/step-1.yaml";
    private static final String LAMP = "solution/src/main/java/lamp/Lamp.java";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void copy() throws IOException {
        fixture = FixtureCourse.copyTo(root);
    }

    @Test
    void findsATestThatPassesBeforeItsTodoIsDone() throws IOException {
        fixture.replace(MANIFEST, "- LampTest#remembers", "- LampTest#knowsItsRoom\n      - LampTest#remembers");

        assertThat(after(0)).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("TODO 1.1, LampTest#knowsItsRoom");
            assertThat(finding.happened()).isEqualTo("it passed");
        });
    }

    @Test
    void findsATestThatFailsForNoTodo() throws IOException {
        fixture.replace(TESTS, "isEqualTo(\"kitchen\")", "isEqualTo(\"bath\")");

        assertThat(after(2)).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("step 1");
            assertThat(finding.expected())
                    .isEqualTo(
                            "after TODO 1.1 to TODO 1.2, LampTest#knowsItsRoom passes: the manifest lists it for no TODO");
            assertThat(finding.happened()).contains("bath").contains("kitchen");
        });
    }

    @Test
    void findsATestThatItsTodoDoesNotTurnGreen() throws IOException {
        fixture.replace(MANIFEST, "      - LampTest#isDarkAfterItWasTurnedOff\n", "")
                .replace(
                        MANIFEST,
                        "- LampTest#remembers",
                        "- LampTest#isDarkAfterItWasTurnedOff\n      - LampTest#remembers");

        assertThat(after(1)).extracting(Finding::where).containsExactly("TODO 1.1, LampTest#isDarkAfterItWasTurnedOff");
    }

    @Test
    void findsAMessageThatDoesNotTeach() throws IOException {
        fixture.replace(TESTS, "\"TODO 1.1: the lamp", "\"the lamp");

        assertThat(after(0)).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo("TODO 1.1, LampTest#remembersThatItWasTurnedOn");
            assertThat(finding.expected()).contains("starts with \"TODO 1.1:\"");
            assertThat(finding.happened()).startsWith("the lamp was turned on");
        });
    }

    @Test
    void findsAMessageThatDoesNotSayWhereToReadOn() throws IOException {
        fixture.replace(TESTS, "docs/step-1-light.md#11", "the guide");

        assertThat(after(0)).singleElement().asString().contains("names docs/step-1-light.md#11");
    }

    @Test
    void findsASkippedTest() throws IOException {
        fixture.replace(TESTS, "@Test\n    void knows", "@org.junit.jupiter.api.Disabled\n    @Test\n    void knows");

        assertThat(after(0)).singleElement().satisfies(finding -> {
            assertThat(finding.expected()).isEqualTo("LampTest#knowsItsRoom runs");
            assertThat(finding.happened()).isEqualTo("it is skipped");
        });
    }

    @Test
    void findsAFreshCheckpointThatDoesNotCompile() throws IOException {
        fixture.replace(LAMP, "\n    // region 2\n", "\n    boolean is = told() == null;\n\n    // region 2\n");

        assertThat(after(0)).singleElement().satisfies(finding -> {
            assertThat(finding.expected()).isEqualTo("before anything is done, the project compiles and its tests run");
            assertThat(finding.happened())
                    .startsWith("src/main/java/lamp/Lamp.java:")
                    .contains("told()");
        });
    }

    @Test
    void findsAWarningOfTheCompiler() throws IOException {
        fixture.replace(
                LAMP,
                "history.add(\"off\");",
                "history.add(\"off\");\nThread.currentThread().getId();\nnew Integer(1);");

        assertThat(after(0)).singleElement().asString().contains("Lamp.java:").contains("deprecated");
    }

    @Test
    void findsThatNoTestRan() throws IOException {
        String tests = fixture.text(TESTS);
        fixture.write(TESTS, tests.replace("@Test", "// @Test").replace("import org.junit.jupiter.api.Test;\n", ""));

        assertThat(after(2))
                .extracting(Finding::expected)
                .contains("after TODO 1.1 to TODO 1.2, at least one test runs");
    }

    @Test
    void stopsATestThatNeverEnds() throws IOException {
        fixture.replace(LAMP, "history.add(\"off\");", "System.exit(7);");

        assertThat(after(2)).singleElement().asString().contains("The tests' process ended in LampTest#");
    }

    private List<Finding> after(int done) {
        Course course = fixture.course();
        Report report = new Report(course.steps());
        try (TestProjects projects = new TestProjects(root.resolve("work"), pom -> FixtureCourse.classPath())) {
            new Progression(course.finish(), projects, report).prove(course.step(1), done);
        }
        return report.findings();
    }
}

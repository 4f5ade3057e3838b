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

class DeploymentsTest {
    private static final String APP = "solution/src/main/java/lamp/LampApp.java";
    private static final String TABLE = "\"Table\": {\"Type\"";
    private static final String KEY = "\"AttributeName\": \"room\"";

    @TempDir
    private Path root;

    private FixtureCourse fixture;

    @BeforeEach
    void copy() throws IOException {
        fixture = FixtureCourse.copyTo(root);
    }

    @Test
    void findsAResourceThatTheNextStepLoses() throws IOException {
        onlyInStep1("Lamps", "resources.add(\"\\\"Lamps\\\":{\\\"Type\\\":\\\"AWS::SQS::Queue\\\"}\");");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.step()).isEqualTo(2);
            assertThat(finding.expected()).isEqualTo("the fresh step-2-dimmer still has the AWS::SQS::Queue Lamps");
            assertThat(finding.happened()).isEqualTo("it is gone");
        });
    }

    @Test
    void findsATableThatTheNextStepReplacesAndTheItemsThatAreLostWithIt() throws IOException {
        onlyInStep1("Key", "resources.set(0, resources.get(0).replace(\"\\\"room\\\"\", \"\\\"house\\\"\"));");

        assertThat(findings())
                .extracting(Finding::where, Finding::expected)
                .satisfiesExactly(
                        replaced -> assertThat(replaced.toString())
                                .contains("the fresh step-2-dimmer updates the AWS::DynamoDB::Table Table"),
                        lost -> assertThat(lost.toString()).contains("keeps the items of the table"));
    }

    @Test
    void findsATemplateThatCanNotBeDeployed() throws IOException {
        fixture.replace(APP, TABLE, "\"Lamp\": {\"Type\": \"AWS::Lamp::Lamp\"}, " + TABLE);

        assertThat(findings())
                .hasSize(4)
                .allSatisfy(finding -> assertThat(finding.toString())
                        .contains("can be deployed over what was there before")
                        .contains("AWS::Lamp::Lamp"));
    }

    @Test
    void findsAnApplicationThatDoesNotSynthesize() throws IOException {
        fixture.replace(
                APP,
                "Path out =",
                "if (resources().size() == 2) {\n throw new IllegalStateException(\"no synth\");\n}\nPath out =");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.expected()).isEqualTo("the finished step-2-dimmer synthesizes");
            assertThat(finding.happened()).contains("IllegalStateException: no synth");
        });
    }

    @Test
    void findsAnEndToEndTestThatFails() throws IOException {
        fixture.replace("solution/src/test/java/lamp/LampIT.java", "Lamp-Table-", "Lamp-Chair-");

        assertThat(findings())
                .extracting(Finding::expected)
                .containsExactly(
                        "the finished step-1-light passes the end-to-end test LampIT#findsTheTable",
                        "the fresh step-2-dimmer passes the end-to-end test LampIT#findsTheTable",
                        "the finished step-2-dimmer passes the end-to-end test LampIT#findsTheTable");
    }

    /** Gives the solution a statement that isn't there any more once the step is 2. */
    private void onlyInStep1(String name, String statement) throws IOException {
        fixture.replace(
                APP,
                "        // region 2.2",
                "        if (!Later.IS_THERE) {\n            " + statement + "\n        }\n        // region 2.2");
        fixture.write("solution/src/main/java/lamp/Later.java", """
                package lamp;

                final class Later {
                    static final boolean IS_THERE = new Later().isThere();

                    boolean isThere() {
                        // region 2
                        if (true) {
                            return true;
                        }
                        // endregion
                        return false;
                    }
                }
                """);
    }

    private List<Finding> findings() {
        Course course = fixture.course();
        Report report = new Report(course.steps());
        new Deployments(course, root.resolve("work"), pom -> FixtureCourse.classPath(), report).prove(course.steps());
        return report.findings();
    }
}

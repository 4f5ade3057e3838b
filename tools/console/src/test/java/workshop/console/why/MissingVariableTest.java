package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.console.Things;

/** The code reads a name that the function does not have, so what it calls has none, and nobody may call {@code *}. */
class MissingVariableTest {
    @TempDir
    private Path folder;

    @Test
    void aVariableThatTheEnvironmentDoesNotHaveIsNamedWithWhatIsThere() throws Exception {
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(java.resolve("Actor.java"), "class Actor { Activity activity; /* Other */ } // Other");
        Files.writeString(
                java.resolve("Activity.java"),
                "class Activity { String table = System.getenv(\"ACTIVITY_TABLE_NAME\"), region = System.getenv(\"AWS_REGION\"),"
                        + " prefix = System.getenv().getOrDefault(\"PREFIX\", \"\"); }");
        Files.writeString(java.resolve("Other.java"), "class Other { String other = System.getenv(\"OTHER\"); }");
        String activity = "{'Fn::GetAtt': ['Activity', 'Arn']}";
        String allowed = Things.allow("'sqs:SendMessage'", "'*'") + ", " + Things.allow("'dynamodb:PutItem'", activity);
        try (Things things = new Things()
                .function("Handler", allowed, ", 'Environment': {'Variables': {'ACTIVITY_TABLE': 'Activity'}}")
                .deploy(folder)) {
            Why why = new Why(things.account(), things.journeys(), folder);
            List<Answer> answers = why.of(things.journey("POST", "nameless"));
            assertThat(answers.get(0).lines())
                    .startsWith("Handler failed.")
                    .contains("  its environment has no ACTIVITY_TABLE_NAME, only ACTIVITY_TABLE")
                    .endsWith(
                            "  Fix: Give the function the name of what it calls: .addEnvironment(…), and use that name in its code.",
                            "  Where: Test/Handler/Resource");
        }
    }
}

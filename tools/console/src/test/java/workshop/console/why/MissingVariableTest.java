package workshop.console.why;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.console.Things;

/** The code reads a name that the function does not have, so what it calls has none. */
class MissingVariableTest {
    @TempDir
    private Path folder;

    /** DynamoDB misses it before anything else. */
    @Test
    void aVariableThatTheEnvironmentDoesNotHaveIsNamedWithWhatIsThere() throws Exception {
        List<String> lines =
                lines("nameless", Things.allow("'dynamodb:PutItem'", "{'Fn::GetAtt': ['Activity', 'Arn']}"));
        assertThat(lines.remove(1)).matches("  IllegalStateException: .*must not be null.* \\(Actor.java:\\d+\\)");
        assertThat(lines)
                .containsExactly(
                        "Handler failed.",
                        "  its environment has no ACTIVITY_TABLE_NAME, only ACTIVITY_TABLE",
                        "  that was the last try",
                        "  Fix: Give the function the name of what it calls: .addEnvironment(…), and use that name in its code.",
                        "  Where: Test/Handler/Resource");
    }

    /** SNS asks for the permission first, and nobody may call {@code *}. */
    @Test
    void aCallWithoutANameIsNoLackOfAPermission() throws Exception {
        String write = Things.allow("'dynamodb:PutItem'", "'*'");
        assertThat(lines("topicless", write + ", " + Things.allow("'sns:Publish'", Things.topic())))
                .containsExactly(
                        "Handler called sns:Publish, and what it called has no name.",
                        "  its environment has no ACTIVITY_TABLE_NAME, only ACTIVITY_TABLE",
                        "  Fix: Give the function the ARN of the topic News: .addEnvironment(…), and use that ARN in its code.",
                        "  Where: Test/Handler/Resource");
    }

    /** SNS takes an ARN only. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            News | Handler may not call sns:Publish on Topic.
            ''   | Handler called sns:Publish, and what it called has no name.
            """)
    void whatIsNoArnIsNoLackOfAPermission(String topic, String end) throws Exception {
        String write = Things.allow("'dynamodb:PutItem', 'sqs:SendMessage'", "'*'");
        Things stack = new Things()
                .function(
                        "Handler",
                        write + ", " + Things.allow("'sns:Publish'", Things.topic()),
                        ", 'Environment': {'Variables': {'TOPIC': '" + topic + "'}}");
        try (Things things = stack.deploy(folder)) {
            Why why = new Why(things.account(), things.journeys(), folder);
            assertThat(why.of(things.journey("POST", "a-thing")).get(0).lines())
                    .containsExactly(
                            end,
                            "  \"" + topic + "\" is no ARN",
                            "  Fix: Give the function the ARN of the topic News: .addEnvironment(…), and use that ARN in its code.",
                            "  Where: Test/Topic/Resource");
        }
    }

    private List<String> lines(String id, String statements) throws Exception {
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(java.resolve("Actor.java"), "class Actor { Activity activity; /* Other */ } // Other");
        Files.writeString(
                java.resolve("Activity.java"),
                "class Activity { String table = System.getenv(\"ACTIVITY_TABLE_NAME\"), region = System.getenv(\"AWS_REGION\"),"
                        + " prefix = System.getenv().getOrDefault(\"PREFIX\", \"\"); }");
        Files.writeString(java.resolve("Other.java"), "class Other { String other = System.getenv(\"OTHER\"); }");
        String allowed = Things.allow("'sqs:SendMessage'", "'*'") + ", " + statements;
        try (Things things = new Things()
                .function("Handler", allowed, ", 'Environment': {'Variables': {'ACTIVITY_TABLE': 'Activity'}}")
                .deploy(folder)) {
            Why why = new Why(things.account(), things.journeys(), folder);
            return new ArrayList<>(why.of(things.journey("POST", id)).get(0).lines());
        }
    }
}

package workshop.course.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the guides refer to")
class SourcesTest {
    @TempDir
    private Path root;

    @Test
    @DisplayName("are the TODOs of all manifests")
    void tasks() throws IOException {
        Path steps = Files.createDirectories(root.resolve("tools/course/steps"));
        Files.writeString(steps.resolve("step-1.yaml"), """
                step: 1
                folder: step-1-stream
                title: The stream
                goal: It streams
                minutes: 25
                todos:
                  - id: "1.2"
                    title: Tell
                    file: src/A.java
                    hints: [Think, Write]
                """);
        Files.writeString(steps.resolve("step-2.yaml"), "step: 2\nfolder: b\ntodos:\n  - id: \"2.1\"\n");

        assertThat(Sources.tasks(root))
                .containsOnlyKeys("1.2", "2.1")
                .containsEntry(
                        "1.2", new Task("1.2", "step-1-stream", "Tell", "src/A.java", List.of("Think", "Write")));
    }

    @Test
    @DisplayName("are the subcommands of the participant's command")
    void commands() throws IOException {
        Path sources = Files.createDirectories(root.resolve("tools/command/src/main/java"));
        Files.writeString(
                sources.resolve("Workshop.java"), "@Command(\n        name = \"workshop\",\n subcommands = X.class)");
        Files.writeString(
                sources.resolve("CatchUp.java"), "@Command(name = \"catch-up\", description = \"name = \\\"no\\\"\")");

        Path course = Files.createDirectories(root.resolve("tools/course/src/main/java"));
        Files.writeString(
                course.resolve("CourseCommand.java"), "@Command(name = \"course\")\n@Command(\n    name = \"carve\")");

        assertThat(Sources.commands(root)).containsExactly("carve", "catch-up");
    }
}

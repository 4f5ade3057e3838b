package workshop.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What the guides refer to")
class SourcesTest {
    @TempDir
    private Path root;

    @Test
    @DisplayName("are the TODOs of all manifests")
    void sections() throws IOException {
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

        Path extras = Files.createDirectories(root.resolve("tools/course/extras"));
        Files.writeString(extras.resolve("step-1.yaml"), "step: 1\nfolder: a\ntodos:\n  - id: \"1.E1\"\n");

        assertThat(Sources.sections(root)).containsOnlyKeys("1.2", "1.E1", "2.1");
        assertThat(Sources.sections(root).get("1.2").step().page()).isEqualTo("docs/step-1-stream.md");
        assertThat(Sources.sections(root).get("1.2").todo().hints()).containsExactly("Think", "Write");
    }

    @Test
    @DisplayName("are the subcommands of the workshop's command")
    void commands() throws IOException {
        Path sources = Files.createDirectories(root.resolve("tools/command/src/main/java"));
        Files.writeString(
                sources.resolve("Workshop.java"), "@Command(\n        name = \"workshop\",\n subcommands = X.class)");
        Files.writeString(
                sources.resolve("CatchUp.java"), "@Command(name = \"catch-up\", description = \"name = \\\"no\\\"\")");

        Path authoring = Files.createDirectories(root.resolve("tools/authoring/src/main/java"));
        Files.writeString(authoring.resolve("CarveCommand.java"), "@Command(\n    name = \"carve\")");

        assertThat(Sources.commands(root)).containsExactly("carve", "catch-up");
    }
}

package workshop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Json;
import workshop.project.Leftovers;
import workshop.project.Project;

class OutputsFileTest {
    @TempDir
    private Path folder;

    @Test
    void hasTheFormatOfTheCdkCli() throws IOException {
        try (OutputsFile file = open()) {
            file.write("TodoEvents", Map.of("TableName", "todos"));
            assertThat(Json.read(Files.readString(written()))
                            .at("/TodoEvents/TableName")
                            .asText())
                    .isEqualTo("todos");
        }
    }

    @Test
    void bringsBackTheOutputsOfTheStackOnAws() throws IOException {
        Files.writeString(written(), "{\"TodoEvents\": {}}");
        try (OutputsFile file = open()) {
            file.write("TodoEvents", Map.of("TableName", "todos"));
        }
        assertThat(written()).hasContent("{\"TodoEvents\": {}}");
    }

    @Test
    void leavesNoFileWhereThereWasNone() {
        try (OutputsFile file = open()) {
            file.write("TodoEvents", Map.of("TableName", "todos"));
        }
        assertThat(written()).doesNotExist();
    }

    @Test
    void leavesWhatSomebodyElseWroteMeanwhile() throws IOException {
        try (OutputsFile file = open()) {
            file.write("TodoEvents", Map.of("TableName", "todos"));
            file.write("TodoEvents", Map.of("TableName", "tasks"));
            Files.writeString(written(), "{\"OnAws\": {}}");
        }
        assertThat(written()).hasContent("{\"OnAws\": {}}");
        assertThat(folder.resolve("notes")).isEmptyDirectory();
    }

    private OutputsFile open() {
        return new OutputsFile(new Project(folder), new Leftovers(folder.resolve("notes")));
    }

    private Path written() {
        return folder.resolve("cdk-outputs.json");
    }
}

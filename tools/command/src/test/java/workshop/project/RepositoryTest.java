package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.terminal.Problem;

class RepositoryTest {
    @TempDir
    private Path home;

    @BeforeEach
    void theRepositoryHasTwoProjectsAndAnotherFolder() throws IOException {
        project("solution");
        project("step-2-eventbridge");
        Files.createDirectories(home.resolve("docs"));
    }

    @Test
    void aNumberNamesAStep() {
        assertThat(new Repository(home, home).project("2").name()).isEqualTo("step-2-eventbridge");
        assertThat(new Repository(home, home).project("step-2").name()).isEqualTo("step-2-eventbridge");
    }

    @Test
    void whereNothingIsNamedItIsTheProjectInWhoseFolderThePersonIsOrTheSolution() throws IOException {
        Path inside = Files.createDirectories(home.resolve("step-2-eventbridge/src/main"));
        assertThat(new Repository(home, inside).project("").name()).isEqualTo("step-2-eventbridge");
        assertThat(new Repository(home, home.resolve("docs")).project("").name())
                .isEqualTo("solution");
    }

    @Test
    void aFolderOfTheRepositoryIsFoundFromAnywhere() {
        assertThat(new Repository(home, home.resolve("docs"))
                        .project("solution")
                        .folder())
                .isEqualTo(home.resolve("solution"));
    }

    @Test
    void aFolderWhereThePersonIsComesFirst() throws IOException {
        project("docs/solution");
        assertThat(new Repository(home, home.resolve("docs"))
                        .project("solution")
                        .folder())
                .isEqualTo(home.resolve("docs/solution"));
    }

    @Test
    void aFolderThatIsNoProjectIsRefusedWithTheNamesOfTheProjects() {
        assertThatThrownBy(() -> new Repository(home, home).project("docs"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no project docs")
                .hasMessageContaining("cdk.json")
                .hasMessageContaining("[solution, step-2-eventbridge]");
    }

    @Test
    void aStepThatIsNotThereIsRefusedWithTheNamesOfTheProjects() {
        assertThatThrownBy(() -> new Repository(home, home).project("7"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no step 7")
                .hasMessageContaining("step-2-eventbridge");
    }

    private void project(String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(folder.resolve("cdk.json"), "{}");
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
    }
}

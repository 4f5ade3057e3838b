package workshop.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.project.Project;
import workshop.terminal.Terminal;

class DoctorTest {
    private static final Terminal PLAIN = new Terminal(System.out, System.err, false, "");

    @Test
    void aCdkThatIsNotThePinnedOneIsNamedWithTheFix(@TempDir Path home) throws IOException {
        Project step = project(home, "step-1-stream", "2.1148.1");
        install(step, "2.100.0");
        assertThat(Doctor.cdk(List.of(step)).line(PLAIN))
                .startsWith("no")
                .contains("step-1-stream pins 2.1148.1 and has 2.100.0", "npm ci");
    }

    @Test
    void thePinnedCdkIsGoodAndSoIsOneThatIsInstalledLater(@TempDir Path home) throws IOException {
        Project step = project(home, "step-1-stream", "2.1148.1");
        Project solution = project(home, "solution", "2.1148.1");
        install(step, "2.1148.1");
        assertThat(Doctor.cdk(List.of(step, solution)).line(PLAIN))
                .startsWith("ok")
                .contains("2.1148.1, as pinned");
    }

    @Test
    void aFolderThatDownloadsDoNotFitInIsNamed(@TempDir Path folder) {
        assertThat(Doctor.folder("Home", folder, "Downloads").found()).matches("\\Q" + folder + "\\E, \\d+ MB free");
        Path none = folder.resolve("none");
        assertThat(Doctor.folder("Home", none, "Downloads").line(PLAIN))
                .isEqualTo(
                        "no  Home          " + none + " can't be written\n    → Downloads are kept in it: take a folder"
                                + " where you may write, with 2 GB free.");
    }

    private static Project project(Path home, String name, String pinned) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(
                folder.resolve("package-lock.json"),
                "{\"packages\": {\"node_modules/aws-cdk\": {\"version\": \"" + pinned + "\"}}}");
        return new Project(folder);
    }

    private static void install(Project project, String version) throws IOException {
        Path folder = Files.createDirectories(project.file("node_modules/aws-cdk"));
        Files.writeString(folder.resolve("package.json"), "{\"version\": \"" + version + "\"}");
    }
}

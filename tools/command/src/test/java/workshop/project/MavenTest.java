package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Jvm;

class MavenTest {
    @TempDir
    private Path folder;

    /** What Maven deletes and writes, {@code up} must not build at the same time. */
    @Test
    void aMavenThatBuildsAFolderIsAtWorkInWhatIsBelowItToo() throws IOException, InterruptedException {
        assumeThat(ProcessHandle.current().info().commandLine())
                .as("the system shows what others run")
                .isPresent();
        Path project = folder.resolve("project");
        Path sleep = Files.writeString(
                folder.resolve("Sleep.java"),
                "class Sleep { public static void main(String[] args) throws Exception { Thread.sleep(60_000); } }");
        var command = Jvm.command("-Dmaven.multiModuleProjectDirectory=" + project, sleep.toString());
        Process maven = new ProcessBuilder(command).start();
        try {
            assertThat(Maven.isAtWork(project)).isTrue();
            assertThat(Maven.isAtWork(project.resolve("step"))).isTrue();
            assertThat(Maven.isAtWork(folder.resolve("project-2"))).isFalse();
            assertThat(Maven.isAtWork(folder)).isFalse();
        } finally {
            maven.destroyForcibly();
        }
        maven.waitFor();
        assertThat(Maven.isAtWork(project)).isFalse();
    }
}

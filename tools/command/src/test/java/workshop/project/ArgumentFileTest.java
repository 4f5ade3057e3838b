package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Jvm;

/** The launcher for Windows can't be run anywhere else; what Java does for it can. */
class ArgumentFileTest {
    private static final Path SOURCE =
            Repository.ofLauncher().home().resolve("tools/command/src/main/java/workshop/project/ArgumentFile.java");

    @Test
    void givesJavaAClassPathInAFolderWithANameOfItsOwn(@TempDir Path folder) throws Exception {
        Path home = folder.resolve("Wörk shöp");
        Path built = Files.createDirectories(home.resolve("tools/command/target"));
        Files.writeString(built.resolve("classpath"), folder.resolve("Jürgen/.m2/picocli.jar") + "\n");

        assertThat(java(SOURCE.toString(), home.toString())).isEmpty();

        assertThat(java("@" + built.resolve("launcher.args"), "-XshowSettings:properties", "-version"))
                .containsSubsequence(
                        built.resolve("command-1.0.0.jar").toString().replace('\\', '/'),
                        folder.resolve("Jürgen/.m2/picocli.jar").toString().replace('\\', '/'));
    }

    @Test
    void isWrittenForEachModuleThatIsBuilt(@TempDir Path home) throws Exception {
        for (String module : List.of("command", "authoring", "course")) {
            Files.createDirectories(home.resolve("tools").resolve(module).resolve("target"));
        }
        Files.writeString(home.resolve("tools/authoring/target/classpath"), "picocli.jar");

        assertThat(java(SOURCE.toString(), home.toString())).isEmpty();

        assertThat(home.resolve("tools/authoring/target/launcher.args"))
                .content()
                .contains("authoring-1.0.0.jar");
        assertThat(home.resolve("tools/command/target/launcher.args")).doesNotExist();
    }

    private static String java(String... arguments) throws Exception {
        List<String> command = Jvm.command(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}

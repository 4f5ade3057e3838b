package workshop.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.terminal.SearchPath;
import workshop.terminal.Terminal;

/** The pinned CLI on machines where npm leaves out what is for development. */
class CdkTest {
    private static final Project SOLUTION = Repository.ofLauncher().project(Project.DEFAULT);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** The project's own package.json; in place of the CLI, which would be downloaded, stands a package that is in a folder. */
    @Test
    void npmInstallsItInProductionToo() throws Exception {
        ObjectNode project =
                (ObjectNode) JSON.readTree(SOLUTION.file("package.json").toFile());
        for (String kind : List.of("dependencies", "devDependencies")) {
            if (project.path(kind).has("aws-cdk")) {
                ((ObjectNode) project.get(kind)).put("aws-cdk", "file:cli");
            }
        }
        Files.createDirectories(folder.resolve("cli"));
        Files.writeString(folder.resolve("cli/package.json"), "{\"name\": \"aws-cdk\", \"version\": \"1.0.0\"}");
        Files.writeString(folder.resolve("package.json"), project.toString());

        npm("install", "--offline", "--no-audit", "--no-fund");

        assertThat(folder.resolve("node_modules/aws-cdk/package.json")).exists();
    }

    @Test
    void npxTakesNoOtherPackageWhereItIsNotInstalled() {
        assertThat(new Cdk(SOLUTION, Repository.ofLauncher().maven(), Terminal.ofLauncher())
                        .command(Map.of(), List.of("synth"))
                        .words())
                .startsWith("npx", "--no-install", "cdk", "synth");
    }

    private void npm(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(SearchPath.ofEnvironment().find("npm").orElseThrow().toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("NODE_ENV", "production", "npm_config_omit", "dev"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}

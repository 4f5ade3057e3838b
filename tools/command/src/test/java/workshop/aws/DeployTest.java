package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import workshop.terminal.Terminal;

class DeployTest {
    private static final Terminal PLAIN = new Terminal(System.out, System.err, false, "");

    @Test
    void typesWhatCdkUnderstands() {
        assertThat(parsed("2").words()).containsExactly("deploy", "--outputs-file", "cdk-outputs.json");
        assertThat(parsed("2", "-c", "notificationEmail=you@example.com", "--yes")
                        .words())
                .containsSubsequence("-c", "notificationEmail=you@example.com")
                .containsSubsequence("--require-approval", "never");
    }

    @Test
    void beginsNothingInAnAccountThatCanNotBeReached(@TempDir Path project) throws Exception {
        Files.writeString(project.resolve("cdk.json"), "{}");
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        String[] said = new String[1];
        Map<String, String> nobody = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        new CommandLine(new Deploy(nobody, PLAIN))
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    said[0] = problem.getMessage();
                    return 1;
                })
                .execute(project.toString());
        assertThat(said[0])
                .startsWith("No local cloud runs at http://127.0.0.1:1.")
                .contains("AWS_ENDPOINT_URL");
        assertThat(project.resolve("node_modules")).doesNotExist();
    }

    private static Deploy parsed(String... words) {
        Deploy deploy = new Deploy(Map.of(), PLAIN);
        new CommandLine(deploy).parseArgs(words);
        return deploy;
    }
}

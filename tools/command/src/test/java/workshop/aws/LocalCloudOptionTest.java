package workshop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;

class LocalCloudOptionTest {
    @TempDir
    private Path folder;

    private final Account account = Account.open(Options.defaults().withPort(0));

    private URI chosen(Map<String, String> environment, String... words) {
        LocalCloudOption option = new LocalCloudOption();
        CommandLine.populateCommand(option, words);
        return option.orStarted(environment, new LocalClouds(folder))
                .localCloud()
                .orElseThrow();
    }

    private int port() {
        return URI.create(account.endpoint()).getPort();
    }

    @Test
    void theOneThatWasStartedIsFoundAndTheNoteOfOneThatWasKilledGoes() throws IOException {
        try (account) {
            new LocalClouds(folder).add(account.endpoint());
            Files.writeString(folder.resolve("1"), "http://127.0.0.1:1\n");
            Files.writeString(folder.resolve("2"), "half a no");
            assertThat(chosen(Map.of())).isEqualTo(URI.create(account.endpoint()));
            assertThat(folder).isDirectoryContaining("glob:**" + port());
            assertThat(folder.resolve("1")).doesNotExist();
            assertThat(folder.resolve("2")).doesNotExist();
        }
        assertThat(new LocalClouds(folder).running()).isEmpty();
    }

    @Test
    void aPortGoesBeforeTheEnvironmentAndThatBeforeTheOneThatWasStarted() {
        try (account;
                Account other = Account.open(Options.defaults().withPort(0))) {
            new LocalClouds(folder).add(account.endpoint());
            Map<String, String> environment = Map.of("AWS_ENDPOINT_URL", other.endpoint());
            assertThat(chosen(environment)).isEqualTo(URI.create(other.endpoint()));
            assertThat(chosen(environment, "--port", "" + port())).isEqualTo(URI.create(account.endpoint()));
        }
    }

    /** Else what it is given to, such as the CDK CLI, would go to AWS. */
    @Test
    void aPortIsEnoughToGoThere() {
        try (account) {
            LocalCloudOption option = new LocalCloudOption();
            CommandLine.populateCommand(option, "--port", "" + port());
            assertThat(option.orAccount(Map.of()).environment()).containsEntry("AWS_ENDPOINT_URL", account.endpoint());
        }
    }

    @Test
    void ofSeveralOneMustBeNamed() {
        try (account;
                Account other = Account.open(Options.defaults().withPort(0))) {
            LocalClouds clouds = new LocalClouds(folder);
            clouds.add(account.endpoint());
            clouds.add(other.endpoint());
            assertThatThrownBy(() -> chosen(Map.of()))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("Several local clouds run: http://127.0.0.1:")
                    .hasMessageContaining("--port ");
        }
    }

    @Test
    void whereNoneRunsThatIsSaid() {
        account.close();
        assertThatThrownBy(() -> chosen(Map.of(), "--port", "1"))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("No local cloud runs at http://127.0.0.1:1.")
                .hasMessageContaining("./workshop up");
        assertThatThrownBy(() -> chosen(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1")))
                .hasMessageStartingWith("No local cloud runs at http://127.0.0.1:1.");
    }

    /** A local cloud that Ctrl-Z stopped takes calls, and keeps its note. */
    @Test
    void oneThatDoesNotAnswerKeepsNobodyWaiting() throws IOException {
        account.close();
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            new LocalClouds(folder).add("http://127.0.0.1:" + silent.getLocalPort());
            assertThatThrownBy(() -> chosen(Map.of()))
                    .hasMessageStartingWith("What runs at http://127.0.0.1:" + silent.getLocalPort())
                    .hasMessageContaining("type fg in its terminal");
            assertThat(folder).isDirectoryContaining("glob:**" + silent.getLocalPort());
        }
    }
}

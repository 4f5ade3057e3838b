package workshop.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;

class PortTest {
    @TempDir
    private Path folder;

    @Test
    void aTakenPortIsNamedWithOneThatIsFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Port.require(port, new LocalClouds(folder)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("Port " + port + " is taken by another program")
                    .hasMessageFindingMatch("--port (?!" + port + ")\\d+");
        }
    }

    @Test
    void thatAnotherUpHasThePortIsSaid() {
        LocalClouds clouds = new LocalClouds(folder);
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            clouds.add(account.endpoint());
            int port = URI.create(account.endpoint()).getPort();
            assertThatThrownBy(() -> Port.require(port, clouds))
                    .hasMessageContaining("Port " + port + " is taken by another \"workshop up\".");
        }
    }
}

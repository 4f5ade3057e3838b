package workshop.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.terminal.Problem;

class PortTest {
    @Test
    void aTakenPortIsNamedWithOneThatIsFree() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.start();
        int port = other.getAddress().getPort();
        assertThatThrownBy(() -> Port.require(port))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Port " + port + " is taken by another program")
                .hasMessageFindingMatch("--port (?!" + port + ")\\d+");
        other.stop(0);
    }

    /** As one that Ctrl-Z stopped. */
    @Test
    void aPortWhoseProgramDoesNotAnswerIsNamed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Port.require(silent.getLocalPort()))
                    .hasMessageContaining(
                            "is taken by a program that does not answer", "if Ctrl-Z stopped it, type fg first");
        }
    }

    @Test
    void thatAnotherUpHasThePortIsSaidWhoeverStartedIt() {
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            int port = URI.create(account.endpoint()).getPort();
            assertThatThrownBy(() -> Port.require(port))
                    .hasMessageContaining("Port " + port + " is taken by another \"workshop up\".");
        }
    }

    /** As ports under 1024 are for most people, and on Windows those that the system keeps for itself. */
    @Test
    void aPortThatIsNotFreeThoughNobodyListensIsTakenByNobody() throws IOException {
        try (Socket kept = new Socket()) {
            kept.bind(new InetSocketAddress("127.0.0.1", 0));
            assertThatThrownBy(() -> Port.require(kept.getLocalPort()))
                    .hasMessageStartingWith(
                            "Port " + kept.getLocalPort() + " is not open to you on this system.\n  → Take");
        }
    }
}

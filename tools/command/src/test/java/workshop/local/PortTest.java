package workshop.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import workshop.terminal.Problem;

class PortTest {

    @Test
    void whatIsNoPortIsNamed() {
        assertThatThrownBy(() -> Port.require(70_000))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("70000 is no port");
    }

    @Test
    void aTakenPortIsNamedWithAnother() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Port.require(port))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("Port " + port + " is taken")
                    .hasMessageContaining("--port " + (port + 1));
        }
    }
}

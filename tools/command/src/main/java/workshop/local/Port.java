package workshop.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import workshop.project.LocalClouds;
import workshop.terminal.Bounds;
import workshop.terminal.Problem;

/** A port of this machine, on loopback. */
public final class Port {
    private Port() {}

    /** Whether a server could listen there now; 0, which stands for any, always can. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Throws {@link Problem} if a server could not listen there; the local clouds are those that it may be taken by. */
    static void require(int port, LocalClouds clouds) {
        if (!isFree(port)) {
            boolean isOurs = clouds.running().contains("http://127.0.0.1:" + port);
            int free = IntStream.rangeClosed(port + 1, Bounds.PORT.last())
                    .filter(Port::isFree)
                    .findFirst()
                    .orElse(0);
            throw new Problem(
                    "Port " + port + " is taken by " + (isOurs ? "another \"workshop up\"." : "another program."),
                    (isOurs ? "End that with Ctrl-C" : "End what uses it") + ", or take another: ./workshop up --port "
                            + free);
        }
    }
}

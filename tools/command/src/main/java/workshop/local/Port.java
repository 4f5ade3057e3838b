package workshop.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import workshop.project.LocalClouds;
import workshop.terminal.Problem;

/** A port of this machine, on loopback. */
public final class Port {
    private static final int LAST = 65_535;

    private Port() {}

    /** Whether a server could listen there now; 0, which stands for any, always can. Throws {@link Problem} if it is no port. */
    public static boolean isFree(int port) {
        if (port < 0 || port > LAST) {
            throw new Problem(port + " is no port.", "Take one between 1024 and " + LAST + ", or 0 for any free one.");
        }
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
            int free = IntStream.rangeClosed(port + 1, LAST)
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

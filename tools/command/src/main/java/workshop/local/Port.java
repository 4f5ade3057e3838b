package workshop.local;

import java.io.IOException;
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
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Throws {@link Problem} if a server could not listen there. */
    static void require(int port) {
        if (!isFree(port)) {
            String why = switch (LocalClouds.at("http://127.0.0.1:" + port)) {
                case LOCAL_CLOUD -> "taken by another \"workshop up\".";
                case SILENCE -> "taken by a program that does not answer.";
                case OTHER -> "taken by another program.";
                case NOBODY -> "not open to you on this system.";
            };
            int free = IntStream.rangeClosed(port + 1, Bounds.PORT.last())
                    .filter(Port::isFree)
                    .findFirst()
                    .orElse(0);
            throw new Problem(
                    "Port " + port + " is " + why,
                    "Take another: ./workshop up --port " + free
                            + ". Or end what has it, with Ctrl-C; if Ctrl-Z stopped it, type fg first.");
        }
    }
}

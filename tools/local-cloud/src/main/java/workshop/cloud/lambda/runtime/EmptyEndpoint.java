package workshop.cloud.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An endpoint on this machine that answers every request with nothing, in JSON or XML. */
final class EmptyEndpoint implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

    EmptyEndpoint() throws IOException {
        Thread thread = new Thread(this::serve, "empty-endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    String authority() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                System.err.println("A request got no answer: " + e);
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        HttpMessage request = HttpMessage.read(new BufferedInputStream(socket.getInputStream()));
        boolean json = request.headers().getOrDefault("Content-Type", "json").contains("json");
        byte[] body = (json ? "{}" : "<Response/>").getBytes(StandardCharsets.US_ASCII);
        new HttpMessage("HTTP/1.1 200 OK", Map.of("Connection", "close"), body).writeTo(socket.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

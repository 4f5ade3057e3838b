package workshop.cloud.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Map;

/**
 * The connection on which a function's process calls the runtime API, one call after the other. A client for everything
 * costs more time for each call than most functions take.
 */
final class RuntimeConnection {
    private final String host;
    private final int port;
    private Socket socket;
    private InputStream in;

    /** @param authority host and port */
    RuntimeConnection(String authority) {
        int colon = authority.lastIndexOf(':');
        host = authority.substring(0, colon);
        port = Integer.parseInt(authority.substring(colon + 1));
    }

    /** Waits for the answer, however long it takes. */
    HttpMessage call(String method, String path, byte[] body) throws IOException {
        if (socket == null) {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        new HttpMessage(method + " " + path + " HTTP/1.1", Map.of("Host", host + ":" + port), body)
                .writeTo(socket.getOutputStream());
        return HttpMessage.read(in);
    }
}

package workshop.cloud.lambda.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The connection on which a function's process calls the runtime API, one call after the other: HTTP 1.1 as far as the
 * local cloud speaks it there. A client for everything costs more time for each call than most functions take.
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

    /**
     * An answer.
     *
     * @param headers by their names in any case
     */
    record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** Waits for the answer, however long it takes. A connection that was closed while it was idle is opened again. */
    Answer call(String method, String path, byte[] body) throws IOException {
        boolean used = socket != null;
        try {
            return send(method, path, body);
        } catch (IOException e) {
            close();
            if (!used) {
                throw e;
            }
            return send(method, path, body);
        }
    }

    private Answer send(String method, String path, byte[] body) throws IOException {
        if (socket == null) {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        request.writeTo(socket.getOutputStream());
        return answer();
    }

    private Answer answer() throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        String length = headers.get("Content-Length");
        if (length == null) {
            throw new IOException("The runtime API answered without a length: " + status + " " + headers);
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if ("close".equalsIgnoreCase(headers.get("Connection"))) {
            close();
        }
        return new Answer(Integer.parseInt(status.split(" ")[1]), headers, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The runtime API hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}

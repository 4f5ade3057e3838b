package workshop.cloud.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request or an answer of HTTP 1.1, as far as the runtime API has them: with a length that is known before.
 *
 * @param start the first line
 * @param headers by their names in any case; without {@code Content-Length}, which the body has
 */
public record HttpMessage(String start, Map<String, String> headers, byte[] body) {
    private static final String LENGTH = "Content-Length";

    /** Reads one; throws {@link EOFException} if there is no more. */
    public static HttpMessage read(InputStream in) throws IOException {
        String start = line(in);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        String length = headers.remove(LENGTH);
        byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
        return new HttpMessage(start, headers, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Writes it at once. */
    public void writeTo(OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(LENGTH).append(": ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
        message.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(body);
        message.writeTo(out);
    }

    /** The word of the first line at this place: 0 and 1 are a request's method and path, 1 is an answer's status. */
    public String word(int place) {
        return start.split(" ")[place];
    }
}

package workshop.cloud.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import workshop.cloud.Json;

/**
 * An answer on the wire.
 *
 * @param headers by name; of one with several values each is a line, and sent as a header of its own
 * @param rest what is written after the body, for as long as it likes; null where the body is all
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body, Rest rest) {

    /** The header with the id of the request that each answer of AWS has; S3 writes it otherwise. */
    public static final String REQUEST_ID = "x-amzn-RequestId";

    public static final String S3_REQUEST_ID = "x-amz-request-id";

    /** Writes to a client until the client is gone, when writing throws, or until the account closes. */
    public interface Rest {
        /** @param isOpen whether the account still is; to be asked every second at least */
        void writeTo(OutputStream client, BooleanSupplier isOpen) throws IOException, InterruptedException;
    }

    public HttpReply(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, null);
    }

    /** An answer without an end of its own, such as server-sent events. */
    public static HttpReply stream(String contentType, Rest rest) {
        return new HttpReply(200, Map.of("Content-Type", contentType), new byte[0], rest);
    }

    public static HttpReply of(int status, String contentType, String body) {
        return new HttpReply(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply json(int status, Object body) {
        return of(status, "application/json", Json.write(body));
    }

    public static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), new byte[0]);
    }

    public HttpReply withHeader(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new HttpReply(status, all, body, rest);
    }
}

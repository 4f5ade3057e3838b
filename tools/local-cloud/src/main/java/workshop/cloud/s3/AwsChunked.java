package workshop.cloud.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpRequest;

/**
 * A body in chunks, each perhaps with a signature, and checksums after the last.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">Chunked uploads with
 *     trailing headers</a>
 */
final class AwsChunked {
    private final byte[] encoded;
    private int at;

    private AwsChunked(byte[] encoded) {
        this.encoded = encoded;
    }

    /** The bytes that a request stores. */
    static byte[] body(HttpRequest request) {
        boolean chunked = request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")
                || request.header("Content-Encoding").orElse("").contains("aws-chunked");
        return chunked ? new AwsChunked(request.body()).decode() : request.body();
    }

    private byte[] decode() {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        while (true) {
            String line = line();
            int size = size(line);
            if (size == 0) {
                return decoded.toByteArray(); // trailing headers follow
            }
            if (at + size > encoded.length) {
                throw new AwsError(
                        400,
                        "IncompleteBody",
                        "The request body terminated unexpectedly: a chunk of " + size + " bytes is cut off");
            }
            decoded.write(encoded, at, size);
            at += size;
            line(); // the line break after a chunk
        }
    }

    private static int size(String line) {
        try {
            return Integer.parseInt(line.replaceFirst(";.*", "").trim(), 16);
        } catch (NumberFormatException e) {
            throw new AwsError(400, "InvalidRequest", "The body is not aws-chunked: no chunk size in \"" + line + "\"");
        }
    }

    private String line() {
        int end = at;
        while (end < encoded.length && encoded[end] != '\n') {
            end++;
        }
        String line = new String(encoded, at, end - at, StandardCharsets.ISO_8859_1);
        at = Math.min(end + 1, encoded.length);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}

package workshop.cloud.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import workshop.cloud.AwsError;
import workshop.cloud.gateway.HttpRequest;

/**
 * A body that may be in chunks, each perhaps with a signature, and with trailing headers after the last.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">Chunked uploads with
 *     trailing headers</a>
 */
final class AwsChunked {
    private final byte[] encoded;
    final byte[] bytes;
    final Map<String, String> trailers = new TreeMap<>();
    private int at;

    private AwsChunked(byte[] encoded, boolean chunked) {
        this.encoded = encoded;
        this.bytes = chunked ? decode() : encoded;
    }

    static AwsChunked of(HttpRequest request) {
        boolean chunked = request.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-")
                || request.header("Content-Encoding").orElse("").contains("aws-chunked");
        return new AwsChunked(request.body(), chunked);
    }

    private byte[] decode() {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int size = size(line()); size > 0; size = size(line())) {
            AwsError.refuse(at + size > encoded.length, "IncompleteBody", "The request body terminated unexpectedly");
            decoded.write(encoded, at, size);
            at += size;
            line(); // the line break after a chunk
        }
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(":", 2);
            if (header.length == 2 && !header[0].equals("x-amz-trailer-signature")) {
                trailers.put(header[0].trim().toLowerCase(Locale.ROOT), header[1].trim());
            }
        }
        return decoded.toByteArray();
    }

    private static int size(String line) {
        try {
            return Integer.parseInt(line.replaceFirst(";.*", "").trim(), 16);
        } catch (NumberFormatException e) {
            throw AwsError.of("InvalidRequest", "The body is not aws-chunked: no chunk size in \"" + line + "\"");
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

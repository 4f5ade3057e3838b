package workshop.cloud.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import workshop.cloud.AwsError;
import workshop.cloud.Digest;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Shape;

/**
 * The checksums that a client may send with what it stores, each in a header of its own: those that
 * the AWS CLI and the CDK CLI send.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 *     object integrity</a>
 */
enum Checksum {
    CRC32,
    CRC64NVME,
    /** Which the CDK CLI sends with every asset. */
    SHA256;

    /** The headers as members. */
    static final Member[] MEMBERS = Arrays.stream(values())
            .map(checksum -> Member.optional(checksum.header(), Shape.text()))
            .toArray(Member[]::new);

    private static final long NVME = 0x9A6C9329AC4BC9B5L;

    private String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** Throws if the bytes are not those that the client meant; else those of the headers that it sent. */
    static Map<String, String> verified(Call call) {
        List<Checksum> sent = Arrays.stream(values())
                .filter(checksum -> !call.get(checksum.header()).isEmpty())
                .toList();
        if (sent.size() > 1) {
            throw invalid("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        if (sent.isEmpty()) {
            return Map.of();
        }
        Checksum checksum = sent.get(0);
        String value = call.get(checksum.header());
        String its = checksum.of(call.body());
        if (!shape(value).equals(shape(its))) {
            throw invalid("Value for " + checksum.header() + " header is invalid.");
        }
        if (!value.equals(its)) {
            throw AwsError.of("BadDigest", "The " + checksum + " you specified did not match the calculated checksum.");
        }
        return checksum.headers(call.body());
    }

    /** Of as many bytes in Base64 one text looks like another. */
    private static String shape(String base64) {
        return base64.replaceAll("[A-Za-z0-9+/]", ".");
    }

    static AwsError invalid(String message) {
        return AwsError.of("InvalidRequest", message);
    }

    Map<String, String> headers(byte[] bytes) {
        return Map.of(header(), of(bytes), "x-amz-checksum-type", "FULL_OBJECT");
    }

    static List<Checksum> of(Map<String, String> headers) {
        return Arrays.stream(values())
                .filter(checksum -> headers.containsKey(checksum.header()))
                .toList();
    }

    /** Whether those that are named in a part's XML are its bytes'. */
    static boolean areOf(byte[] bytes, String xml) {
        return Arrays.stream(values())
                .filter(its -> xml.contains("<Checksum" + its + ">"))
                .allMatch(its -> xml.contains("<Checksum" + its + ">" + its.of(bytes) + "<"));
    }

    private String of(byte[] bytes) {
        return switch (this) {
            case CRC32 -> {
                CRC32 crc = new CRC32();
                crc.update(bytes);
                yield base64(crc.getValue(), Integer.BYTES);
            }
            case CRC64NVME -> base64(nvme(bytes), Long.BYTES);
            case SHA256 -> Base64.getEncoder().encodeToString(Digest.of("SHA-256", bytes));
        };
    }

    private static long nvme(byte[] bytes) {
        long crc = -1;
        for (byte one : bytes) {
            crc ^= one & 0xFF;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc >>> 1) ^ (NVME & -(crc & 1));
            }
        }
        return ~crc;
    }

    private static String base64(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES));
    }
}

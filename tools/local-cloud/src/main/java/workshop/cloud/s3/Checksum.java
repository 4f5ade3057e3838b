package workshop.cloud.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import workshop.cloud.AwsError;
import workshop.cloud.s3.S3Operation.Call;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Shape;

/**
 * The checksums that a client may send with what it stores, each in a header of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html">Checking
 *     object integrity</a>
 */
enum Checksum {
    CRC32,
    CRC32C,
    CRC64NVME,
    SHA1,
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
        Map<String, String> sent = new TreeMap<>();
        for (Checksum checksum : values()) {
            String value = call.get(checksum.header());
            if (!value.isEmpty() && !value.equals(checksum.of(call.body()))) {
                throw badDigest("The " + checksum + " you specified did not match the calculated checksum.");
            }
            if (!value.isEmpty()) {
                sent.put(checksum.header(), value);
            }
        }
        String md5 = call.get("Content-MD5");
        if (!md5.isEmpty() && !md5.equals(digest("MD5", call.body()))) {
            throw badDigest("The Content-MD5 you specified did not match what we received.");
        }
        return sent;
    }

    private static AwsError badDigest(String message) {
        return new AwsError(400, "BadDigest", message);
    }

    private String of(byte[] bytes) {
        return switch (this) {
            case CRC32 -> base64(crc(new CRC32(), bytes), Integer.BYTES);
            case CRC32C -> base64(crc(new CRC32C(), bytes), Integer.BYTES);
            case CRC64NVME -> base64(nvme(bytes), Long.BYTES);
            case SHA1 -> digest("SHA-1", bytes);
            case SHA256 -> digest("SHA-256", bytes);
        };
    }

    private static long crc(java.util.zip.Checksum crc, byte[] bytes) {
        crc.update(bytes);
        return crc.getValue();
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

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}

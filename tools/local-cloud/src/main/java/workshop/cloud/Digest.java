package workshop.cloud;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of bytes, by algorithms that every Java has. */
public final class Digest {
    private Digest() {}

    /** @param algorithm {@code MD5} or {@code SHA-256} */
    public static byte[] of(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5 and SHA-256", e);
        }
    }

    public static String hex(String algorithm, byte[] bytes) {
        return HexFormat.of().formatHex(of(algorithm, bytes));
    }
}

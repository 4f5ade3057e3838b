package todo.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The opaque text that a client sends back to get the next page: the last key of the page before, sealed, so that only
 * tokens that this table gave out are taken.
 */
final class PageToken {
    private static final int SEAL_BYTES = 12;

    private final String table;

    PageToken(String table) {
        this.table = table;
    }

    String seal(String todoId) {
        byte[] key = todoId.getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(mac(key), SEAL_BYTES + key.length);
        System.arraycopy(key, 0, token, SEAL_BYTES, key.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    String open(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length > SEAL_BYTES) {
                byte[] key = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
                if (MessageDigest.isEqual(Arrays.copyOf(bytes, SEAL_BYTES), mac(key))) {
                    return new String(key, StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw forged();
        }
        throw forged();
    }

    private static BadRequest forged() {
        return new BadRequest("next_token was not given out by this API; send the nextToken of the page before");
    }

    private byte[] mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(table.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(key), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}

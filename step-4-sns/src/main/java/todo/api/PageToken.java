package todo.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page ended, as the opaque text that a client sends back to get the next one. There is nothing secret about it;
 * a checksum notices a token that was cut, changed or made up, so that DynamoDB is asked for no key that it would refuse.
 */
final class PageToken {
    /** The longest partition key that DynamoDB takes, in bytes. */
    private static final int MAX_KEY_BYTES = 2048;

    private PageToken() {}

    static String of(String todoId) {
        String text = Integer.toHexString(todoId.hashCode()) + ":" + todoId;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The id in a token; throws {@link BadRequest} if this is no token. */
    static String todoId(String token) {
        String text = decode(token);
        String todoId = text.substring(text.indexOf(':') + 1);
        int keyBytes = todoId.getBytes(StandardCharsets.UTF_8).length;
        if (!of(todoId).equals(token) || keyBytes == 0 || keyBytes > MAX_KEY_BYTES) {
            throw noToken();
        }
        return todoId;
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw noToken();
        }
    }

    private static BadRequest noToken() {
        return new BadRequest("next_token was not given out by this API; send the nextToken of the page before");
    }
}

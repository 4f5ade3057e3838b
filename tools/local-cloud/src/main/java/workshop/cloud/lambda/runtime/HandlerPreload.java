package workshop.cloud.lambda.runtime;

import java.io.IOException;

/**
 * The main class of a process that constructs handlers, makes a call with each of AWS's clients, and ends: what that loads is
 * what the archive of their classes has. The handlers themselves are not called.
 */
public final class HandlerPreload {
    private static final byte[] EVENT = {'{', '}'};

    private HandlerPreload() {}

    /** @param handlers their names; one that fails has loaded less, which is all that matters here */
    public static void main(String[] handlers) throws IOException {
        try (EmptyEndpoint endpoint = new EmptyEndpoint()) {
            new RuntimeConnection(endpoint.authority()).call("POST", "/", EVENT);
            ClientCalls.to(endpoint);
        }
        for (String handler : handlers) {
            try {
                Handler.load(handler).rehearse(EVENT);
            } catch (UserFault | RuntimeException | LinkageError e) {
                System.err.println(handler + ": " + e.getMessage());
            }
        }
    }
}

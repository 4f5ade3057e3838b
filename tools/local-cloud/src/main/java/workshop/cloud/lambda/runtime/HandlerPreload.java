package workshop.cloud.lambda.runtime;

/** The main class of a process that constructs handlers and ends: what they loaded is what their archive has. */
public final class HandlerPreload {
    private HandlerPreload() {}

    /** @param handlers their names; one that fails has loaded less, which is all that matters here */
    public static void main(String[] handlers) {
        for (String handler : handlers) {
            try {
                Handler.load(handler);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                System.err.println(handler + ": " + e);
            }
        }
    }
}

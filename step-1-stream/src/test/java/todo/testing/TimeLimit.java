package todo.testing;

import java.time.Duration;

/** How long a test waits for what ought to be quick: a function that waits is paid for, and ended at its timeout. */
public final class TimeLimit {
    /** Long enough for a slow machine; shorter than what people write into a sleep that is too long. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private TimeLimit() {}

    /** It took longer than the limit. */
    public static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Exceeded() {
            super("it was still waiting after " + LIMIT.toSeconds() + " seconds, and a function that waits is ended at"
                    + " its timeout");
        }
    }

    /** Runs an action in a thread of its own; throws what it throws, or says that it took too long. */
    public static void run(Runnable action) {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                thrown[0] = e;
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (thread.isAlive()) {
            thread.interrupt();
            throw new Exceeded();
        }
        if (thrown[0] instanceof RuntimeException) {
            throw (RuntimeException) thrown[0];
        }
        if (thrown[0] != null) {
            throw (Error) thrown[0];
        }
    }
}

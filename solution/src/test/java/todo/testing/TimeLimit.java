package todo.testing;

import java.time.Duration;
import java.time.Instant;

/** How long a test lets a function sleep: a function that waits is paid for, and ended at its timeout. */
public final class TimeLimit {
    private static final Duration MAX_SLEEP = Duration.ofSeconds(5);

    /** For what doesn't end without sleeping, on the slowest machine. */
    private static final Duration MAX_TIME = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private TimeLimit() {}

    /** It waited for too long. */
    public static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param thread the one that waited, which is why its stack is the trace */
        private Exceeded(String what, Thread thread) {
            super(what + "; don't wait in the function: Lambda stops it at its timeout");
            setStackTrace(thread.getStackTrace());
        }
    }

    /** Runs an action in a thread of its own; throws what it throws, or says that it waited for too long. */
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
        await(thread);
        if (thrown[0] instanceof RuntimeException) {
            throw (RuntimeException) thrown[0];
        }
        if (thrown[0] != null) {
            throw (Error) thrown[0];
        }
    }

    private static void await(Thread thread) {
        Instant start = Instant.now();
        Instant lastLook = start;
        Duration slept = Duration.ZERO;
        while (thread.isAlive()) {
            try {
                thread.join(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Instant look = Instant.now();
            slept = isAsleep(thread) ? slept.plus(Duration.between(lastLook, look)) : slept;
            lastLook = look;
            if (slept.compareTo(MAX_SLEEP) > 0) {
                Exceeded exceeded = new Exceeded("it had slept for " + MAX_SLEEP.toSeconds() + " seconds", thread);
                thread.interrupt();
                throw exceeded;
            }
            if (Duration.between(start, look).compareTo(MAX_TIME) > 0) {
                Exceeded exceeded = new Exceeded("it was not done after " + MAX_TIME.toSeconds() + " seconds", thread);
                thread.interrupt();
                throw exceeded;
            }
        }
    }

    private static boolean isAsleep(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length > 0
                && frames[0].getClassName().equals("java.lang.Thread")
                && frames[0].getMethodName().startsWith("sleep");
    }
}

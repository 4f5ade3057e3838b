package workshop.course;

import java.util.concurrent.locks.LockSupport;

/** What is done when this process ends, however that comes, unless it is closed before. */
public record ShutdownHook(Thread thread) implements AutoCloseable {
    private static final long MOMENT_NANOS = 300_000_000;

    /** Throws IllegalStateException if the process ends already. */
    public static ShutdownHook add(Runnable task) {
        Thread thread = new Thread(task);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ShutdownHook(thread);
    }

    /** Whether the process ends, a moment from now: Ctrl-C ends what it has started, and a moment later itself. */
    public static boolean isProcessEnding() {
        LockSupport.parkNanos(MOMENT_NANOS);
        try {
            add(() -> {}).close();
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return; // then it is at work
        }
    }
}

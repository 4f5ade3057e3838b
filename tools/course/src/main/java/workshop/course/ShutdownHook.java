package workshop.course;

import java.util.concurrent.locks.LockSupport;

/** What is done when this process ends, however that comes, unless it is closed before. */
public record ShutdownHook(Thread thread) implements AutoCloseable {
    private static final long MOMENT_NANOS = 200_000_000;

    /** Adds one; if the process ends already, that is done at once. */
    public static ShutdownHook add(Runnable task) {
        ShutdownHook hook = new ShutdownHook(new Thread(task));
        if (!hook.isAdded()) {
            task.run();
        }
        return hook;
    }

    /**
     * Whether this process ends, a moment from now. Ctrl-C ends what it has started, and a moment later the process itself; then
     * nobody wants to hear that the former ended.
     */
    public static boolean isProcessEnding() {
        LockSupport.parkNanos(MOMENT_NANOS);
        ShutdownHook possible = new ShutdownHook(new Thread());
        boolean ending = !possible.isAdded();
        possible.close();
        return ending;
    }

    private boolean isAdded() {
        try {
            Runtime.getRuntime().addShutdownHook(thread);
            return true;
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    /** Takes it back, unless it is at work: then the process ends. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException ending) {
            return;
        }
    }
}

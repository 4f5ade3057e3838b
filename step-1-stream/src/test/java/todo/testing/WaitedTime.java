package todo.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How long the current thread has slept or waited: what a busy machine doesn't make longer. */
public final class WaitedTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static {
        THREADS.setThreadContentionMonitoringEnabled(true);
    }

    private final long start = total();

    /** Milliseconds since this was made. */
    public long millis() {
        return total() - start;
    }

    private static long total() {
        return THREADS.getThreadInfo(Thread.currentThread().getId()).getWaitedTime();
    }
}

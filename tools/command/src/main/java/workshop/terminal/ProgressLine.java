package workshop.terminal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import workshop.cloud.Daemon;

/** Tells every few seconds that something still goes on; nothing about what takes less than two. */
public final class ProgressLine {
    private static final int QUIET_SECONDS = 2;
    private static final int BETWEEN_SECONDS = 10;

    private ProgressLine() {}

    /** @param doing what goes on: "building solution" */
    public static <T> T during(Terminal terminal, String doing, Supplier<T> work) {
        long start = System.nanoTime();
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(Daemon.named("progress"));
        Runnable tick = () -> {
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            terminal.progress("… " + doing + " (" + seconds + " s)");
        };
        ticker.scheduleWithFixedDelay(tick, QUIET_SECONDS, BETWEEN_SECONDS, TimeUnit.SECONDS);
        try {
            return work.get();
        } finally {
            ticker.shutdownNow();
        }
    }
}

package workshop.terminal;

import java.time.Duration;
import java.util.function.Supplier;

/** Tells every few seconds that something still goes on; nothing about what takes less than two. */
public final class ProgressLine {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private ProgressLine() {}

    /** @param doing what goes on: "building solution" */
    public static <T> T during(Terminal terminal, String doing, Supplier<T> work) {
        Thread ticker = new Thread(() -> tick(terminal, doing));
        ticker.setDaemon(true);
        ticker.start();
        try {
            return work.get();
        } finally {
            ticker.interrupt();
        }
    }

    private static void tick(Terminal terminal, String doing) {
        long start = System.nanoTime();
        try {
            for (Duration wait = QUIET; ; wait = BETWEEN) {
                Thread.sleep(wait.toMillis());
                long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
                terminal.progress("… " + doing + " (" + seconds + " s)");
            }
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }
}

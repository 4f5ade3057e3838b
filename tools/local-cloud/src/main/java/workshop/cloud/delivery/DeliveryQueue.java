package workshop.cloud.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;

/**
 * Does its tasks in a thread of its own, in the order in which it got them. A task that failed waits aside for its next attempt,
 * so that no other waits with it.
 */
public final class DeliveryQueue implements AutoCloseable {
    private final Duration minute;
    private final ThreadPoolExecutor working;
    private final ScheduledThreadPoolExecutor waiting;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * An attempt that is to come, after a while.
     *
     * @param number from 1, which was the first
     * @param most how many there are at most
     */
    public record Attempt(Duration after, int number, int most) {}

    /** A delivery, if need be in several attempts; all times are AWS's, whatever they last here. */
    public interface Task {

        /** One attempt; throws {@link AwsError} if it wasn't taken. */
        void deliver();

        /**
         * The next attempt; empty gives up.
         *
         * @param retries how many attempts there were after the first
         * @param age time since the task was added
         */
        Optional<Attempt> again(AwsError error, int retries, Duration age);

        /** Called once if it was never taken. */
        void giveUp(AwsError error, int retries);

        /** Notes what becomes of it where it is delivered to: {@code Retry}, {@code Lost}. */
        void trace(String kind, String to, String outcome, Map<String, Object> details);

        /** Leaves what was never taken in a dead-letter queue, if there is one (not null). */
        default void leave(Targets targets, String to, String deadLetterArn, Supplier<Delivery> what) {
            try {
                if (deadLetterArn == null) {
                    trace("Lost", to, "no dead-letter queue", Map.of());
                } else {
                    targets.deliver(deadLetterArn, what.get());
                }
            } catch (AwsError e) {
                trace("Lost", deadLetterArn, e.getMessage(), Map.of());
            }
        }
    }

    /**
     * @param name of its threads, for whoever reads a thread dump
     * @param atOnce how many tasks it does at the same time
     * @param minute what one minute of AWS's waiting lasts here
     */
    public DeliveryQueue(String name, int atOnce, Duration minute) {
        this.minute = minute;
        working = new ThreadPoolExecutor(
                atOnce, atOnce, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Daemon.named(name));
        waiting = new ScheduledThreadPoolExecutor(1, Daemon.named(name + "-retries"));
        // What still comes while the account closes goes nowhere, and that is no error.
        working.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        waiting.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    public void add(Task task) {
        open.incrementAndGet();
        Instant since = Instant.now();
        working.execute(() -> attempt(task, 0, since));
    }

    /** Does something in its turn between the tasks, such as finding out who gets an event. */
    public void inTurn(Runnable task) {
        open.incrementAndGet();
        working.execute(() -> {
            try {
                task.run();
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private void attempt(Task task, int retries, Instant since) {
        boolean waits = false;
        try {
            task.deliver();
        } catch (AwsError e) {
            waits = failed(task, e, retries, since);
        } catch (RuntimeException e) {
            waits = failed(task, new AwsError(500, "InternalFailure", e.toString()), retries, since);
        } finally {
            if (!waits) {
                open.decrementAndGet();
            }
        }
    }

    /** Whether the task waits for another attempt. */
    private boolean failed(Task task, AwsError error, int retries, Instant since) {
        double scale = 60e9 / Math.max(1, minute.toNanos());
        long age = Duration.between(since, Instant.now()).toMillis();
        Optional<Attempt> next = task.again(error, retries, Duration.ofMillis((long) (age * scale)));
        if (next.isEmpty()) {
            task.giveUp(error, retries);
            return false;
        }
        Attempt attempt = next.get();
        long onAws = attempt.after.toMillis();
        long here = Math.round(onAws / scale);
        Map<String, Object> details =
                Map.of("try", attempt.number, "of", attempt.most, "waitMillis", here, "onAwsMillis", onAws);
        task.trace("Retry", null, "waits", details);
        waiting.schedule(() -> working.execute(() -> attempt(task, retries + 1, since)), here, TimeUnit.MILLISECONDS);
        return true;
    }

    public int open() {
        return open.get();
    }

    public boolean isQuiet() {
        return open.get() == 0;
    }

    @Override
    public void close() {
        waiting.shutdownNow();
        working.shutdownNow();
    }
}

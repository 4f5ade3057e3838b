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
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;

/**
 * Does its tasks in a thread of its own, in the order in which it got them. A task that failed waits aside for its next attempt,
 * so that no other waits with it.
 */
public final class DeliveryQueue implements AutoCloseable {
    private final ThreadPoolExecutor working;
    private final ScheduledThreadPoolExecutor waiting;
    private final AtomicInteger open = new AtomicInteger();

    /** A delivery, if need be in several attempts. */
    public interface Task {

        /** One attempt; throws {@link AwsError} if it wasn't taken. */
        void deliver();

        /**
         * How long to wait before the next attempt; empty gives up.
         *
         * @param retries how many attempts there were after the first
         * @param age time since the task was added
         */
        Optional<Duration> again(AwsError error, int retries, Duration age);

        /** Called before the task waits that long for its next attempt. */
        void waits(AwsError error, int retries, Duration wait);

        /** Called once if it was never taken. */
        void giveUp(AwsError error, int retries);
    }

    /** @param name of its threads, for whoever reads a thread dump */
    public DeliveryQueue(String name) {
        this(name, 1);
    }

    /** A queue that does so many tasks at once. */
    public DeliveryQueue(String name, int atOnce) {
        working = new ThreadPoolExecutor(
                atOnce, atOnce, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Daemon.named(name));
        waiting = new ScheduledThreadPoolExecutor(1, Daemon.named(name + "-retries"));
        // What still comes while the account closes goes nowhere, and that is no error.
        working.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        waiting.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Takes a task; returns at once. */
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
        Optional<Duration> wait = task.again(error, retries, Duration.between(since, Instant.now()));
        if (wait.isEmpty()) {
            task.giveUp(error, retries);
            return false;
        }
        task.waits(error, retries, wait.get());
        Runnable next = () -> working.execute(() -> attempt(task, retries + 1, since));
        waiting.schedule(next, wait.get().toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    /**
     * What a trace says of a task that waits.
     *
     * @param attempt which one comes next, from 1
     * @param most how many there are at most
     * @param minute what one minute of AWS's waiting lasts here
     */
    public static Map<String, Object> retry(int attempt, int most, Duration wait, Duration minute) {
        long onAws = wait.toNanos() * 60_000 / Math.max(1, minute.toNanos());
        return Map.of("try", attempt, "of", most, "waitMillis", wait.toMillis(), "onAwsMillis", onAws);
    }

    /** How many tasks are not done yet. */
    public int open() {
        return open.get();
    }

    /** Whether no task is being done or waits. */
    public boolean isQuiet() {
        return open.get() == 0;
    }

    @Override
    public void close() {
        waiting.shutdownNow();
        working.shutdownNow();
    }
}

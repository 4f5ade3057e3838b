package workshop.cloud.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;

/**
 * Carries parcels to their receivers in a thread of its own, in the order in which it got them. What is not taken waits
 * aside for its next attempt, so that nothing behind it waits with it.
 */
public final class Courier implements AutoCloseable {
    private final ThreadPoolExecutor carrying;
    private final ScheduledThreadPoolExecutor waiting;
    private final AtomicInteger open = new AtomicInteger();

    /** Something to be handed over, if need be in several attempts. */
    public interface Parcel {

        /** One attempt; throws {@link AwsError} if it wasn't taken. */
        void deliver();

        /**
         * How long to wait before the next attempt; empty gives up.
         *
         * @param retries how many attempts there were after the first
         * @param age time since the parcel was handed to the courier
         */
        Optional<Duration> again(AwsError error, int retries, Duration age);

        /** Called once if it was never taken. */
        void giveUp(AwsError error, int retries);
    }

    /** @param name of its threads, for whoever reads a thread dump */
    public Courier(String name) {
        carrying = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(task, name));
        waiting = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-retries"));
        // What still comes while the account closes goes nowhere, and that is no error.
        carrying.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        waiting.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Takes a parcel; returns at once. */
    public void carry(Parcel parcel) {
        open.incrementAndGet();
        Instant since = Instant.now();
        carrying.execute(() -> attempt(parcel, 0, since));
    }

    /** Does something in its turn among the parcels, such as finding out who gets one. */
    public void inTurn(Runnable task) {
        open.incrementAndGet();
        carrying.execute(() -> {
            try {
                task.run();
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private void attempt(Parcel parcel, int retries, Instant since) {
        boolean waits = false;
        try {
            parcel.deliver();
        } catch (AwsError e) {
            waits = failed(parcel, e, retries, since);
        } catch (RuntimeException e) {
            waits = failed(parcel, new AwsError(500, "InternalFailure", e.toString()), retries, since);
        } finally {
            if (!waits) {
                open.decrementAndGet();
            }
        }
    }

    /** Whether the parcel waits for another attempt. */
    private boolean failed(Parcel parcel, AwsError error, int retries, Instant since) {
        Optional<Duration> wait = parcel.again(error, retries, Duration.between(since, Instant.now()));
        if (wait.isEmpty()) {
            parcel.giveUp(error, retries);
            return false;
        }
        Runnable next = () -> carrying.execute(() -> attempt(parcel, retries + 1, since));
        waiting.schedule(next, wait.get().toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    /** How many parcels and tasks are not done yet. */
    public int open() {
        return open.get();
    }

    /** Whether nothing is being carried and nothing waits. */
    public boolean isQuiet() {
        return open.get() == 0;
    }

    @Override
    public void close() {
        waiting.shutdownNow();
        carrying.shutdownNow();
    }
}

package workshop.cloud.lambda;

import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import workshop.cloud.AwsError;
import workshop.cloud.lambda.ExecutionEnvironment.Mishap;
import workshop.cloud.lambda.Invocation.Result;

/**
 * The execution environments of one function. AWS starts one for every invocation that finds the others busy. A laptop has
 * few cores, and a process that starts takes one of them for a second from those that work. So another process starts only
 * if none has come free for a moment, which says that they wait for something else than a core.
 */
final class Environments {
    private static final int MOST = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final long PATIENCE_MILLIS = 150;

    private final LambdaFunction function;
    private final Supplier<ExecutionEnvironment> starter;
    private final BlockingDeque<ExecutionEnvironment> idle = new LinkedBlockingDeque<>();
    private final List<ExecutionEnvironment> all = new CopyOnWriteArrayList<>();
    private final BooleanSupplier initializing;
    private volatile long freedAt = System.nanoTime();
    private int running;
    private boolean closed;

    /**
     * @param starter starts a process
     * @param initializing whether the process of any function of the account is getting ready
     */
    Environments(LambdaFunction function, Supplier<ExecutionEnvironment> starter, BooleanSupplier initializing) {
        this.function = function;
        this.starter = starter;
        this.initializing = initializing;
    }

    LambdaFunction function() {
        return function;
    }

    /**
     * Starts a first process before anybody asks for it, as Lambda may ("proactive initialization"), and waits until it
     * is ready.
     */
    void initialize() throws InterruptedException {
        ExecutionEnvironment first;
        synchronized (this) {
            if (closed || !all.isEmpty()) {
                return;
            }
            first = start();
            idle.add(first);
        }
        first.awaitReady();
    }

    /** Runs the invocation as soon as a process is free; throws TooManyRequests beyond the reserved concurrency. */
    Result run(Invocation invocation, Mishap mishap) throws InterruptedException {
        enter();
        try {
            ExecutionEnvironment environment = take();
            try {
                return environment.run(invocation, mishap);
            } finally {
                giveBack(environment);
            }
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (function.reservedConcurrency() >= 0 && running >= function.reservedConcurrency()) {
            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        }
        running++;
    }

    private synchronized void leave() {
        running--;
    }

    private ExecutionEnvironment take() throws InterruptedException {
        while (true) {
            ExecutionEnvironment environment = all.isEmpty() ? null : idle.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (environment != null && environment.isUsable()) {
                return environment;
            }
            if (environment != null) {
                all.remove(environment);
            }
            ExecutionEnvironment another = another();
            if (another != null) {
                return another;
            }
        }
    }

    /** One more process, or null if it would only take the cores from those that there are. */
    private synchronized ExecutionEnvironment another() {
        boolean stuck = System.nanoTime() - freedAt > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        boolean worthIt = all.size() < MOST && stuck && !initializing.getAsBoolean();
        return all.isEmpty() || worthIt ? start() : null;
    }

    /** Whether a process of this function is getting ready. */
    boolean isInitializing() {
        return all.stream().anyMatch(environment -> !environment.isReady());
    }

    private synchronized ExecutionEnvironment start() {
        if (closed) {
            throw new AwsError(404, "ResourceNotFoundException", "Function not found: " + function.arn());
        }
        ExecutionEnvironment environment = starter.get();
        all.add(environment);
        return environment;
    }

    private synchronized void giveBack(ExecutionEnvironment environment) {
        freedAt = System.nanoTime();
        if (environment.isUsable() && !closed) {
            idle.addFirst(environment);
        } else {
            all.remove(environment);
            environment.kill();
        }
    }

    ExecutionEnvironment find(String id) {
        return all.stream()
                .filter(environment -> environment.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Kills every process of the function; invocations in them end as a crash does. */
    void kill() {
        all.forEach(ExecutionEnvironment::kill);
    }

    /** Kills the process that has this access key, if it is one of these. */
    void kill(String accessKeyId) {
        all.stream()
                .filter(environment -> environment.accessKeyId().equals(accessKeyId))
                .forEach(ExecutionEnvironment::kill);
    }

    /** Lets busy processes finish what they do, and starts no new ones. */
    synchronized void close() {
        closed = true;
        ExecutionEnvironment environment;
        while ((environment = idle.poll()) != null) {
            all.remove(environment);
            environment.kill();
        }
    }
}

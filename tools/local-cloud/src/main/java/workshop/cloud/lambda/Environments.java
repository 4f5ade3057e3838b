package workshop.cloud.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.lambda.Invocation.Result;

/**
 * The execution environments of one function. AWS starts one for every invocation that finds the others busy. A laptop has
 * few cores, and a process that starts takes one of them for a second from those that work. So another process starts only
 * if none has come free for a moment, which says that they wait for something else than a core. First come, first served.
 */
final class Environments {
    static final int MAX_PROCESSES =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final long PATIENCE_MILLIS = 150;

    final LambdaFunction function;
    private final Supplier<ExecutionEnvironment> starter;
    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final Deque<BlockingQueue<ExecutionEnvironment>> waiting = new ArrayDeque<>();
    private final List<ExecutionEnvironment> all = new CopyOnWriteArrayList<>();
    private final BooleanSupplier warmingUp;
    private long freedAt = System.nanoTime();
    private boolean closed;

    /**
     * @param starter starts a process
     * @param warmingUp whether the process of any function of the account is warming up
     */
    Environments(LambdaFunction function, Supplier<ExecutionEnvironment> starter, BooleanSupplier warmingUp) {
        this.function = function;
        this.starter = starter;
        this.warmingUp = warmingUp;
    }

    /**
     * Starts a first process before anybody asks for it, as Lambda may ("proactive initialization"), and waits until it
     * is ready.
     */
    void initialize() {
        ExecutionEnvironment first;
        synchronized (this) {
            if (closed || !all.isEmpty()) {
                return;
            }
            first = start();
        }
        first.ready.join();
    }

    /** Runs the invocation as soon as a process is free. */
    Result run(Invocation invocation, Effect fault) throws InterruptedException {
        ExecutionEnvironment environment = take();
        try {
            return environment.run(invocation, fault);
        } finally {
            giveBack(environment);
        }
    }

    private ExecutionEnvironment take() throws InterruptedException {
        BlockingQueue<ExecutionEnvironment> turn = new ArrayBlockingQueue<>(1);
        try {
            serve(turn);
            ExecutionEnvironment free = turn.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            while (free == null) {
                startAnotherIfWorthIt();
                free = turn.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            return free;
        } catch (InterruptedException | RuntimeException e) {
            giveUp(turn);
            throw e;
        }
    }

    private synchronized void serve(BlockingQueue<ExecutionEnvironment> last) {
        waiting.add(last);
        serve();
    }

    /** Gives what is free to those who have waited longest. */
    private synchronized void serve() {
        idle.removeIf(environment -> !environment.isUsable() && all.remove(environment));
        if (all.isEmpty() && !waiting.isEmpty()) {
            start();
        }
        while (!idle.isEmpty() && !waiting.isEmpty()) {
            waiting.remove().add(idle.remove());
        }
    }

    /** For whoever has waited longest, unless one more process would only take the cores from those that there are. */
    private synchronized void startAnotherIfWorthIt() {
        boolean stuck = System.nanoTime() - freedAt > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        if (all.size() < MAX_PROCESSES && stuck && !warmingUp.getAsBoolean()) {
            start();
        }
        serve();
    }

    private synchronized void giveUp(BlockingQueue<ExecutionEnvironment> turn) {
        waiting.remove(turn);
        turn.forEach(this::giveBack);
    }

    boolean isWarmingUp() {
        return all.stream().anyMatch(ExecutionEnvironment::isWarmingUp);
    }

    private synchronized ExecutionEnvironment start() {
        ExecutionEnvironment environment = starter.get();
        all.add(environment);
        environment.ready.thenRun(() -> join(environment));
        return environment;
    }

    /**
     * A process that is ready serves whoever has waited longest; until then one that comes free does. Why one has ended
     * before, whoever has waited longest learns.
     */
    private synchronized void join(ExecutionEnvironment environment) {
        if (environment.isUsable() && !closed) {
            idle.add(environment);
            serve();
        } else if (!waiting.isEmpty()) {
            waiting.remove().add(environment);
        } else {
            end(environment);
        }
    }

    private synchronized void giveBack(ExecutionEnvironment environment) {
        freedAt = System.nanoTime();
        if (environment.isUsable() && !(closed && waiting.isEmpty())) {
            idle.addFirst(environment);
            serve();
        } else {
            end(environment);
        }
    }

    private void end(ExecutionEnvironment environment) {
        all.remove(environment);
        environment.kill();
    }

    /** Kills every process of the function; invocations in them end as a crash does. */
    void kill() {
        all.forEach(ExecutionEnvironment::kill);
    }

    /** Lets busy processes finish what they do, and starts new ones only for who has asked before. */
    synchronized void close() {
        closed = true;
        idle.forEach(this::end);
        idle.clear();
    }
}

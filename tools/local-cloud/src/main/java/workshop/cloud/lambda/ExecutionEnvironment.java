package workshop.cloud.lambda;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.lambda.Invocation.Result;
import workshop.cloud.lambda.runtime.FunctionRuntime;

/**
 * A function's process and what it is doing: one invocation at a time.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html">Execution environment</a>
 */
final class ExecutionEnvironment {
    private static final int TAIL_LINES = 60;
    private static final String TIMED_OUT = "Sandbox.Timedout";
    private static final String EXIT_ERROR = "Runtime.ExitError";
    private static final String BAD_CODE = "Runtime.BadFunctionCode";
    private static final String FAILED = "Status: error\tError Type: ";
    private static final int KILLED = 128 + 9;
    private static final long INIT_SECONDS = 60;
    private static final long MAX_CRASH_MILLIS = 20;
    private static final long LOG_SECONDS = 1;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    final LambdaFunction function;
    private final Consumer<String> log;
    private final LongConsumer onWork;
    private final Runnable onEnd;

    /** Done once the process has asked for work, or has ended, or takes too long for either. */
    final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final BlockingQueue<Optional<Invocation>> next = new LinkedBlockingQueue<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailLength;
    private final long startedNanos = System.nanoTime();
    private final boolean debugged;
    private volatile FunctionProcess process;
    private volatile Invocation current;
    private volatile CountDownLatch logged;
    private volatile boolean ended;
    private volatile String exit = "with error: signal: killed";
    private volatile Result initError;
    private volatile long invokedNanos;
    private volatile boolean reported;
    private volatile Effect fault;
    private volatile long initMillis = -1;

    /**
     * @param log gets each line that the process prints, each message that it logs, and Lambda's own lines
     * @param onWork gets the hop of each invocation that the process is about to work on
     * @param onEnd runs when the process has ended
     */
    ExecutionEnvironment(
            LambdaFunction function, boolean debugged, Consumer<String> log, LongConsumer onWork, Runnable onEnd) {
        this.function = function;
        this.debugged = debugged;
        this.log = log;
        this.onWork = onWork;
        this.onEnd = onEnd;
    }

    /** Starts the process, which calls back to the runtime API under this environment's id. */
    void start(Map<String, String> environment) {
        process = FunctionProcess.start(function, environment, debugged, this::printed);
        process.onExit(this::exited);
        ready.completeOnTimeout(null, INIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether it takes a core to get ready, or to load what its first invocation needs; after a while that waits instead. */
    boolean isWarmingUp() {
        boolean first = current != null && !reported;
        return !ready.isDone() || first && System.nanoTime() - invokedNanos < WARM_UP_NANOS;
    }

    boolean isUsable() {
        return !ended && process.isAlive();
    }

    /**
     * Runs an invocation to its end: an answer, an error, a time-out, or the process's death.
     *
     * @param onRequest that the process dies while it is at work, at the latest when it answers ({@code CRASH}), or gets
     *     nowhere until the timeout; null for neither
     */
    Result run(Invocation invocation, Effect onRequest) {
        fault = onRequest;
        String requestId = invocation.requestId();
        output("START RequestId: " + requestId + " Version: " + function.version());
        invokedNanos = System.nanoTime();
        logged = new CountDownLatch(1);
        current = invocation;
        onWork.accept(invocation.hop());
        if (fault != Effect.TIMEOUT) {
            next.add(Optional.of(invocation));
        }
        if (fault == Effect.CRASH) {
            CompletableFuture.delayedExecutor(
                            ThreadLocalRandom.current().nextLong(MAX_CRASH_MILLIS), TimeUnit.MILLISECONDS)
                    .execute(this::kill);
        }
        if (ended) {
            failWhatRuns();
        }
        Result result = await(invocation);
        awaitLog();
        current = null;
        output(FunctionRuntime.END + requestId);
        report(requestId, status(result));
        return new Result(result.functionError(), result.payload(), takeTail());
    }

    /** What the process prints comes another way than its answer, and perhaps later. */
    private void awaitLog() {
        try {
            if (process.isAlive()) {
                logged.await(LOG_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line of the process. With the last one of an invocation it says that there is no more to come. */
    private void printed(String line) {
        Invocation running = current;
        String end = running == null ? null : FunctionRuntime.END + running.requestId();
        if (end == null || !line.endsWith(end)) {
            FunctionRuntime.events(line).forEach(this::log);
            return;
        }
        if (line.length() > end.length()) {
            output(line.substring(0, line.length() - end.length()));
        }
        logged.countDown();
    }

    private Result await(Invocation invocation) {
        try {
            long patience = debugged ? Long.MAX_VALUE : function.timeout().toMillis();
            return invocation.result().get(patience, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
            double seconds = function.timeout().toMillis() / 1000.0;
            String said = String.format(Locale.ROOT, "Error: Task timed out after %.2f seconds", seconds);
            return Result.error(TIMED_OUT, "RequestId: " + invocation.requestId() + " " + said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            return Result.error("Sandbox.Stopped", "The account is closing");
        } catch (ExecutionException e) {
            throw new IllegalStateException("An invocation's result is never exceptional", e);
        }
    }

    /** The runtime asks for work: blocks until there is some; none when the environment ended meanwhile. */
    Optional<Invocation> take() throws InterruptedException {
        ready.complete(null);
        if (initMillis < 0) {
            initMillis = (System.nanoTime() - startedNanos) / 1_000_000;
        }
        return next.take();
    }

    /** The runtime answers, perhaps for the last time; an answer to an invocation that is over is not taken. */
    boolean answer(String requestId, Result result, boolean isLast) {
        Invocation answered = current;
        boolean running = answered != null && answered.requestId().equals(requestId);
        if (running && fault == Effect.CRASH) {
            kill();
        }
        boolean taken = running && !ended;
        ended |= isLast;
        return taken && answered.result().complete(result);
    }

    void failInit(Result error) {
        initError = error;
        endInit(BAD_CODE);
    }

    private void endInit(String errorType) {
        output("INIT_REPORT Init Duration: " + millis(startedNanos) + " ms\tPhase: init\t" + FAILED + errorType);
    }

    private void exited(int exitStatus) {
        if (!ended && exitStatus != KILLED) {
            exit = exitStatus == 0 ? "without providing a reason" : "with error: exit status " + exitStatus;
        }
        if (!ended && initMillis < 0 && initError == null) {
            endInit(EXIT_ERROR);
        }
        ended = true;
        next.add(Optional.empty());
        ready.complete(null);
        onEnd.run();
        failWhatRuns();
    }

    private void failWhatRuns() {
        Invocation dying = current;
        if (dying != null) {
            Result exited =
                    Result.error(EXIT_ERROR, "RequestId: " + dying.requestId() + " Error: Runtime exited " + exit);
            dying.result().complete(initError == null ? exited : initError);
        }
    }

    void kill() {
        ended = true;
        process.kill();
    }

    private void output(String line) {
        log(line + "\n");
    }

    private void log(String event) {
        synchronized (tail) {
            String line = event.endsWith("\n") ? event.substring(0, event.length() - 1) : event;
            tail.addLast(line);
            tailLength += line.length() + 1;
            while (tail.size() > TAIL_LINES && tailLength - tail.getFirst().length() > LambdaApi.MAX_TAIL) {
                tailLength -= tail.removeFirst().length() + 1;
            }
        }
        log.accept(event);
    }

    /** The last lines that were not given yet, beginning with those of the start. */
    private String takeTail() {
        synchronized (tail) {
            String lines = String.join("\n", tail) + "\n";
            tail.clear();
            tailLength = 0;
            return lines;
        }
    }

    /** How the invocation ended the process; empty if it did not. */
    private String status(Result result) {
        if (isUsable() || !result.failed()) {
            return "";
        }
        boolean timedOut =
                FunctionError.error(result.text()).path("errorType").asText().equals(TIMED_OUT);
        return timedOut ? "Status: timeout" : FAILED + (initError == null ? EXIT_ERROR : BAD_CODE);
    }

    private void report(String requestId, String status) {
        boolean first = !reported && initMillis >= 0;
        String init = first ? "Init Duration: " + initMillis + ".00 ms\t" : "";
        reported = true;
        OptionalInt memory = process.maxMemory();
        String used = memory.isPresent() ? "\tMax Memory Used: " + memory.getAsInt() + " MB" : "";
        String duration = status.endsWith("timeout") ? function.timeout().toMillis() + ".00" : millis(invokedNanos);
        output("REPORT RequestId: " + requestId + "\tDuration: " + duration + " ms\tBilled Duration: "
                + (long) Math.ceil(Double.parseDouble(duration) + (first ? initMillis : 0)) + " ms\tMemory Size: "
                + function.memory() + " MB" + used + "\t" + init + status);
    }

    private static String millis(long sinceNanos) {
        return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - sinceNanos) / 1e6);
    }
}

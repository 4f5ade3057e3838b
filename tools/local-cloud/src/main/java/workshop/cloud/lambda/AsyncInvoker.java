package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.Targets;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Asynchronous invocation: events wait in a queue, a failed one is tried again after one and after two minutes, and what
 * failed for good goes to the function's on-failure destination and to its dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Error handling of
 *     asynchronous invocation</a>
 */
final class AsyncInvoker implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Lambda lambda;
    private final Targets targets;
    private final Duration retryUnit;
    private final Map<String, ExecutorService> queues = new ConcurrentHashMap<>();
    private final Map<String, EventInvokeConfig> configs = new ConcurrentHashMap<>();
    /** What comes when the account has closed is dropped, as what waits is. */
    private final ScheduledExecutorService waiting = new ScheduledThreadPoolExecutor(
            1, task -> daemon(task, "lambda-retries"), new ThreadPoolExecutor.DiscardPolicy());

    private final AtomicInteger open = new AtomicInteger();

    /**
     * How a function is invoked asynchronously.
     *
     * @param retries 0 to 2
     * @param maximumAge after which an event is given up
     * @param onSuccess ARN or null
     * @param onFailure ARN or null
     */
    record EventInvokeConfig(int retries, Duration maximumAge, String onSuccess, String onFailure) {
        static final EventInvokeConfig DEFAULT = new EventInvokeConfig(2, Duration.ofHours(6), null, null);
    }

    private record Event(
            String function, String requestId, byte[] payload, String source, Instant receivedAt, int attempts) {

        Event again() {
            return new Event(function, requestId, payload, source, receivedAt, attempts + 1);
        }
    }

    AsyncInvoker(Lambda lambda, Targets targets, Duration retryUnit) {
        this.lambda = lambda;
        this.targets = targets;
        this.retryUnit = retryUnit;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void configure(String function, EventInvokeConfig config) {
        configs.put(function, config);
    }

    EventInvokeConfig config(String function) {
        return configs.getOrDefault(function, EventInvokeConfig.DEFAULT);
    }

    void forget(String function) {
        configs.remove(function);
        ExecutorService queue = queues.remove(function);
        if (queue != null) {
            queue.shutdown();
        }
    }

    boolean isQuiet() {
        return open.get() == 0;
    }

    void enqueue(String function, String requestId, byte[] payload, String source) {
        open.incrementAndGet();
        submit(new Event(function, requestId, payload, source, Instant.now(), 0));
    }

    private void submit(Event event) {
        queues.computeIfAbsent(
                        event.function,
                        name -> Executors.newFixedThreadPool(AT_ONCE, task -> daemon(task, "async-" + name)))
                .execute(() -> attempt(event.again()));
    }

    private void attempt(Event event) {
        EventInvokeConfig config = config(event.function);
        try {
            LambdaFunction function = lambda.function(event.function);
            Result result = lambda.run(function, Invocation.of(event.requestId, event.payload), event.source);
            if (!result.failed()) {
                done(function, event, result, config.onSuccess, "Success");
            } else if (event.attempts <= config.retries) {
                waiting.schedule(() -> submit(event), retryUnit.toMillis() * event.attempts, TimeUnit.MILLISECONDS);
            } else {
                done(function, event, result, config.onFailure, "RetriesExhausted");
                deadLetter(function, event, result);
            }
        } catch (AwsError e) {
            throttled(event, config, e);
        }
    }

    /** Throttled, or no such function any more: throttled events wait as long as they may age. */
    private void throttled(Event event, EventInvokeConfig config, AwsError e) {
        boolean aged = Instant.now().isAfter(event.receivedAt.plus(config.maximumAge));
        if (e.status() == 429 && !aged) {
            Event same = new Event(
                    event.function, event.requestId, event.payload, event.source, event.receivedAt, event.attempts - 1);
            waiting.schedule(() -> submit(same), retryUnit.toMillis(), TimeUnit.MILLISECONDS);
        } else if (e.status() == 429) {
            LambdaFunction function = lambda.function(event.function);
            Result result = Result.error(e.code(), e.getMessage());
            done(function, event, result, config.onFailure, "EventAgeExceeded");
            deadLetter(function, event, result);
        } else {
            open.decrementAndGet();
        }
    }

    private void done(LambdaFunction function, Event event, Result result, String destination, String condition) {
        try {
            if (destination != null) {
                targets.deliver(
                        destination,
                        new Delivery(lambda.sender(function), Json.write(record(function, event, result, condition))));
            }
        } catch (AwsError e) {
            lambda.report(function, "Can't send " + event.requestId + " to the destination: " + e.getMessage());
        } finally {
            open.decrementAndGet();
        }
    }

    private static ObjectNode record(LambdaFunction function, Event event, Result result, String condition) {
        ObjectNode record = Json.object()
                .put("version", "1.0")
                .put("timestamp", Instant.now().toString());
        record.set(
                "requestContext",
                Json.object()
                        .put("requestId", event.requestId)
                        .put("functionArn", function.arn() + ":$LATEST")
                        .put("condition", condition)
                        .put("approximateInvokeCount", event.attempts));
        record.set("requestPayload", Json.read(new String(event.payload, java.nio.charset.StandardCharsets.UTF_8)));
        ObjectNode response = Json.object().put("statusCode", 200).put("executedVersion", "$LATEST");
        if (result.failed()) {
            response.put("functionError", result.functionError());
        }
        record.set("responseContext", response);
        record.set("responsePayload", result.payload().length == 0 ? Json.object() : Json.read(result.text()));
        return record;
    }

    private void deadLetter(LambdaFunction function, Event event, Result result) {
        if (function.deadLetterArn() == null) {
            return;
        }
        Map<String, Attribute> attributes = Map.of(
                "RequestID", Attribute.text(event.requestId),
                "ErrorCode", Attribute.text("200"),
                "ErrorMessage", Attribute.text(result.text()));
        try {
            targets.deliver(
                    function.deadLetterArn(),
                    new Delivery(
                            lambda.sender(function),
                            new String(event.payload, java.nio.charset.StandardCharsets.UTF_8),
                            attributes));
        } catch (AwsError e) {
            lambda.report(function, "Can't send " + event.requestId + " to the dead-letter queue: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        waiting.shutdownNow();
        queues.values().forEach(ExecutorService::shutdownNow);
    }
}

package workshop.cloud.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workshop.cloud.AwsError;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue;

/**
 * Asynchronous invocation: events wait in a queue of the function, and what comes of them goes to its destinations.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html">Asynchronous invocation</a>
 */
final class AsyncInvoker implements AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Lambda lambda;
    private final Map<String, DeliveryQueue> queues = new ConcurrentHashMap<>();

    AsyncInvoker(Lambda lambda) {
        this.lambda = lambda;
    }

    void enqueue(FunctionName function, String requestId, byte[] payload, String source, List<Long> causes) {
        queues.computeIfAbsent(function.name(), name -> new DeliveryQueue("async-" + name, AT_ONCE))
                .add(new AsyncInvocation(this, function, requestId, payload, source, causes));
    }

    Lambda lambda() {
        return lambda;
    }

    Duration retryUnit() {
        return lambda.platform().options().retryUnit();
    }

    /** Sends on what came of an event; null as the destination for none. */
    void send(LambdaFunction function, String destination, Delivery delivery) {
        try {
            if (destination != null) {
                lambda.platform().targets().deliver(destination, delivery);
            }
        } catch (AwsError e) {
            lambda.report(function, "Can't send to " + destination + ": " + e.getMessage());
        }
    }

    /** Drops what waits for a function that is gone. */
    void forget(String function) {
        DeliveryQueue queue = queues.remove(function);
        if (queue != null) {
            queue.close();
        }
    }

    boolean isQuiet() {
        return queues.values().stream().allMatch(DeliveryQueue::isQuiet);
    }

    @Override
    public void close() {
        queues.values().forEach(DeliveryQueue::close);
    }
}

package workshop.cloud.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Gives the id of the request. */
    String enqueue(FunctionName function, Delivery event, List<Long> causes) {
        String requestId = UUID.randomUUID().toString();
        Duration minute = lambda.platform.options().retryUnit();
        queues.computeIfAbsent(function.name(), name -> new DeliveryQueue("async-" + name, AT_ONCE, minute))
                .add(new AsyncInvocation(lambda, function, requestId, event, causes));
        return requestId;
    }

    void forget(String function) {
        Optional.ofNullable(queues.remove(function)).ifPresent(DeliveryQueue::close);
    }

    boolean isQuiet() {
        return queues.values().stream().allMatch(DeliveryQueue::isQuiet);
    }

    @Override
    public void close() {
        queues.values().forEach(DeliveryQueue::close);
    }
}

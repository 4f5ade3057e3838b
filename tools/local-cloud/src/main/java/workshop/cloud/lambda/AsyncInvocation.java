package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.DeliveryQueue.Attempt;
import workshop.cloud.delivery.DeliveryQueue.Task;
import workshop.cloud.lambda.Invocation.Result;

/**
 * One event on its way through a function, invoked asynchronously: tried again after one and after two minutes, or while
 * the function is throttled or can't be started; what came of it goes to a destination, and what failed at every attempt to
 * the function's dead-letter queue as well.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html">Asynchronous invocation</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Error handling of asynchronous invocation</a>
 */
final class AsyncInvocation implements Task {
    private static final int MAX_MESSAGE = 1024;
    private static final String CLOSED = "ZeroReservedConcurrency";

    private final Lambda lambda;
    private final FunctionName name;
    final String requestId = UUID.randomUUID().toString();
    private final Delivery event;
    private final List<Long> causes;
    private volatile LambdaFunction function;
    private volatile Result result;
    private volatile String traceId;
    private volatile int attempts;
    private volatile String condition = "RetriesExhausted";

    AsyncInvocation(Lambda lambda, FunctionName name, Delivery event, List<Long> causes) {
        this.lambda = lambda;
        this.name = name;
        this.event = event;
        this.causes = causes;
        this.traceId = event.traceHeader();
    }

    @Override
    public void deliver() {
        Environments environments = lambda.environments(name);
        function = environments.function;
        if (lambda.deployed(name.name()).function().reservedConcurrency() == 0) {
            condition = CLOSED;
        }
        Invocation invocation = Invocation.of(name.arn(), requestId, event.payload(), traceId);
        traceId = invocation.traceId();
        result = lambda.run(environments, invocation, event.sourceArn(), causes);
        attempts++;
        if (result.failed()) {
            throw new AwsError(502, "FunctionError", result.text());
        }
        condition = "Success";
        send(config().onSuccess(), Json.write(record()), Map.of());
    }

    private EventInvokeConfig config() {
        return lambda.deployed(name.name()).configs.getOrDefault(name.qualifierOrLatest(), EventInvokeConfig.DEFAULT);
    }

    @Override
    public Optional<Attempt> again(AwsError error, int retries, Duration age) {
        boolean ran = error.status() == 502;
        if (function == null || condition.equals(CLOSED) || !error.isTemporary()) {
            return Optional.empty();
        }
        EventInvokeConfig config = config();
        if (ran && attempts > config.retriesOrDefault()) {
            return Optional.empty();
        }
        Duration wait = Duration.ofMinutes(ran ? attempts : 1);
        if (age.plus(wait).toSeconds() > Objects.requireNonNullElse(config.maximumAge(), EventInvokeConfig.SIX_HOURS)) {
            condition = "EventAgeExceeded";
            return Optional.empty();
        }
        int next = attempts + 1; // those that didn't start don't count
        return Optional.of(new Attempt(wait, next, config.retriesOrDefault() + 1));
    }

    @Override
    public void trace(String kind, String to, String outcome, Map<String, Object> details) {
        lambda.trace.hop(
                came(), "lambda:" + kind, event.sourceArn(), function.arn(), outcome, event.payload(), details);
    }

    /** What came of it last, or what led to it if it did not even start. */
    private List<Long> came() {
        return result == null ? causes : List.of(result.hop());
    }

    @Override
    public void giveUp(AwsError error, int retries) {
        if (function == null || error.status() == 404) {
            return; // the function is gone, and with it where to tell
        }
        send(config().onFailure(), Json.write(record()), Map.of());
        deadLetter(error);
    }

    /** Sends on what came of the event; null as the destination for none. */
    private void send(String destination, String body, Map<String, Attribute> attributes) {
        try {
            if (destination != null) {
                Delivery delivery = new Delivery(lambda.sender(function), body, attributes, came(), traceId);
                lambda.platform.targets().deliver(destination, delivery);
            }
        } catch (AwsError e) {
            lambda.report(function, "Can't send to " + destination + ": " + e.getMessage());
        }
    }

    static ObjectNode envelope(String requestId, String functionArn, String condition, int attempts) {
        ObjectNode envelope = Json.object().put("version", "1.0").put("timestamp", Json.milliseconds(Instant.now()));
        envelope.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", functionArn)
                .put("condition", condition)
                .put("approximateInvokeCount", attempts);
        return envelope;
    }

    private ObjectNode record() {
        String arn = function.arn() + ":" + name.qualifierOrLatest();
        ObjectNode record = envelope(requestId, arn, condition, attempts);
        record.set("requestPayload", Json.read(event.payload()));
        if (result != null) {
            ObjectNode response = record.putObject("responseContext")
                    .put("statusCode", 200)
                    .put("executedVersion", function.version());
            if (result.failed()) {
                response.put("functionError", result.functionError());
            }
            record.set("responsePayload", result.payload().length == 0 ? Json.object() : Json.read(result.text()));
        }
        return record;
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Dead-letter queues</a> */
    private void deadLetter(AwsError error) {
        JsonNode said = result == null ? Json.object() : Json.read(result.text());
        String message = said.path("errorMessage").asText(error.getMessage());
        Map<String, Attribute> attributes = Map.of(
                "RequestID", Attribute.text(requestId),
                "ErrorCode", new Attribute("Number", result == null ? String.valueOf(error.status()) : "200"),
                "ErrorMessage", Attribute.text(message.substring(0, Math.min(MAX_MESSAGE, message.length()))));
        send(function.deadLetterArn(), event.payload(), attributes);
    }
}

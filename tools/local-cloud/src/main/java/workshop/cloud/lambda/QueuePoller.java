package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import workshop.cloud.Arn;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.sqs.ReceivedMessage;
import workshop.cloud.sqs.Sqs;

/**
 * Receives from a queue for a function: what the function has done is deleted, what failed is seen again after the queue's
 * visibility timeout, until the queue's own redrive policy moves it to its dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda with SQS</a>
 */
final class QueuePoller implements Poller {
    private static final int MAX_RECEIVED = 10;
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 2;

    private final BatchInvoker batches;
    private final MappingDefinition definition;
    private final Sqs queues;
    private final Semaphore free;
    private final ExecutorService workers;
    private final Thread reader;
    private volatile boolean open = true;

    QueuePoller(BatchInvoker batches, Sqs queues) {
        this.batches = batches;
        this.definition = batches.definition();
        this.queues = queues;
        // one batch after the other keeps the order within a message group
        this.free = new Semaphore(definition.isFifo() ? 1 : AT_ONCE);
        String name = "queue-" + definition.function().name();
        this.workers = Executors.newCachedThreadPool(Daemon.named(name + "-batch"));
        this.reader = Daemon.named(name).newThread(this::read);
    }

    @Override
    public void check() {
        String queue = definition.source();
        Lambda.refuse(
                !queues.exists(queue),
                "Error occurred while ReceiveMessage. SQS Error Code:"
                        + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.");
        for (String action : List.of("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
            Lambda.refuse(
                    !batches.mayDo("sqs:" + action, queue),
                    "The provided execution role does not have permissions to call " + action + " on SQS");
        }
        long visible = queues.visibilityTimeout(queue).toSeconds();
        long timeout = batches.function().timeout().toSeconds();
        Lambda.refuse(
                visible < timeout,
                "Queue visibility timeout: " + visible + " seconds is less than Function timeout: " + timeout
                        + " seconds");
        int reserved = batches.lambda()
                .deployed(definition.function().name())
                .function()
                .reservedConcurrency();
        int most = definition.maximumConcurrency();
        Lambda.refuse(
                reserved >= 0 && most > reserved,
                "MaximumConcurrency: " + most + " is greater than Function Reserved Concurrency: " + reserved);
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public boolean isQuiet() {
        return queues.depth(definition.source()) == 0;
    }

    private void read() {
        try {
            while (open) {
                free.acquire();
                List<ReceivedMessage> batch = gatherOrNothing();
                if (batch.isEmpty()) {
                    free.release();
                } else {
                    workers.execute(() -> work(batch));
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ReceivedMessage> gatherOrNothing() throws InterruptedException {
        try {
            return gather();
        } catch (RuntimeException e) {
            batches.report("Can't receive from the queue: " + e.getMessage());
            TimeUnit.SECONDS.sleep(1);
            return List.of();
        }
    }

    /** Receives once, and within the mapping's window until the batch is full. */
    private List<ReceivedMessage> gather() {
        List<ReceivedMessage> batch = new ArrayList<>(receive(definition.batchSize(), WAIT));
        Instant end = Instant.now().plus(definition.window());
        Duration rest = definition.window();
        while (open && !batch.isEmpty() && batch.size() < definition.batchSize() && rest.compareTo(Duration.ZERO) > 0) {
            batch.addAll(receive(definition.batchSize() - batch.size(), rest));
            rest = Duration.between(Instant.now(), end);
        }
        return batch;
    }

    private List<ReceivedMessage> receive(int most, Duration wait) {
        return queues.receive(batches.caller(), definition.source(), Math.min(MAX_RECEIVED, most), wait);
    }

    private void work(List<ReceivedMessage> batch) {
        try {
            List<ObjectNode> wanted = new ArrayList<>();
            List<Long> causes = new ArrayList<>();
            for (ReceivedMessage message : batch) {
                ObjectNode record = record(message);
                if (wants(record)) {
                    wanted.add(record);
                    causes.addAll(message.causes());
                } else {
                    batches.keptOut(record, message.causes());
                }
            }
            List<String> ids = wanted.stream()
                    .map(record -> record.path("messageId").asText())
                    .toList();
            Set<String> failed =
                    ids.isEmpty() ? Set.of() : batches.failures(batches.invoke(wanted, List.copyOf(causes)), ids);
            batch.stream()
                    .filter(message -> !failed.contains(message.id()))
                    .forEach(message -> queues.delete(batches.caller(), definition.source(), message.receiptHandle()));
        } catch (RuntimeException e) {
            batches.report("Can't work off messages of the queue: " + e.getMessage());
        } finally {
            free.release();
        }
    }

    /**
     * A filter sees a body in JSON as JSON; one that asks for JSON lets no other through.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html">What is dropped</a>
     */
    private boolean wants(ObjectNode record) {
        return Json.parse(record.path("body").asText())
                .map(body -> batches.wants(record.deepCopy().set("body", body)))
                .orElseGet(() -> batches.wants(
                        record, filter -> !Json.read(filter.text()).path("body").isObject()));
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event">Event</a> */
    private ObjectNode record(ReceivedMessage message) {
        ObjectNode record = Json.object()
                .put("messageId", message.id())
                .put("receiptHandle", message.receiptHandle())
                .put("body", message.body());
        ObjectNode system = record.putObject("attributes");
        message.systemAttributes().forEach(system::put);
        ObjectNode attributes = record.putObject("messageAttributes");
        message.attributes().forEach((name, attribute) -> {
            String field = attribute.dataType().startsWith("Binary") ? "binaryValue" : "stringValue";
            ObjectNode its = attributes.putObject(name).put(field, attribute.value());
            its.putArray("stringListValues");
            its.putArray("binaryListValues");
            its.put("dataType", attribute.dataType());
        });
        if (!message.attributes().isEmpty()) {
            record.put("md5OfMessageAttributes", message.md5OfAttributes());
        } else if (!definition.window().isZero()) { // AWS gathers in another way then, which says so
            record.putNull("md5OfMessageAttributes");
        }
        return record.put("md5OfBody", message.md5OfBody())
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", definition.source())
                .put("awsRegion", Arn.parse(definition.source()).region());
    }

    /** A batch that it has received is still worked off. */
    @Override
    public void close() {
        open = false;
        reader.interrupt();
        try {
            reader.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdown();
    }
}

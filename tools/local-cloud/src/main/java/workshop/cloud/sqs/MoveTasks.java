package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * Moves the messages of dead-letter queues back, each to its own source or all to one queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">StartMessageMoveTask</a>
 */
final class MoveTasks {
    private static final int MAX_RATE = 500;
    private static final int MAX_LISTED = 10;

    private final Sqs sqs;
    private final Map<String, Deque<Task>> bySource = new ConcurrentHashMap<>();

    MoveTasks(Sqs sqs) {
        this.sqs = sqs;
    }

    private enum Status {
        RUNNING,
        CANCELLING,
        CANCELLED,
        COMPLETED,
        FAILED
    }

    /** @param rate messages a second; 0 for as fast as possible */
    private final class Task implements Runnable {
        private final String id = UUID.randomUUID().toString();
        private final Instant startedAt = Instant.now();
        private final Queue source;
        private final String destinationArn;
        private final int rate;
        private final long toMove;
        private volatile long moved;
        private volatile Status status = Status.RUNNING;
        private volatile String failure = "";

        private Task(Queue source, String destinationArn, int rate) {
            this.source = source;
            this.destinationArn = destinationArn;
            this.rate = rate;
            this.toMove = Long.parseLong(source.attributes().get("ApproximateNumberOfMessages"));
        }

        @Override
        public void run() {
            try {
                while (moved < toMove && status == Status.RUNNING && moveOne()) {
                    if (rate > 0) {
                        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(1) / rate);
                    }
                }
                status = status == Status.RUNNING ? Status.COMPLETED : Status.CANCELLED;
            } catch (AwsError e) {
                failure = SqsError.ofQuery(e.code());
                status = Status.FAILED;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean moveOne() {
            Optional<Message> message = source.remove();
            try {
                message.ifPresent(one -> {
                    String arn = destinationArn.isEmpty() ? one.deadLetterSource() : destinationArn;
                    sqs.queue(arn).add(one.redriven(Instant.now()));
                    moved++;
                });
            } catch (AwsError e) {
                source.add(message.get());
                throw e;
            }
            return message.isPresent();
        }

        private ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("Status", status.name())
                    .put("SourceArn", source.arn())
                    .put("ApproximateNumberOfMessagesMoved", moved)
                    .put("ApproximateNumberOfMessagesToMove", toMove)
                    .put("StartedTimestamp", startedAt.toEpochMilli());
            if (!destinationArn.isEmpty()) {
                json.put("DestinationArn", destinationArn);
            }
            if (rate > 0) {
                json.put("MaxNumberOfMessagesPerSecond", rate);
            }
            if (!failure.isEmpty()) {
                json.put("FailureReason", failure);
            }
            return status == Status.RUNNING ? json.put("TaskHandle", handle()) : json;
        }

        private String handle() {
            String json = Json.write(Json.object().put("taskId", id).put("sourceArn", source.arn()));
            return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    JsonNode start(ObjectNode input) {
        Queue source = existing(input, "SourceArn");
        if (sqs.sourcesOf(source.arn()).isEmpty()) {
            throw SqsError.invalid("Source queue must be configured as a Dead Letter Queue.");
        }
        String destination =
                input.has("DestinationArn") ? existing(input, "DestinationArn").arn() : "";
        String rateName = "MaxNumberOfMessagesPerSecond";
        int rate = input.has(rateName)
                ? SqsError.number(input, rateName, 0, 1, MAX_RATE, "Must be between 1 and 500, if provided.")
                : 0;
        Deque<Task> tasks = bySource.computeIfAbsent(source.arn(), arn -> new ConcurrentLinkedDeque<>());
        synchronized (tasks) {
            if (tasks.stream().anyMatch(task -> task.status == Status.RUNNING)) {
                throw SqsError.invalid("There is already a task running. Only one active task is allowed for a source"
                        + " queue arn at a given time.");
            }
            Task task = new Task(source, destination, rate);
            tasks.addFirst(task);
            Thread thread = new Thread(task, "queue-redrive");
            thread.setDaemon(true);
            thread.start();
            return Json.object().put("TaskHandle", task.handle());
        }
    }

    private Queue existing(JsonNode input, String parameter) {
        return sqs.find(SqsError.required(input, parameter))
                .orElseThrow(() -> new AwsError(
                        404,
                        "ResourceNotFoundException",
                        "The resource that you specified for the " + parameter + " parameter doesn't exist."));
    }

    /** The newest first. */
    JsonNode list(ObjectNode input) {
        String arn = existing(input, "SourceArn").arn();
        int most = SqsError.number(input, "MaxResults", 1, 1, MAX_LISTED, "Must be between 1 and 10, if provided.");
        ObjectNode answer = Json.object();
        var results = answer.putArray("Results");
        bySource.getOrDefault(arn, new ConcurrentLinkedDeque<>()).stream()
                .limit(most)
                .forEach(task -> results.add(task.json()));
        return answer;
    }

    JsonNode cancel(ObjectNode input) {
        String source = sourceOf(input);
        String id = handle(input).path("taskId").asText();
        existing(Json.object().put("SourceArn", source), "SourceArn");
        Task running = bySource.getOrDefault(source, new ConcurrentLinkedDeque<>()).stream()
                .filter(task -> task.id.equals(id) && task.status == Status.RUNNING)
                .findFirst()
                .orElseThrow(() -> new AwsError(404, "ResourceNotFoundException", "Task does not exist."));
        running.status = Status.CANCELLING;
        return Json.object().put("ApproximateNumberOfMessagesMoved", running.moved);
    }

    /** The ARN of the queue that a task moves from, by its handle. */
    static String sourceOf(ObjectNode input) {
        return handle(input).path("sourceArn").asText();
    }

    private static JsonNode handle(ObjectNode input) {
        try {
            byte[] handle = Base64.getDecoder().decode(SqsError.required(input, "TaskHandle"));
            return Optional.of(new String(handle, StandardCharsets.UTF_8))
                    .flatMap(SqsError::json)
                    .filter(json -> json.has("taskId") && json.has("sourceArn"))
                    .orElseThrow(MoveTasks::invalidHandle);
        } catch (IllegalArgumentException e) {
            throw invalidHandle();
        }
    }

    private static AwsError invalidHandle() {
        return SqsError.invalid("Value for parameter TaskHandle is invalid.");
    }
}

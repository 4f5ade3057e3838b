package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;

/**
 * Moves the messages of dead-letter queues back, each to its own source or all to one queue.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html">StartMessageMoveTask</a>
 */
final class MoveTasks {
    private static final String SOURCE = "SourceArn";
    private static final String DESTINATION = "DestinationArn";
    private static final String RATE = "MaxNumberOfMessagesPerSecond";
    private static final String HANDLE = "TaskHandle";
    private static final int MAX_RATE = 500;
    private static final int MAX_LISTED = 10;

    private final Sqs sqs;
    private final Deque<Task> newest = new ConcurrentLinkedDeque<>();

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

    private final class Task implements Runnable {
        private final String id = UUID.randomUUID().toString();
        private final Queue source;
        private final long toMove;
        private final ObjectNode shown = Json.object();
        private volatile long moved;
        private volatile Status status = Status.RUNNING;

        private Task(Queue source, JsonNode input) {
            this.source = source;
            toMove = Long.parseLong(source.attributes().get("ApproximateNumberOfMessages"));
            shown.put("SourceArn", source.arn)
                    .put("ApproximateNumberOfMessagesToMove", toMove)
                    .put("StartedTimestamp", Instant.now().toEpochMilli());
            shown.setAll(((ObjectNode) input.deepCopy()).retain(DESTINATION, RATE));
        }

        @Override
        public void run() {
            int rate = shown.path(RATE).asInt();
            try {
                while (moved < toMove && status == Status.RUNNING && moveOne()) {
                    TimeUnit.NANOSECONDS.sleep(rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate);
                }
                status = status == Status.RUNNING ? Status.COMPLETED : Status.CANCELLED;
            } catch (AwsError e) {
                shown.put("FailureReason", SqsError.ofQuery(e.code()));
                status = Status.FAILED;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean moveOne() {
            Optional<Message> message = source.messages.poll();
            try {
                message.ifPresent(one -> {
                    String to = shown.path(DESTINATION).asText(one.deadLetterSource);
                    if (to.isEmpty()) { // sent here, not moved
                        throw AwsError.of("CouldNotDetermineMessageSource", "");
                    }
                    Queue destination = sqs.queue(to);
                    Message again = one.again(Instant.now());
                    again.hop = sqs.trace.hop(
                            List.of(one.hop), "sqs:Redrive", source.arn, destination.arn, "ok", one.sent.body());
                    destination.add(again);
                    moved++;
                });
            } catch (AwsError e) {
                source.add(message.get());
                throw e;
            }
            return message.isPresent();
        }

        private ObjectNode json() {
            ObjectNode json =
                    shown.deepCopy().put("Status", status.name()).put("ApproximateNumberOfMessagesMoved", moved);
            return status == Status.RUNNING ? json.put(HANDLE, handle()) : json;
        }

        private String handle() {
            String json = Json.write(Json.object().put("taskId", id).put("sourceArn", source.arn));
            return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    synchronized JsonNode start(ObjectNode input) {
        Queue source = existing(input, SOURCE);
        SqsError.refuse(sqs.sourcesOf(source.arn).isEmpty(), "Source queue must be configured as a Dead Letter Queue.");
        if (input.has(DESTINATION)) {
            existing(input, DESTINATION);
        }
        SqsError.number(input, RATE, 1, 1, MAX_RATE);
        if (tasks(source.arn).anyMatch(other -> other.status == Status.RUNNING)) {
            throw SqsError.invalid("There is already a task running. Only one active task is allowed for a source"
                    + " queue arn at a given time.");
        }
        Task task = new Task(source, input);
        newest.addFirst(task);
        Daemon.named("queue-redrive").newThread(task).start();
        return Json.object().put(HANDLE, task.handle());
    }

    private Queue existing(JsonNode input, String parameter) {
        return sqs.find(SqsError.required(input, parameter))
                .orElseThrow(() -> AwsError.notFound(
                        "The resource that you specified for the " + parameter + " parameter doesn't exist."));
    }

    /** The newest first. */
    private Stream<Task> tasks(String sourceArn) {
        return newest.stream().filter(task -> task.source.arn.equals(sourceArn));
    }

    JsonNode list(ObjectNode input) {
        int most = SqsError.number(input, "MaxResults", 1, 1, MAX_LISTED);
        List<Task> listed = tasks(existing(input, SOURCE).arn).limit(most).toList();
        return Json.object().set("Results", Json.list(listed, Task::json));
    }

    JsonNode cancel(ObjectNode input) {
        JsonNode handle = handle(input);
        existing(Json.object().set(SOURCE, handle.get("sourceArn")), SOURCE);
        Task running = tasks(handle.path("sourceArn").asText())
                .filter(task -> task.id.equals(handle.path("taskId").asText()) && task.status == Status.RUNNING)
                .findFirst()
                .orElseThrow(() -> AwsError.notFound("Task does not exist."));
        running.status = Status.CANCELLING;
        return Json.object().put("ApproximateNumberOfMessagesMoved", running.moved);
    }

    static JsonNode handle(ObjectNode input) {
        return Json.parse(Messages.decoded(SqsError.required(input, HANDLE)))
                .filter(json -> json.has("taskId") && json.has("sourceArn"))
                .orElseThrow(() -> SqsError.invalid("Value for parameter TaskHandle is invalid."));
    }
}

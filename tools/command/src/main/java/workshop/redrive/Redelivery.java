package workshop.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import workshop.aws.Services;
import workshop.console.why.FunctionError;

/**
 * Sends again what a stack has parked, and waits for what the function answers. A message is deleted only once what it is about
 * was done; what fails again stays parked.
 *
 * @param progress gets a line about everything that stays
 */
public record Redelivery(Services services, Consumer<String> progress) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What the publisher logs of a record that is no to-do, with the record's id. */
    static final String POISON = "Can't read record ";

    /**
     * What became of the messages of a queue.
     *
     * @param handedOver of how many a function has done the work
     * @param stay how many are still in the queue
     * @param poison of those that stay, how many are about records that nobody can ever publish
     */
    public record Outcome(ParkingQueue queue, int handedOver, int stay, int poison) {

        /** Whether nothing stays that could have been handed over. */
        public boolean isGood() {
            return stay == poison;
        }

        private String line() {
            String line = String.format(
                    "%-18s %5d handed over %5d stay", queue.holds().word(), handedOver, stay);
            return poison == 0 ? line : line + ", " + poison + " of them poison";
        }
    }

    /**
     * Sends again what a stack has parked, and says what came of it.
     *
     * @return whether nothing stays that could have been handed over
     */
    public static boolean ofStack(Services services, String stack, Consumer<String> progress) {
        List<ParkingQueue> queues = ParkingQueue.of(services, stack);
        if (queues.isEmpty()) {
            progress.accept("The stack " + stack + " has no parking queue; nothing to send again.");
        }
        List<Outcome> outcomes = new Redelivery(services, progress).of(queues);
        outcomes.forEach(outcome -> progress.accept(outcome.line()));
        if (outcomes.stream()
                .anyMatch(outcome ->
                        outcome.queue.holds() == ParkingQueue.Contents.FAILED_RECORDS && outcome.handedOver > 0)) {
            progress.accept(
                    "The published events are with their handlers now. Whether those fail, redrive shows in a minute.");
        }
        return outcomes.stream().allMatch(Outcome::isGood);
    }

    /** Sends everything again, one queue after the other. */
    public List<Outcome> of(List<ParkingQueue> queues) {
        List<Outcome> outcomes = new ArrayList<>();
        for (ParkingQueue queue : queues) {
            outcomes.add(of(queue));
        }
        return outcomes;
    }

    private Outcome of(ParkingQueue queue) {
        int hidden = queue.hidden(services);
        if (hidden > 0) {
            progress.accept(
                    "stays in " + queue.holds().word() + ": " + hidden
                            + " hidden, which somebody else has received. Try again in half a minute, or in five minutes if a redrive was ended at work.");
        }
        int[] counts = {0, hidden, 0};
        queue.each(services, message -> {
            List<Failure> failures = attempt(queue.holds(), message);
            failures.forEach(failure -> progress.accept(
                    "stays in " + queue.holds().word() + ": message " + message.messageId() + ": " + failure.reason));
            counts[failures.isEmpty() ? 0 : 1]++;
            counts[2] += !failures.isEmpty() && failures.stream().allMatch(Failure::isPoison) ? 1 : 0;
            return failures.isEmpty();
        });
        return new Outcome(queue, counts[0], counts[1], counts[2]);
    }

    /** Why something can't be handed over. */
    private record Failure(String reason, boolean isPoison) {

        private static List<Failure> of(String reason) {
            return List.of(new Failure(reason, false));
        }
    }

    private List<Failure> attempt(ParkingQueue.Contents holds, Message message) {
        try {
            return switch (holds) {
                case FAILED_RECORDS -> publish(message);
                case UNDELIVERED_EVENTS -> deliver(message);
                case UNHANDLED_EVENTS -> handle(message);
            };
        } catch (AwsServiceException | IllegalArgumentException e) {
            return Failure.of(e.getMessage());
        }
    }

    /**
     * Reads the records where the message says they are, and gives them to the publisher, one by one so that one that
     * can't be published doesn't keep the others.
     */
    private List<Failure> publish(Message message) {
        JsonNode envelope = read(message.body());
        JsonNode batch = envelope.path("DDBStreamBatchInfo");
        String function = envelope.path("requestContext").path("functionArn").asText();
        List<ObjectNode> records = new StreamRecords(services, text(batch, "streamArn"))
                .between(text(batch, "shardId"), text(batch, "startSequenceNumber"), text(batch, "endSequenceNumber"));
        return records.isEmpty()
                ? Failure.of("the stream no longer has its records; it keeps them for 24 hours")
                : records.stream()
                        .flatMap(record -> publish(function, record).stream())
                        .toList();
    }

    private List<Failure> publish(String function, ObjectNode record) {
        ArrayNode one = MAPPER.createArrayNode().add(record);
        InvokeResponse answer =
                invoke(function, MAPPER.createObjectNode().set("Records", one).toString());
        if (answer.functionError() == null
                && read(answer.payload().asUtf8String())
                        .path("batchItemFailures")
                        .isEmpty()) {
            return List.of();
        }
        String id = record.path("eventID").asText();
        String log = log(answer);
        return List.of(new Failure(
                "the publisher can't publish record " + id + ". Its log: " + log, log.contains(POISON + id)));
    }

    /** What the function wrote, without Lambda's own lines. */
    private static String log(InvokeResponse answer) {
        String tail = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        return String.join(
                " ",
                tail.lines()
                        .filter(line -> !line.matches("(START|END|REPORT) RequestId.*"))
                        .distinct()
                        .toList());
    }

    private List<Failure> deliver(Message message) {
        MessageAttributeValue target = message.messageAttributes().get("TARGET_ARN");
        return target == null || !target.stringValue().contains(":function:")
                ? Failure.of("its TARGET_ARN names no function: " + message.messageAttributes())
                : handle(target.stringValue(), message.body());
    }

    private List<Failure> handle(Message message) {
        JsonNode envelope = read(message.body());
        JsonNode payload = envelope.path("requestPayload");
        return payload.isObject()
                ? handle(text(envelope.path("requestContext"), "functionArn"), payload.toString())
                : Failure.of("it has no requestPayload");
    }

    private List<Failure> handle(String function, String event) {
        InvokeResponse answer = invoke(function, event);
        return answer.functionError() == null
                ? List.of()
                : Failure.of("the handler failed again: "
                        + FunctionError.inOneLine(answer.payload().asUtf8String(), "todo"));
    }

    private InvokeResponse invoke(String function, String payload) {
        return services.lambda()
                .invoke(invoke ->
                        invoke.functionName(function).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(payload)));
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("it has no \"" + field + "\"");
        }
        return json.get(field).asText();
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}

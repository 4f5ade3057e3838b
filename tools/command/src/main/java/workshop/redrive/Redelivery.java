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
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import workshop.aws.Services;

/**
 * Sends again what a stack has parked. A message is deleted only once what it is about was handed over; what fails again
 * stays parked.
 *
 * @param progress gets a line about everything that stays
 */
public record Redelivery(Services services, Consumer<String> progress) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How many messages of a queue were handed over, and how many stay in it. */
    public record Outcome(ParkingQueue queue, int handedOver, int stays) {}

    /** Sends everything again, one queue after the other. */
    public List<Outcome> of(List<ParkingQueue> queues) {
        List<Outcome> outcomes = new ArrayList<>();
        for (ParkingQueue queue : queues) {
            int[] counts = {0, queue.hidden(services)};
            if (counts[1] > 0) {
                progress.accept(
                        "stays in " + queue.holds().word() + ": " + counts[1]
                                + " hidden, which somebody else has received. Try again in half a minute, or in five minutes if a redrive was ended at work.");
            }
            ParkingQueue.HandOver hand = hand(queue.holds());
            queue.each(
                    services,
                    message -> {
                        boolean over = attempt(queue, hand, message);
                        counts[0] += over ? 1 : 0;
                        return over;
                    },
                    message -> counts[1]++);
            outcomes.add(new Outcome(queue, counts[0], counts[1]));
        }
        return outcomes;
    }

    private ParkingQueue.HandOver hand(ParkingQueue.Contents holds) {
        return switch (holds) {
            case FAILED_RECORDS -> this::publish;
            case UNDELIVERED_EVENTS -> this::deliver;
            case UNHANDLED_EVENTS -> this::handle;
        };
    }

    private boolean attempt(ParkingQueue queue, ParkingQueue.HandOver hand, Message message) {
        try {
            return hand.over(message);
        } catch (AwsServiceException | IllegalArgumentException e) {
            return stays(queue.holds(), message, e.getMessage());
        }
    }

    private boolean stays(ParkingQueue.Contents holds, Message message, String reason) {
        progress.accept("stays in " + holds.word() + ": message " + message.messageId() + ": " + reason);
        return false;
    }

    /**
     * Reads the records where the message says they are, and gives them to the publisher, one by one so that one that
     * can't be published doesn't keep the others.
     */
    private boolean publish(Message message) {
        JsonNode envelope = read(message.body());
        JsonNode batch = envelope.path("DDBStreamBatchInfo");
        String function = envelope.path("requestContext").path("functionArn").asText();
        List<ObjectNode> records = new StreamRecords(services, text(batch, "streamArn"))
                .between(text(batch, "shardId"), text(batch, "startSequenceNumber"), text(batch, "endSequenceNumber"));
        if (records.isEmpty()) {
            return stays(
                    ParkingQueue.Contents.FAILED_RECORDS,
                    message,
                    "the stream no longer has its records; it keeps them for 24 hours");
        }
        boolean all = true;
        for (ObjectNode record : records) {
            all &= publish(function, record, message);
        }
        return all;
    }

    private boolean publish(String function, ObjectNode record, Message message) {
        ArrayNode one = MAPPER.createArrayNode().add(record);
        InvokeResponse answer = services.lambda()
                .invoke(invoke -> invoke.functionName(function)
                        .logType(LogType.TAIL)
                        .payload(SdkBytes.fromUtf8String(
                                MAPPER.createObjectNode().set("Records", one).toString())));
        String result = answer.payload().asUtf8String();
        if (answer.functionError() == null
                && read(result).path("batchItemFailures").isEmpty()) {
            return true;
        }
        return stays(
                ParkingQueue.Contents.FAILED_RECORDS,
                message,
                "the publisher can't publish record " + record.path("eventID").asText() + ". Its log: " + log(answer));
    }

    /** What the function wrote, without Lambda's own lines. */
    private static String log(InvokeResponse answer) {
        String tail = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
        return String.join(
                " ",
                tail.lines()
                        .filter(line -> !line.matches("(START|END|REPORT) RequestId.*"))
                        .toList());
    }

    /** What EventBridge could not hand over is handed over as EventBridge does: asynchronously. */
    private boolean deliver(Message message) {
        MessageAttributeValue target = message.messageAttributes().get("TARGET_ARN");
        if (target == null || !target.stringValue().contains(":function:")) {
            return stays(
                    ParkingQueue.Contents.UNDELIVERED_EVENTS,
                    message,
                    "its TARGET_ARN names no function: " + message.messageAttributes());
        }
        invoke(target.stringValue(), message.body());
        return true;
    }

    private boolean handle(Message message) {
        JsonNode envelope = read(message.body());
        JsonNode payload = envelope.path("requestPayload");
        if (!payload.isObject()) {
            return stays(ParkingQueue.Contents.UNHANDLED_EVENTS, message, "it has no requestPayload");
        }
        invoke(text(envelope.path("requestContext"), "functionArn"), payload.toString());
        return true;
    }

    private void invoke(String function, String event) {
        services.lambda()
                .invoke(invoke -> invoke.functionName(function)
                        .invocationType(InvocationType.EVENT)
                        .payload(SdkBytes.fromUtf8String(event)));
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

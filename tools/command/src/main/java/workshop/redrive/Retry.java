package workshop.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import workshop.aws.Services;
import workshop.cloud.Json;
import workshop.redrive.ParkingQueue.Contents;

/**
 * What a parked message asks for: that a function is given something once more.
 *
 * @param id of the record in the stream, or of the event
 */
record Retry(String id, String function, String payload) {

    /**
     * What a message asks for: one for each failed record, so that one that can't be published doesn't keep the others.
     *
     * @throws IllegalArgumentException if the message doesn't say it, or the stream no longer has its records
     */
    static List<Retry> of(Services services, Contents holds, Message message) {
        JsonNode body = Json.parse(message.body()).orElseThrow(() -> new IllegalArgumentException("it is no JSON"));
        return switch (holds) {
            case FAILED_RECORDS -> records(services, function(body), body.path("DDBStreamBatchInfo"));
            case UNDELIVERED_EVENTS -> List.of(event(target(message), body));
            case UNHANDLED_EVENTS -> List.of(event(function(body), body.path("requestPayload")));
        };
    }

    /** The records are read where the message says they are. */
    private static List<Retry> records(Services services, String function, JsonNode batch) {
        List<Retry> records = new StreamRecords(services, text(batch, "streamArn"))
                        .between(
                                text(batch, "shardId"),
                                text(batch, "startSequenceNumber"),
                                text(batch, "endSequenceNumber"))
                        .stream()
                        .map(record -> new Retry(
                                record.path("eventID").asText(),
                                function,
                                Json.object()
                                        .set("Records", Json.array().add(record))
                                        .toString()))
                        .toList();
        if (records.isEmpty()) {
            throw new IllegalArgumentException("the stream no longer has its records; it keeps them for 24 hours");
        }
        return records;
    }

    private static Retry event(String function, JsonNode event) {
        if (!event.isObject()) {
            throw new IllegalArgumentException("it has no event");
        }
        return new Retry(event.at("/detail/metadata/id").asText(), function, event.toString());
    }

    private static String target(Message message) {
        MessageAttributeValue target = message.messageAttributes().get("TARGET_ARN");
        if (target == null || !target.stringValue().contains(":function:")) {
            throw new IllegalArgumentException("its TARGET_ARN names no function: " + message.messageAttributes());
        }
        return target.stringValue();
    }

    private static String function(JsonNode body) {
        return text(body.path("requestContext"), "functionArn");
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("it has no \"" + field + "\"");
        }
        return json.get(field).asText();
    }
}

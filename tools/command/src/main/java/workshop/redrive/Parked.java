package workshop.redrive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.model.Message;
import workshop.aws.Services;

/**
 * The events that wait in the parking queues, by queue.
 *
 * @param eventIds of those that could be read whole: the record in the stream, or the event in the message
 */
public record Parked(Map<ParkingQueue.Contents, Set<String>> eventIds) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Looks into the queues and leaves everything there. */
    public static Parked in(Services services, List<ParkingQueue> queues) {
        Map<ParkingQueue.Contents, Set<String>> eventIds = new EnumMap<>(ParkingQueue.Contents.class);
        for (ParkingQueue queue : queues) {
            Set<String> ids = new HashSet<>();
            queue.each(services, message -> {
                ids.addAll(eventIds(services, queue.holds(), message));
                return false;
            });
            eventIds.put(queue.holds(), ids);
        }
        return new Parked(eventIds);
    }

    private static List<String> eventIds(Services services, ParkingQueue.Contents holds, Message message) {
        JsonNode body = read(message.body());
        return switch (holds) {
            case FAILED_RECORDS -> records(services, body.path("DDBStreamBatchInfo"));
            case UNDELIVERED_EVENTS -> List.of(id(body));
            case UNHANDLED_EVENTS -> List.of(id(body.path("requestPayload")));
        };
    }

    private static List<String> records(Services services, JsonNode batch) {
        List<ObjectNode> records = new StreamRecords(
                        services, batch.path("streamArn").asText())
                .between(
                        batch.path("shardId").asText(),
                        batch.path("startSequenceNumber").asText(),
                        batch.path("endSequenceNumber").asText());
        return records.stream().map(record -> record.path("eventID").asText()).toList();
    }

    private static String id(JsonNode event) {
        return event.path("detail").path("metadata").path("id").asText();
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A parked message is no JSON: " + json, e);
        }
    }

    public boolean contains(String eventId) {
        return eventIds.values().stream().anyMatch(ids -> ids.contains(eventId));
    }

    public Set<String> in(ParkingQueue.Contents holds) {
        return eventIds.getOrDefault(holds, Set.of());
    }
}

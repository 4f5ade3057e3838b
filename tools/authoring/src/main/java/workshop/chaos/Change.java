package workshop.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A change of which the system owes an event, as the table's stream has it.
 *
 * @param eventId the event's {@code metadata.id}
 * @param type {@code TodoCreated}, {@code TodoCompleted} or {@code TodoDeleted}
 * @param updatedAt epoch milliseconds, by which two completions of a to-do differ
 */
record Change(String eventId, String type, String todoId, long updatedAt) {
    static final String CREATED = "TodoCreated";
    static final String COMPLETED = "TodoCompleted";
    static final String DELETED = "TodoDeleted";

    /** What a record of the stream says; empty if it owes no event. */
    static Optional<Change> of(JsonNode record) {
        JsonNode dynamodb = record.path("dynamodb");
        JsonNode before = dynamodb.path("OldImage");
        JsonNode after = dynamodb.path("NewImage");
        return switch (record.path("eventName").asText()) {
            case "INSERT" -> Optional.of(of(record, CREATED, after));
            case "REMOVE" -> Optional.of(of(record, DELETED, before));
            default ->
                isCompleted(after) && !isCompleted(before)
                        ? Optional.of(of(record, COMPLETED, after))
                        : Optional.empty();
        };
    }

    private static boolean isCompleted(JsonNode item) {
        return item.path("completed").path("BOOL").asBoolean();
    }

    private static Change of(JsonNode record, String type, JsonNode item) {
        return new Change(
                record.path("eventID").asText(),
                type,
                item.path("todoId").path("S").asText(),
                item.path("updatedAt").path("N").asLong());
    }
}

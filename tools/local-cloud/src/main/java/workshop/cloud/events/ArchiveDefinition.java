package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * What an archive keeps, and how long.
 *
 * @param pattern null keeps every event
 * @param retentionDays 0 is for ever
 */
record ArchiveDefinition(String description, EventPattern pattern, int retentionDays) {
    private static final ArchiveDefinition EMPTY = new ArchiveDefinition(null, null, 0);

    static ArchiveDefinition of(JsonNode json) {
        return EMPTY.updated(json);
    }

    /** As UpdateArchive changes it: what the request leaves out stays. */
    ArchiveDefinition updated(JsonNode json) {
        return new ArchiveDefinition(
                json.path("Description").asText(description),
                json.has("EventPattern") ? EventsApi.pattern(Json.text(json.get("EventPattern"))) : pattern,
                json.path("RetentionDays").asInt(retentionDays));
    }

    boolean matches(Event event) {
        return pattern == null || pattern.matches(event.json());
    }
}

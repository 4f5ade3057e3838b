package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * What an archive keeps, and how long.
 *
 * @param pattern as it was given; null keeps every event
 * @param compiled null without a pattern
 * @param retentionDays 0 is for ever
 */
record ArchiveDefinition(String description, String pattern, EventPattern compiled, int retentionDays) {
    private static final ArchiveDefinition EMPTY = new ArchiveDefinition(null, null, null, 0);

    static ArchiveDefinition of(JsonNode json) {
        return EMPTY.updated(json);
    }

    /** As UpdateArchive changes it: what the request leaves out stays. */
    ArchiveDefinition updated(JsonNode json) {
        String changed = json.has("EventPattern") ? Json.text(json.get("EventPattern")) : pattern;
        return new ArchiveDefinition(
                json.path("Description").asText(description),
                changed,
                changed == null ? null : RuleDefinition.compile(changed),
                json.path("RetentionDays").asInt(retentionDays));
    }

    boolean matches(Event event) {
        return compiled == null || compiled.matches(event.json());
    }
}

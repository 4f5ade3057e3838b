package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.Names;

/** What an event says, before the bus gives it an id. */
record Envelope(String source, String detailType, Instant time, List<String> resources, JsonNode detail) {

    Event event(String id, Names names) {
        ObjectNode json = Json.object()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", names.account())
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", names.region());
        resources.forEach(json.putArray("resources")::add);
        json.set("detail", detail);
        return Event.of(json);
    }
}

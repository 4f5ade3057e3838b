package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * An event on a bus.
 *
 * @param time when it occurred
 * @param json the whole envelope, as targets get it
 * @param forwarded whether it came from another bus: such events are not sent on to a third
 * @param causes the numbers of the hops that led to it
 * @param traceHeader X-Ray's, which goes on to targets; empty for none
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">Event structure</a>
 */
record Event(
        String id,
        Instant time,
        Instant acceptedAt,
        String json,
        boolean forwarded,
        List<Long> causes,
        String traceHeader) {
    /** A new one that nobody has seen yet. */
    static Event of(String source, String detailType, Instant time, List<String> resources, JsonNode detail) {
        String id = UUID.randomUUID().toString();
        ObjectNode json = Json.object()
                .put("version", "0")
                .put("id", id)
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", Options.ACCOUNT_ID)
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", Options.REGION);
        resources.forEach(json.putArray("resources")::add);
        return new Event(id, time, Instant.now(), Json.write(json.set("detail", detail)), false, List.of(), "");
    }

    Event replayed(String replay) {
        String its = Json.write(envelope().put("replay-name", replay));
        return new Event(id, time, acceptedAt, its, forwarded, causes, traceHeader);
    }

    Event causedBy(long hop, String header) {
        return new Event(id, time, acceptedAt, json, forwarded, List.of(hop), header);
    }

    ObjectNode envelope() {
        return (ObjectNode) Json.read(json);
    }
}

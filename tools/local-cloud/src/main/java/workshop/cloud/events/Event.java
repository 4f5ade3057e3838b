package workshop.cloud.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import workshop.cloud.Json;

/**
 * An event on a bus.
 *
 * @param json the whole envelope, as targets get it
 * @param forwarded whether it came from another bus: such events are not sent on to a third
 * @param causes the numbers of the hops that led to it
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">Event structure</a>
 */
record Event(String id, Instant acceptedAt, String json, boolean forwarded, List<Long> causes) {
    private static final String REPLAY_NAME = "replay-name";

    static Event of(ObjectNode envelope) {
        return new Event(envelope.path("id").asText(), Instant.now(), Json.write(envelope), false, List.of());
    }

    Event replayed(String replay) {
        return new Event(id, acceptedAt, Json.write(envelope().put(REPLAY_NAME, replay)), forwarded, causes);
    }

    Event causedBy(long hop) {
        return new Event(id, acceptedAt, json, forwarded, List.of(hop));
    }

    ObjectNode envelope() {
        return (ObjectNode) Json.read(json);
    }
}

package workshop.console.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;
import workshop.console.why.Why;

/** Hops and journeys as the page shows them: between which parts, for which to-do, and why they failed. */
record HopView(Why why, Journeys journeys, Deployed deployed) {
    private static final int MAX_TEXT = 4_000;

    /** A hop in the picture; what was handed over only where the picture shows of it, and not if it is long. */
    ObjectNode shown(Hop hop) {
        ObjectNode json = json(hop).put("name", journeys.name(hop));
        ((ObjectNode) json.get("details")).remove(List.of("answer", "attributes", "log"));
        boolean isPayloadShown =
                hop.kind().matches("dynamodb:.*|.*:Retry") && hop.payload().length() <= MAX_TEXT;
        return json.without(isPayloadShown ? List.of("outcome") : List.of("outcome", "payload"));
    }

    private ObjectNode json(Hop hop) {
        return hop.json()
                .put("fromPart", deployed.graph().places().of(hop.from()))
                .put("toPart", deployed.graph().places().of(hop.to()))
                .put("reason", why.reason(hop));
    }

    /** A change with its hops, and why it ended where it did. */
    Map<String, Object> journey(Journey journey) {
        return Map.of("journey", journey, "hops", Json.list(journey.hops(), this::json), "answers", why.of(journey));
    }
}

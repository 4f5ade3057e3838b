package workshop.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Node;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;
import workshop.console.why.Why;

/** The changes that the page lists, and one of them with why it ended where it did. */
record Changes(Journeys journeys, Why why, Deployed deployed) {
    private static final int LISTED = 100;

    /** Newest first, without their hops. */
    ObjectNode list(String containing) {
        ArrayNode all = Json.array();
        for (Journey journey : journeys.containing(containing, LISTED)) {
            ObjectNode one = journey.json();
            one.put("hops", journey.hops().size());
            journey.hops().stream()
                    .flatMap(hop -> HopView.nameIn(hop.payload()).stream())
                    .findFirst()
                    .ifPresent(name -> one.put("name", name));
            all.add(one);
        }
        return Json.object().set("journeys", all);
    }

    ObjectNode one(String id) {
        Journey journey = (id.matches("\\d{1,18}") ? journeys.find(Long.parseLong(id)) : Optional.<Journey>empty())
                .orElseThrow(() -> AwsError.notFound("The change " + id + " is not known here, or forgotten."));
        ArrayNode answers = Json.array();
        why.of(journey).forEach(answer -> answers.add(answer.json()));
        ObjectNode json = Json.object();
        ObjectNode shown = journey.json();
        for (int i = 0; i < journey.hops().size(); i++) {
            Hop hop = journey.hops().get(i);
            ((ObjectNode) shown.path("hops").path(i))
                    .put("fromPart", part(hop.from()))
                    .put("toPart", part(hop.to()))
                    .put("reason", why.reason(hop));
        }
        json.set("journey", shown);
        json.set("answers", answers);
        return json;
    }

    /** The name of the part of the picture; null for what is not in it. */
    private String part(String arn) {
        return Optional.ofNullable(deployed.places().of(arn))
                .flatMap(deployed.graph()::node)
                .map(Node::name)
                .orElse(null);
    }
}

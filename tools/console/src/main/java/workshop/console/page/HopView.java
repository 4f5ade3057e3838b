package workshop.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Graph;
import workshop.console.graph.Node;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;
import workshop.console.why.Why;

/** Hops and journeys as the page shows them: between which parts, for which to-do, and why they failed. */
final class HopView {
    private static final int MAX_TEXT = 400;
    private static final int MAX_WRITE = 4_000;
    private static final int MAX_NAMES = 20_000;
    private static final int LISTED = 100;

    /** A to-do's name, in JSON, in DynamoDB's JSON, or in JSON within a text. */
    private static final Pattern NAME = Pattern.compile(
            "(\\\\*)\"name\\1\"\\s*:\\s*(?:\\{\\s*\\1\"S\\1\"\\s*:\\s*)?\\1\"(.*?)(?<!\\\\)\\1\"", Pattern.DOTALL);

    /** The key of an item without a name. */
    private static final Pattern KEY = Pattern.compile("()\"Keys\"\\s*:\\s*\\{\"\\w+\":\\{\"S\":\"(.*?)(?<!\\\\)\"");

    private final Why why;

    /** What names of hops' changes were found, by the hop's number; a hop without one has that of its first cause. */
    private final Map<Long, String> names = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MAX_NAMES;
        }
    };

    HopView(Why why) {
        this.why = why;
    }

    ObjectNode json(Hop hop, Graph graph) {
        String reason = why.reason(hop);
        ObjectNode json = Json.object()
                .put("number", hop.number())
                .put("at", hop.at().toEpochMilli())
                .put("kind", hop.kind())
                .put("from", graph.places().of(hop.from()))
                .put("to", graph.places().of(hop.to()))
                .put("good", reason.isEmpty())
                .put("reason", reason.length() <= MAX_TEXT ? reason : reason.substring(0, MAX_TEXT) + "…")
                .put("name", name(hop))
                .put("records", records(hop));
        if (hop.kind().startsWith("dynamodb:") && hop.payload().length() <= MAX_WRITE) {
            json.put("write", hop.payload());
        }
        Map<String, Object> details = new LinkedHashMap<>(hop.details());
        details.keySet().removeAll(List.of("answer", "records", "attributes"));
        return json.set("details", Json.MAPPER.valueToTree(details));
    }

    /** Of how many records a batch is, or how many of one are tried again. */
    private static int records(Hop hop) {
        if (hop.details().get("records") instanceof List<?> all) {
            return all.size();
        }
        return hop.kind().equals("lambda:Retry") && hop.payload().startsWith("[")
                ? Json.read(hop.payload()).size()
                : hop.payload().startsWith("{\"Records\":[") ? 1 : 0;
    }

    private synchronized String name(Hop hop) {
        String name = nameIn(hop.payload())
                .or(() -> hop.causes().stream()
                        .map(names::get)
                        .filter(Objects::nonNull)
                        .findFirst())
                .orElse(null);
        if (name != null) {
            names.put(hop.number(), name);
        }
        return name;
    }

    /** The name of the first to-do in a payload. */
    private static Optional<String> nameIn(String payload) {
        Matcher name = NAME.matcher(payload);
        Matcher matcher = name.find() ? name.reset() : KEY.matcher(payload);
        return matcher.find() ? Optional.of(matcher.group(2).replaceAll("\\\\+([\"\\\\/])", "$1")) : Optional.empty();
    }

    /** The newest changes without their hops. */
    static ArrayNode list(Journeys journeys, String containing) {
        return Json.list(journeys.containing(containing, LISTED), journey -> {
            ObjectNode json = journey.json().put("hops", journey.hops().size());
            journey.hops().stream()
                    .flatMap(hop -> nameIn(hop.payload()).stream())
                    .findFirst()
                    .ifPresent(name -> json.put("name", name));
            return json;
        });
    }

    /** A change with its hops, and why it ended where it did. */
    ObjectNode json(Optional<Journey> found, Graph graph) {
        Journey journey = found.orElseThrow(() -> AwsError.notFound("This change is not known here, or forgotten."));
        ObjectNode shown = journey.json();
        shown.set(
                "hops",
                Json.list(
                        journey.hops(),
                        hop -> hop.json()
                                .put(
                                        "fromPart",
                                        graph.at(hop.from()).map(Node::name).orElse(null))
                                .put(
                                        "toPart",
                                        graph.at(hop.to()).map(Node::name).orElse(null))
                                .put("reason", why.reason(hop))));
        ObjectNode json = Json.object().set("journey", shown);
        return json.set("answers", Json.MAPPER.valueToTree(why.of(journey)));
    }
}

package workshop.console.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Places;

/** A hop as the page shows it: between which parts, and for which to-do. */
final class HopView {
    private static final int MAX_REASON = 400;
    private static final int MAX_NAMES = 20_000;

    /** A to-do's name, in JSON, in DynamoDB's JSON, or in JSON within a text. */
    private static final Pattern NAME = Pattern.compile(
            "(\\\\*)\"name\\1\"\\s*:\\s*(?:\\{\\s*\\1\"S\\1\"\\s*:\\s*)?\\1\"(.*?)(?<!\\\\)\\1\"", Pattern.DOTALL);

    /** What names of hops' changes were found, by the hop's number; a hop without one has that of its first cause. */
    private final Map<Long, String> names = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MAX_NAMES;
        }
    };

    ObjectNode json(Hop hop, Places places) {
        String from = places.of(hop.from());
        String to = places.of(hop.to());
        ObjectNode json = Json.object()
                .put("number", hop.number())
                .put("at", hop.at().toEpochMilli())
                .put("kind", hop.kind())
                .put("from", from)
                .put("to", to)
                .put(
                        "outcome",
                        hop.outcome().length() <= MAX_REASON
                                ? hop.outcome()
                                : hop.outcome().substring(0, MAX_REASON) + "…")
                .put("good", hop.isGood())
                .put("name", name(hop));
        json.set("details", Json.MAPPER.valueToTree(hop.details()));
        return json;
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
    static Optional<String> nameIn(String payload) {
        Matcher matcher = NAME.matcher(payload);
        return matcher.find() ? Optional.of(matcher.group(2).replaceAll("\\\\+([\"\\\\/])", "$1")) : Optional.empty();
    }
}

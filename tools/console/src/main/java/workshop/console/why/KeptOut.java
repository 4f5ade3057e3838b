package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** A filter kept something out: the filter of an event source mapping or of a subscription, field by field. */
record KeptOut(Stack stack, Sources sources) {

    Answer ofMapping(Hop hop) {
        ObjectNode record = (ObjectNode) Json.read(hop.payload());
        if (record.path("body").isTextual()) {
            record.set("body", jsonOrText(record.path("body")));
        }
        return stack.mappings(hop.from()).stream()
                .filter(mapping -> hop.to()
                        .endsWith(":"
                                + mapping.properties()
                                        .path("FunctionName")
                                        .asText()
                                        .replaceFirst(".*:", "")))
                .findFirst()
                .map(mapping -> answer(
                        hop,
                        mapping,
                        "The filter of the event source mapping keeps this record from " + stack.name(hop.to()) + ".",
                        patterns(mapping.properties().path("FilterCriteria")),
                        record))
                .orElseGet(() -> Answer.of(hop, hop.outcome(), List.of(), ""));
    }

    private static JsonNode jsonOrText(JsonNode text) {
        try {
            return Json.read(text.asText());
        } catch (UncheckedIOException e) {
            return text;
        }
    }

    private static Stream<JsonNode> patterns(JsonNode criteria) {
        return Stack.elements(criteria.path("Filters"))
                .map(filter -> filter.path("Pattern"))
                .map(pattern -> pattern.isTextual() ? Json.read(pattern.asText()) : pattern);
    }

    Answer ofSubscription(Hop hop) {
        JsonNode attributes = Json.read(hop.details().get("attributes").toString());
        return stack.named(hop.to())
                .map(subscription -> {
                    JsonNode its = subscription.properties();
                    boolean body = its.path("FilterPolicyScope").asText().equals("MessageBody");
                    return answer(
                            hop,
                            subscription,
                            "The filter policy of the subscription keeps this message out; it looks at the message's "
                                    + (body ? "body." : "attributes, not at its body."),
                            Stream.of(its.path("FilterPolicy")),
                            body ? jsonOrText(Json.MAPPER.getNodeFactory().textNode(hop.payload())) : attributes);
                })
                .orElseGet(() -> Answer.of(hop, hop.outcome(), List.of(), ""));
    }

    private Answer answer(Hop hop, DeployedResource resource, String end, Stream<JsonNode> patterns, JsonNode event) {
        List<Mismatch> mismatches = patterns.flatMap(pattern -> Mismatch.of(pattern, event).stream())
                .toList();
        String fix = mismatches.isEmpty()
                ? ""
                : "In the filter, " + mismatches.get(0).field() + " must match what is there"
                        + (mismatches.get(0).got().isMissingNode()
                                ? "."
                                : ": " + Json.write(mismatches.get(0).got()) + ".");
        return Answer.of(hop, end, mismatches.stream().map(Mismatch::toString).toList(), fix)
                .at(resource.path(), sources);
    }
}

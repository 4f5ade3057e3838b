package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** A filter kept something out: the filter of an event source mapping or of a subscription, field by field. */
record KeptOut(Stack stack, Hop hop) {

    Answer byMapping() {
        ObjectNode record = (ObjectNode) Json.read(hop.payload());
        if (record.has("body")) {
            record.set("body", jsonOrText(record.get("body").asText()));
        }
        Optional<DeployedResource> mapping = stack.mappings(hop.from())
                .filter(its -> stack.function(its.text("/FunctionName")).equals(stack.function(hop.to())))
                .findFirst();
        return answer(
                mapping,
                "The filter of the event source mapping keeps this record from " + stack.name(hop.to()) + ".",
                mapping.stream()
                        .flatMap(its -> Json.each(its.properties().at("/FilterCriteria/Filters")).stream())
                        .map(filter -> jsonOrText(Json.text(filter.path("Pattern")))),
                record);
    }

    Answer bySubscription() {
        Optional<DeployedResource> subscription = stack.named(hop.to());
        boolean body = subscription
                .filter(its -> its.text("/FilterPolicyScope").equals("MessageBody"))
                .isPresent();
        Object looked = body ? hop.payload() : hop.details().get("attributes");
        return answer(
                subscription,
                "The filter policy of the subscription keeps this message out; it looks at the message's "
                        + (body ? "body." : "attributes, not at its body."),
                subscription.stream().map(its -> its.properties().path("FilterPolicy")),
                jsonOrText(looked.toString()));
    }

    private static JsonNode jsonOrText(String text) {
        return Json.parse(text).orElseGet(() -> TextNode.valueOf(text));
    }

    private Answer answer(Optional<DeployedResource> filter, String end, Stream<JsonNode> patterns, JsonNode event) {
        List<List<Mismatch>> all =
                patterns.map(pattern -> Mismatch.of(pattern, event)).toList();
        String path = filter.map(DeployedResource::path).orElse("");
        if (all.isEmpty() || all.contains(List.<Mismatch>of())) {
            List<String> facts = List.of("what is deployed now lets it through, unless a call has changed it");
            return new Answer(hop, hop.outcome(), facts, Answer.AGAIN, path);
        }
        List<String> facts =
                all.stream().flatMap(List::stream).map(Mismatch::toString).toList();
        return new Answer(hop, end, facts, all.get(0).get(0).fix("the filter"), path);
    }
}

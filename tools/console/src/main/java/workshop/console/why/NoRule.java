package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** No rule of the bus matched an event: each rule, field by field, the nearest one first. */
record NoRule(Stack stack, Hop hop) {
    private static final Comparator<Compared> NEAREST_FIRST = Comparator.comparingLong(
                    (Compared compared) -> compared.mismatches.size())
            .thenComparing(compared ->
                    -compared.mismatches.stream().filter(Mismatch::isNear).count());

    private record Compared(DeployedResource rule, List<Mismatch> mismatches) {

        String name() {
            return "rule " + Stack.id(rule.path());
        }

        List<String> facts() {
            List<String> facts = new ArrayList<>();
            if (rule.text("/State").equals("DISABLED")) {
                facts.add(name() + " is disabled");
            }
            mismatches.forEach(mismatch -> facts.add(name() + ": " + mismatch));
            return facts;
        }

        String fix() {
            return mismatches.stream()
                    .findFirst()
                    .map(first -> first.fix(name()))
                    .orElse("Enable " + name() + ".");
        }
    }

    Answer answer() {
        String bus = stack.name(hop.to());
        JsonNode event = Json.read(hop.payload());
        List<Compared> all = stack.of("AWS::Events::Rule")
                .filter(rule -> rule.properties().has("EventPattern"))
                .map(rule -> new Compared(rule, Mismatch.of(rule.properties().path("EventPattern"), event)))
                .sorted(NEAREST_FIRST)
                .toList();
        List<Compared> here = all.stream().filter(this::isHere).toList();
        List<Compared> elsewhere = all.stream()
                .filter(compared -> !isHere(compared) && compared.mismatches.isEmpty())
                .toList();
        List<String> facts = new ArrayList<>();
        here.forEach(compared -> facts.addAll(compared.facts()));
        elsewhere.forEach(compared ->
                facts.add(compared.name() + " matches, but it is on the bus " + Stack.busOf(compared.rule)));
        String end = here.isEmpty()
                ? "The bus " + bus + " has no rule."
                : "None of the " + here.size() + " rules of the bus " + bus + " matches this event.";
        if (!elsewhere.isEmpty()) {
            Compared rule = elsewhere.get(0);
            String fix = "Give " + rule.name() + " the bus " + bus + ": .eventBus(…)";
            return new Answer(hop, end, facts, fix, rule.rule.path());
        }
        return here.isEmpty()
                ? new Answer(
                        hop,
                        end,
                        facts,
                        "Add a rule with .eventBus(…), an event pattern and a target.",
                        stack.path(hop.to()))
                : new Answer(
                        hop, end, facts, here.get(0).fix(), here.get(0).rule.path());
    }

    private boolean isHere(Compared compared) {
        return Stack.busOf(compared.rule).equals(Stack.busName(hop.to()));
    }
}

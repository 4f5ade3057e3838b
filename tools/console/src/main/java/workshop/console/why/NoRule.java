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
record NoRule(Stack stack, Sources sources) {

    private record Compared(DeployedResource rule, List<Mismatch> mismatches) {

        boolean isDisabled() {
            return rule.properties().path("State").asText().equals("DISABLED");
        }

        long near() {
            return mismatches.stream().filter(Mismatch::isNear).count();
        }

        List<String> facts() {
            List<String> facts = new ArrayList<>();
            String name = "rule " + Stack.id(rule.path());
            if (isDisabled()) {
                facts.add(name + " is disabled");
            }
            mismatches.forEach(mismatch -> facts.add(name + ": " + mismatch));
            return facts;
        }
    }

    Answer of(Hop hop) {
        JsonNode event = Json.read(hop.payload());
        String bus = stack.name(hop.to());
        List<Compared> all = stack.of("AWS::Events::Rule")
                .filter(rule -> !rule.properties().path("EventPattern").isMissingNode())
                .map(rule -> new Compared(rule, Mismatch.of(rule.properties().path("EventPattern"), event)))
                .toList();
        List<Compared> here = all.stream()
                .filter(compared -> isOn(compared.rule, hop.to()))
                .sorted(Comparator.comparingInt((Compared compared) -> compared.mismatches.size())
                        .thenComparingLong(compared -> -compared.near()))
                .toList();
        List<String> facts = new ArrayList<>();
        here.forEach(compared -> facts.addAll(compared.facts()));
        List<Compared> elsewhere = all.stream()
                .filter(compared -> !isOn(compared.rule, hop.to()) && compared.mismatches.isEmpty())
                .toList();
        elsewhere.forEach(compared -> facts.add(
                "rule " + Stack.id(compared.rule.path()) + " matches, but it is on the bus " + busOf(compared.rule)));
        String end = here.isEmpty()
                ? "The bus " + bus + " has no rule."
                : "None of the " + here.size() + " rules of the bus " + bus + " matches this event.";
        if (!elsewhere.isEmpty()) {
            String rule = Stack.id(elsewhere.get(0).rule.path());
            return Answer.of(hop, end, facts, "Give rule " + rule + " the bus " + bus + ": .eventBus(…)")
                    .at(elsewhere.get(0).rule.path(), sources);
        }
        if (here.isEmpty()) {
            return Answer.of(hop, end, facts, "Add a rule with .eventBus(…), an event pattern and a target.")
                    .at(stack.path(hop.to()), sources);
        }
        return Answer.of(hop, end, facts, fix(here.get(0))).at(here.get(0).rule.path(), sources);
    }

    private static String fix(Compared nearest) {
        String rule = Stack.id(nearest.rule.path());
        return nearest.mismatches.stream()
                .findFirst()
                .map(mismatch -> "In the pattern of rule " + rule + ", " + mismatch.field() + " must match "
                        + (mismatch.got().isMissingNode() ? "a field that the event has" : Json.write(mismatch.got()))
                        + ".")
                .orElse("Enable rule " + rule + ".");
    }

    private static String busOf(DeployedResource rule) {
        String bus = rule.properties().path("EventBusName").asText("default");
        return bus.substring(bus.lastIndexOf('/') + 1);
    }

    private static boolean isOn(DeployedResource rule, String busArn) {
        return busArn.endsWith("/" + busOf(rule));
    }
}

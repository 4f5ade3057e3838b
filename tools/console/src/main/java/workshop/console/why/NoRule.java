package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            mismatches.forEach(its -> facts.add(name() + ": " + its));
            return facts;
        }

        String fix() {
            return mismatches.isEmpty()
                    ? "Enable " + name() + "."
                    : mismatches.get(0).fix(name());
        }
    }

    Answer answer() {
        String bus = Stack.busName(hop.to());
        JsonNode event = Json.read(hop.payload());
        Map<Boolean, List<Compared>> byPlace = stack.of("AWS::Events::Rule")
                .filter(rule -> rule.properties().has("EventPattern"))
                .map(rule -> new Compared(rule, Mismatch.of(rule.properties().path("EventPattern"), event)))
                .sorted(NEAREST_FIRST)
                .collect(Collectors.partitioningBy(one -> Stack.busOf(one.rule).equals(bus)));
        List<Compared> here = byPlace.get(true);
        List<Compared> elsewhere = byPlace.get(false).stream()
                .filter(compared -> compared.mismatches.isEmpty())
                .toList();
        List<String> facts = new ArrayList<>();
        here.forEach(compared -> facts.addAll(compared.facts()));
        elsewhere.forEach(compared ->
                facts.add(compared.name() + " matches, but it is on the bus " + Stack.busOf(compared.rule)));
        String end = here.isEmpty()
                ? "The bus " + bus + " has no rule."
                : "None of the " + here.size() + " rules of the bus " + bus + " matches this event.";
        String fix = !elsewhere.isEmpty()
                ? "Give " + elsewhere.get(0).name() + " the bus " + bus + ": .eventBus(…)"
                : here.isEmpty()
                        ? "Add a rule with .eventBus(…), an event pattern and a target."
                        : here.get(0).fix();
        Stream<Compared> wrong = Stream.concat(elsewhere.stream(), here.stream());
        String construct = wrong.findFirst().map(one -> one.rule.path()).orElse(stack.path(hop.to()));
        return new Answer(hop, end, facts, fix, construct);
    }
}

package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** No rule of the bus matched an event: each rule, field by field, the nearest one first. */
record NoRule(Stack stack, Hop hop) {
    /** A rule for another type of event isn't what is meant, whatever else of it matches. */
    private static final Comparator<Compared> NEAREST_FIRST = Comparator.comparing(Compared::isForAnotherType)
            .thenComparing(compared -> compared.mismatches.size())
            .thenComparing(compared ->
                    -compared.mismatches.stream().filter(Mismatch::isNear).count());

    private record Compared(DeployedResource rule, List<Mismatch> mismatches) {

        boolean isForAnotherType() {
            return mismatches.stream().anyMatch(its -> its.field().equals("detail-type") && !its.isNear());
        }

        String name() {
            return "rule " + Stack.id(rule.path());
        }

        boolean isDisabled() {
            return rule.text("/State").equals("DISABLED");
        }

        List<String> facts() {
            List<String> facts = new ArrayList<>();
            if (isDisabled()) {
                facts.add(name() + " is disabled");
            } else if (mismatches.isEmpty()) {
                facts.add(name() + " matches it as it is deployed now, unless a call has changed or disabled it");
            }
            mismatches.forEach(its -> facts.add(name() + ": " + its));
            return facts;
        }

        String fix() {
            return !mismatches.isEmpty()
                    ? mismatches.get(0).fix(name()) + " If the event is wrong, change the event."
                    : isDisabled() ? "Enable " + name() + "." : Answer.AGAIN;
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
                        : ofEvent(here).orElseGet(() -> here.get(0).fix());
        Stream<Compared> wrong = Stream.concat(elsewhere.stream(), here.stream());
        String construct = wrong.findFirst().map(one -> one.rule.path()).orElse(stack.path(hop.to()));
        return new Answer(hop, end, facts, fix, construct);
    }

    /** What to change in the event, if all of several rules want the same of a field, and it has something else. */
    private static Optional<String> ofEvent(List<Compared> here) {
        return here.get(0).mismatches.stream()
                .filter(its -> here.size() > 1 && here.stream().allMatch(rule -> rule.mismatches.contains(its)))
                .findFirst()
                .map(its -> (here.size() == 2 ? "Both rules want " : "All " + here.size() + " rules want ")
                        + its.field() + " " + Json.write(its.wanted())
                        + ": publish events with it. If the rules are wrong, change them.");
    }
}

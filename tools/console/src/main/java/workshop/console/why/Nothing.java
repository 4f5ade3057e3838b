package workshop.console.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/** Nothing went wrong, and yet nothing came: the stream is off, no mapping reads it, or a function called nobody. */
record Nothing(Stack stack, Sources sources) {
    private static final String HANDS_ON = "events:PutEvents|sns:Publish|sqs:SendMessage";

    Optional<Answer> of(Journey journey) {
        return journey.hops().stream()
                .filter(hop -> hop.kind().startsWith("dynamodb:") && hop.isGood())
                .filter(write -> !journey.goesOn(write))
                .flatMap(write -> unread(write).stream())
                .findFirst()
                .or(() -> journey.hops().stream()
                        .filter(hop -> hop.kind().equals("lambda:Return") && hop.isGood())
                        .filter(returned -> !called(journey, returned))
                        .flatMap(returned -> silent(returned).stream())
                        .reduce((before, last) -> last));
    }

    /** A write whose record nobody read; empty for a table whose stream nobody needs, such as one that a handler keeps. */
    private Optional<Answer> unread(Hop write) {
        DeployedResource table = stack.named(write.to()).orElse(null);
        boolean anyStream = stack.of("AWS::DynamoDB::Table").anyMatch(Nothing::hasStream);
        if (table == null || !hasStream(table) && anyStream) {
            return Optional.empty();
        }
        String name = Stack.id(table.path());
        if (!hasStream(table)) {
            return Optional.of(Answer.of(
                            write,
                            "It was written to " + name + ", and that table has no stream.",
                            List.of("no table of the stack has a stream"),
                            "Turn the stream on: .stream(StreamViewType.NEW_AND_OLD_IMAGES)")
                    .at(table.path(), sources));
        }
        List<DeployedResource> reading = stack.mappings(table.attributes().get("StreamArn"));
        if (reading.isEmpty()) {
            return Optional.of(Answer.of(
                            write,
                            "It was written to " + name + ", whose stream no function reads.",
                            List.of("there are "
                                    + stack.of("AWS::Lambda::EventSourceMapping")
                                            .count() + " event source mappings, none of this stream"),
                            "Add new DynamoEventSource(…) to the function that is to read it.")
                    .at(table.path(), sources));
        }
        DeployedResource mapping = reading.get(0);
        List<String> facts = new ArrayList<>();
        boolean disabled = mapping.properties().has("Enabled")
                && !mapping.properties().path("Enabled").asBoolean();
        if (disabled) {
            facts.add("the mapping is disabled");
        }
        if (mapping.properties().path("StartingPosition").asText().equals("LATEST")) {
            facts.add("it starts at LATEST: what was written before it was made, or while, is not read");
        }
        return Optional.of(Answer.of(
                        write,
                        "It was written to " + name + ", and "
                                + stack.name(mapping.properties()
                                        .path("FunctionName")
                                        .asText()) + " has not got its record" + (facts.isEmpty() ? " yet." : "."),
                        facts,
                        facts.isEmpty()
                                ? "Wait: an older record of the stream may be tried again."
                                : disabled
                                        ? "Enable it: .enabled(true)"
                                        : "Start at TRIM_HORIZON: .startingPosition(StartingPosition.TRIM_HORIZON)")
                .at(mapping.path(), sources));
    }

    private static boolean hasStream(DeployedResource table) {
        return table.properties().has("StreamSpecification");
    }

    private static boolean called(Journey journey, Hop returned) {
        return journey.hops().stream()
                .filter(hop -> hop.kind().equals("lambda:Invoke") && hop.to().equals(returned.to()))
                .anyMatch(invoked -> journey.hops().stream()
                        .anyMatch(hop -> hop.causes().contains(invoked.number())
                                && !hop.kind().equals("lambda:Return")));
    }

    /** A function that may hand something on, and did not. */
    private Optional<Answer> silent(Hop returned) {
        return stack.function(returned.to()).flatMap(function -> {
            List<String> may = stack
                    .statements(function.properties().path("Role").asText())
                    .stream()
                    .flatMap(statement -> Stack.elements(statement.path("Action")))
                    .map(action -> action.asText())
                    .filter(action -> action.matches(HANDS_ON))
                    .distinct()
                    .toList();
            String name = Stack.id(function.path());
            return may.isEmpty()
                    ? Optional.<Answer>empty()
                    : Optional.of(Answer.of(
                                    returned,
                                    name + " answered without an error, and called nothing.",
                                    List.of("its role allows " + may),
                                    "If this change is one that should go on, look at what " + name
                                            + " does with it, and at its log.")
                            .at(function.path(), sources));
        });
    }
}

package workshop.console.why;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/** Nothing went wrong, and yet nothing came: the stream is off, no mapping reads it, or a function called nobody. */
record Nothing(Stack stack, Journey journey) {
    private static final String HANDS_ON = "events:PutEvents|sns:Publish|sqs:SendMessage";

    Optional<Answer> answer() {
        return journey.hops().stream()
                .filter(hop -> hop.kind().startsWith("dynamodb:") && hop.isGood())
                .filter(write -> journey.next(write).findAny().isEmpty())
                .flatMap(write -> unread(write).stream())
                .findFirst()
                .or(() -> journey.hops().stream()
                        .filter(hop -> hop.kind().equals("lambda:Return") && hop.isGood())
                        .filter(returned -> !called(returned))
                        .flatMap(returned -> silent(returned).stream())
                        .reduce((before, last) -> last));
    }

    /** A write whose record nobody read; empty for a table whose stream nobody needs, such as one that a handler keeps. */
    private Optional<Answer> unread(Hop write) {
        boolean anyStream = stack.of("AWS::DynamoDB::Table").anyMatch(Nothing::hasStream);
        return stack.named(write.to())
                .filter(table -> hasStream(table) || !anyStream)
                .map(table -> {
                    String end = "It was written to " + Stack.id(table.path());
                    if (!hasStream(table)) {
                        return new Answer(
                                write,
                                end + ", and that table has no stream.",
                                List.of("no table of the stack has a stream"),
                                "Turn the stream on: .stream(StreamViewType.NEW_AND_OLD_IMAGES)",
                                table.path());
                    }
                    long mappings = stack.of("AWS::Lambda::EventSourceMapping").count();
                    return stack.mappings(table.attributes().get("StreamArn"))
                            .findFirst()
                            .map(mapping -> notRead(write, end, mapping))
                            .orElseGet(() -> new Answer(
                                    write,
                                    end + ", whose stream no function reads.",
                                    List.of("there are " + mappings + " event source mappings, none of this stream"),
                                    "Add new DynamoEventSource(…) to the function that is to read it.",
                                    table.path()));
                });
    }

    private Answer notRead(Hop write, String end, DeployedResource mapping) {
        boolean disabled = mapping.text("/Enabled").equals("false");
        boolean latest = mapping.text("/StartingPosition").equals("LATEST");
        List<String> facts = Stream.of(
                        disabled ? "the mapping is disabled" : "",
                        latest ? "it starts at LATEST: what was written before it was made, or while, is not read" : "")
                .filter(fact -> !fact.isEmpty())
                .toList();
        String fix = disabled
                ? "Enable it: .enabled(true)"
                : latest
                        ? "Start at TRIM_HORIZON: .startingPosition(StartingPosition.TRIM_HORIZON)"
                        : "Wait: an older record of the stream may be tried again.";
        String function = stack.name(mapping.text("/FunctionName"));
        return new Answer(
                write,
                end + ", and " + function + " has not got its record" + (facts.isEmpty() ? " yet." : "."),
                facts,
                fix,
                mapping.path());
    }

    private static boolean hasStream(DeployedResource table) {
        return table.properties().has("StreamSpecification");
    }

    private boolean called(Hop returned) {
        return journey.hops().stream()
                .filter(hop -> hop.kind().equals("lambda:Invoke") && hop.to().equals(returned.to()))
                .flatMap(journey::next)
                .anyMatch(next -> !next.kind().equals("lambda:Return"));
    }

    /** A function that may hand something on, and did not. */
    private Optional<Answer> silent(Hop returned) {
        return stack.function(returned.to()).flatMap(function -> {
            List<String> may = stack.statements(function).stream()
                    .flatMap(statement -> Stack.elements(statement.path("Action")))
                    .map(action -> action.asText())
                    .filter(action -> action.matches(HANDS_ON))
                    .distinct()
                    .toList();
            String name = Stack.id(function.path());
            return Optional.of(new Answer(
                            returned,
                            name + " answered without an error, and called nothing.",
                            List.of("its role allows " + may),
                            "If this change is one that should go on, look at what " + name
                                    + " does with it, and at its log.",
                            function.path()))
                    .filter(answer -> !may.isEmpty());
        });
    }
}

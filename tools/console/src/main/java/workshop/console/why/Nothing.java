package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.iam.Policy.Decision;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;

/** Nothing went wrong, and yet nothing came: the stream is off, no mapping reads it, or a function called nobody. */
record Nothing(Stack stack, Journey journey, Account account) {
    private static final int MAX_LINE = 99; // characters
    private static final String HANDS_ON = "events:PutEvents|sns:Publish|sqs:SendMessage";

    Optional<Answer> answer() {
        return good("dynamodb:")
                .filter(write -> journey.next(write).findAny().isEmpty())
                .flatMap(write -> unread(write).stream())
                .findFirst()
                .or(() -> good("events:Match").flatMap(this::withoutTarget).findFirst())
                .or(() -> good("lambda:Return")
                        .filter(returned -> !called(returned))
                        .flatMap(returned -> silent(returned).stream())
                        .reduce((before, last) -> last));
    }

    private Stream<Hop> good(String kind) {
        return journey.hops().stream().filter(hop -> hop.kind().startsWith(kind) && hop.isGood());
    }

    /** A write whose record nobody read; empty for a table whose stream nobody needs, such as one that a handler keeps. */
    private Optional<Answer> unread(Hop write) {
        return stack.named(write.to())
                .filter(table -> hasStream(table) || stack.of(table.type()).noneMatch(Nothing::hasStream))
                .map(table -> unread(write, table));
    }

    private Answer unread(Hop write, DeployedResource table) {
        String end = "It was written to " + Stack.id(table.path());
        if (!hasStream(table)) {
            List<String> facts = List.of("no table of the stack has a stream");
            String fix = "Turn the stream on: .stream(StreamViewType.NEW_AND_OLD_IMAGES)";
            return new Answer(write, end + ", and that table has no stream.", facts, fix, table.path());
        }
        Optional<DeployedResource> mapping =
                stack.mappings(table.attributes().get("StreamArn")).findFirst();
        if (mapping.isPresent()) {
            return notRead(write, end, mapping.get());
        }
        List<String> others = stack.of("AWS::Lambda::EventSourceMapping")
                .map(its -> stack.name(its.text("/FunctionName")) + " reads the "
                        + stack.title(its.text("/EventSourceArn")))
                .toList();
        List<String> facts = others.isEmpty() ? List.of("the stack has no event source mapping") : others;
        String fix = others.isEmpty()
                ? "Add new DynamoEventSource(…) to the function that is to read it."
                : "Is this table meant? Give it to new DynamoEventSource(…) of the function that is to read it.";
        return new Answer(write, end + ", whose stream no function reads.", facts, fix, table.path());
    }

    private Answer notRead(Hop write, String end, DeployedResource mapping) {
        end += ", and " + stack.name(mapping.text("/FunctionName")) + " has not got its record";
        List<String> facts = new ArrayList<>();
        String fix = "Wait: an older record of the stream may be tried again.";
        if (mapping.text("/StartingPosition").equals("LATEST")) {
            facts.add("it starts at LATEST: what was written before it was made, or while, is not read");
            fix = "Start at TRIM_HORIZON: .startingPosition(StartingPosition.TRIM_HORIZON)";
        }
        boolean mayRead = stack.function(mapping.text("/FunctionName"))
                .map(stack::statements)
                .filter(its ->
                        Refusal.decide(its, "dynamodb:GetRecords", mapping.text("/EventSourceArn")) == Decision.ALLOWED)
                .isPresent();
        if (!mayRead) {
            facts.add("the function's role does not allow dynamodb:GetRecords on the stream");
            fix = "Allow it, as new DynamoEventSource(…) does.";
        }
        if (mapping.text("/Enabled").equals("false")) {
            facts.add("the mapping is disabled");
            fix = "Enable it: .enabled(true)";
        }
        return new Answer(write, end + (facts.isEmpty() ? " yet." : "."), facts, fix, mapping.path());
    }

    private Stream<Answer> withoutTarget(Hop matched) {
        String end = "Rule " + stack.name(matched.to()) + " matches this event, and has no target.";
        return stack.named(matched.to()).stream()
                .filter(rule -> Stack.targets(rule).findAny().isEmpty())
                .map(rule -> new Answer(matched, end, List.of(), "Give it one: .targets(List.of(…))", rule.path()));
    }

    /** What functions that called nobody logged last, and the rules whose targets are log groups alone: a line each. */
    Stream<String> end() {
        Stream<String> logged = good("lambda:Return")
                .filter(returned -> !called(returned))
                .flatMap(returned -> new Failure(stack, returned, account)
                        .lastLines().stream()
                                .reduce((before, last) -> last)
                                .map(line -> stack.name(returned.to()) + " logged: "
                                        + line.replaceFirst("(.{" + MAX_LINE + "}).+", "$1…"))
                                .stream());
        Stream<String> rules = good("events:Match")
                .flatMap(matched -> stack.named(matched.to()).stream())
                .filter(rule -> Stack.targets(rule).allMatch(arn -> arn.contains(":log-group:")))
                .map(rule -> "The rule " + Stack.id(rule.path()) + " has no other target.");
        return Stream.concat(logged, rules).distinct();
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
                    .filter(statement -> stack.resources().stream() // where Lambda itself leaves what fails
                            .map(its -> its.text("/DestinationConfig/OnFailure/Destination"))
                            .noneMatch(statement.path("Resource").asText()::equals))
                    .flatMap(statement -> Json.each(statement.path("Action")).stream())
                    .map(JsonNode::asText)
                    .filter(action -> action.matches(HANDS_ON))
                    .distinct()
                    .toList();
            String name = Stack.id(function.path());
            String end = name + " answered without an error, and called nothing.";
            String fix = "If this change should go on, look at what " + name + " does with it, and at its log.";
            List<String> facts = new ArrayList<>(List.of("its role allows " + may));
            new Failure(stack, returned, account).lastLines().forEach(line -> facts.add("| " + line));
            String file = function.text("/Handler").replaceFirst("::.*", "").replaceFirst(".*\\.", "") + ".java";
            return Optional.of(new Answer(returned, end, facts, fix, "").at(file))
                    .filter(answer -> !may.isEmpty());
        });
    }
}

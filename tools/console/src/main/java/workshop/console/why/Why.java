package workshop.console.why;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;

/**
 * Answers why a change did not arrive, from what happened and from what is deployed.
 *
 * @param project the folder of the CDK project that is deployed
 */
public record Why(Account account, Journeys journeys, Path project) {
    private static final int LOOKED_AT = 50;

    /** Where a journey ended early, the first place first; none if all of it arrived, as far as one can know. */
    public List<Answer> of(Journey journey) {
        Stack stack = stack();
        Sources sources = new Sources(project.resolve("src/main/java"));
        Map<String, Hop> ends = new LinkedHashMap<>();
        // of several tries the last one
        journey.failures().forEach(failed -> ends.put(failed.kind() + " " + failed.to(), failed));
        Set<Long> refused = ends.values().stream()
                .filter(hop -> hop.kind().equals("iam:Refused"))
                .flatMap(hop -> hop.causes().stream())
                .collect(Collectors.toSet());
        List<Answer> answers = new ArrayList<>();
        ends.values().stream()
                .filter(end -> !end.kind().equals("lambda:Return") || !refused.containsAll(end.causes()))
                .forEach(end -> answer(end, journey, stack, sources).ifPresent(answers::add));
        if (answers.isEmpty()) {
            new Nothing(stack, journey, account).answer().ifPresent(answers::add);
        }
        journey.parked().ifPresent(parked -> answers.add(parked(parked, stack)));
        return answers.stream()
                .map(answer -> answer.line().isEmpty()
                        ? answer.at(sources.line(answer.construct(), stack.type(answer.construct())))
                        : answer)
                .toList();
    }

    private Stack stack() {
        return new Stack(account.resources());
    }

    private Optional<Answer> answer(Hop end, Journey journey, Stack stack, Sources sources) {
        Answer answer = switch (end.kind()) {
            case "events:Match" -> new NoRule(stack, end).answer();
            case "iam:Refused" -> new Refusal(stack, end).answer(account, sources);
            case "lambda:Filter" -> new KeptOut(stack, end).byMapping();
            case "sns:Filter" -> new KeptOut(stack, end).bySubscription();
            case "sns:Match" -> new Delivering(stack, end).noSubscription();
            case "email:Deliver", "email-json:Deliver" -> new Delivering(stack, end).notConfirmed(account.inbox());
            case "lambda:Return" -> new Failure(stack, end, account).answer(journey, sources);
            case "events:PutEvents" -> notPut(end, stack);
            case "events:Lost", "sns:Lost", "lambda:Lost" -> lost(end, stack);
            default -> end.kind().matches("lambda:Invoke|.*:Deliver") ? new Delivering(stack, end).answer() : null;
        };
        return Optional.ofNullable(answer); // what an API's response says came of another hop
    }

    /** Why a hop failed, in one line; empty if it did not. */
    public String reason(Hop hop) {
        if (hop.isGood() && !Journey.isPartial(hop)) {
            return "";
        }
        return switch (hop.kind()) {
            case "iam:Refused" -> "may not call " + hop.details().get("action") + " on " + stack().name(hop.to());
            case "lambda:Return" -> new Failure(stack(), hop, account).inOneLine();
            default -> hop.outcome();
        };
    }

    private static Answer lost(Hop end, Stack stack) {
        boolean hasQueue = end.to().contains(":sqs:"); // which did not take it, as another answer says
        String fix = hasQueue ? "" : "Give " + stack.name(end.from()) + " a queue for what fails.";
        String why = hasQueue ? stack.name(end.to()) + " did not take it" : end.outcome();
        return new Answer(end, "It is lost: " + why + ".", List.of(), fix, stack.path(end.from()));
    }

    private static Answer notPut(Hop end, Stack stack) {
        String what = "The event did not come to a bus: " + end.outcome() + ".";
        if (!end.outcome().startsWith("dropped")) {
            return new Answer(end, what, List.of(), "Send the failed entries again.", "");
        }
        Stream<String> buses = stack.of("AWS::Events::EventBus").map(bus -> "there is the bus " + bus.ref());
        return new Answer(end, what, buses.toList(), Refusal.give("name", "the bus"), "");
    }

    private Answer parked(Hop parked, Stack stack) {
        boolean isRecord = stack.of("AWS::Lambda::EventSourceMapping")
                .filter(mapping ->
                        mapping.text("/DestinationConfig/OnFailure/Destination").equals(parked.to()))
                .map(mapping -> Stack.functionName(mapping.text("/FunctionName")))
                .anyMatch(Stack.functionName(parked.from())::equals);
        String end = "It is parked in the queue " + stack.name(parked.to()) + ", where "
                + (isRecord ? "the event source mapping of " : "") + stack.name(parked.from()) + " leaves what fails.";
        int port = URI.create(account.endpoint()).getPort();
        String redrive = "./workshop redrive" + (port == Options.defaults().port() ? "" : " --port " + port);
        String fix = isRecord
                ? "When the cause is fixed, or the code can read the record, send it again within 24 hours of the change,"
                        + " before the stream forgets it: "
                : "When the cause is fixed, send it again: ";
        return new Answer(parked, end, List.of(), fix + redrive, "");
    }

    /** What there is to say of the newest change that carries the text, or of the newest that ended early. */
    public List<String> lines(String containing) {
        List<Journey> found = journeys.containing(containing, containing.isEmpty() ? LOOKED_AT : 1);
        if (found.isEmpty()) {
            String none = containing.isEmpty()
                    ? "Nothing has happened yet."
                    : "Nothing that happened carries \"" + containing + "\".";
            return List.of(none + " Make a change, such as POST /todo, and ask again.");
        }
        Stream<Journey> ended = found.stream().filter(journey -> !of(journey).isEmpty());
        return lines(ended.findFirst().orElse(found.get(0)));
    }

    /** The same of one change. */
    public List<String> lines(Journey journey) {
        Stack stack = stack();
        Set<String> targets =
                stack.of("AWS::Events::Rule").flatMap(Stack::targets).collect(Collectors.toSet());
        Set<String> queues = journey.parkings()
                .filter(hop -> !targets.contains(hop.to()))
                .map(hop -> stack.title(hop.to()))
                .collect(Collectors.toSet());
        String parts = journey.hops().stream()
                .filter(hop -> hop.isGood() && !hop.kind().matches("apigateway:.*|.*:(Return|Retry)"))
                .map(hop -> stack.title(hop.to()))
                .filter(part -> !queues.contains(part))
                .distinct()
                .collect(Collectors.joining(", "));
        List<String> lines = new ArrayList<>();
        lines.add(journey.title() + (journey.name() == null ? "" : ", \"" + journey.name() + "\"") + ", at "
                + LocalTime.ofInstant(journey.at(), ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
        lines.add("It came to " + (parts.isEmpty() ? "nothing behind the API" : parts) + ".");
        of(journey).forEach(answer -> lines.addAll(answer.lines()));
        if (lines.size() == 2) {
            lines.addAll(1, end(journey, queues));
            new Nothing(stack, journey, account).end().forEach(lines::add);
        }
        return lines;
    }

    /** How a change ended that is not stuck: the API refused it, or it arrived, at once or at a later try. */
    private List<String> end(Journey journey, Set<String> queues) {
        Optional<Hop> refused = journey.hops().stream()
                .filter(hop -> hop.kind().equals("apigateway:Response") && !hop.isGood())
                .findFirst();
        if (refused.isPresent()) {
            return List.of("The API answered " + refused.get().outcome() + ": "
                    + refused.get().payload());
        }
        Map<String, Long> failed = journey.madeGood()
                .collect(Collectors.groupingBy(
                        hop -> stack().title(hop.to()) + ": " + reason(hop),
                        LinkedHashMap::new,
                        Collectors.counting()));
        List<String> lines = new ArrayList<>();
        if (!queues.isEmpty()) {
            lines.add("It failed, was parked in the " + String.join(" and the ", queues)
                    + ", was sent again, and arrived.");
        } else {
            lines.add(failed.isEmpty() ? "Nothing failed." : "It failed, was tried again, and arrived.");
        }
        failed.forEach((what, times) -> lines.add("  " + what + (times == 1 ? "" : " (" + times + " times)")));
        return lines;
    }
}

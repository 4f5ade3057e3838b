package workshop.console.why;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.gateway.Service;
import workshop.cloud.iam.Caller;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;
import workshop.console.journey.Journey;
import workshop.console.journey.Journeys;

/**
 * Answers why a change did not arrive, from what happened and from what is deployed.
 *
 * @param sources where the constructs are made
 */
public record Why(Account account, Journeys journeys, Sources sources) implements Service {
    /** The first segment of the paths under which it answers. */
    public static final String PREFIX = "_console";

    /** @param project the folder of the CDK project that is deployed; null if there is none */
    public Why(Account account, Journeys journeys, Path project) {
        this(account, journeys, Sources.in(project));
    }

    /** Where a journey ended early, the first place first; none if all of it arrived, as far as one can know. */
    public List<Answer> of(Journey journey) {
        Stack stack = new Stack(account.resources());
        Map<String, Hop> ends = new LinkedHashMap<>();
        for (Hop failed : journey.failures()) {
            ends.put(failed.kind() + " " + failed.to(), failed); // of several tries the last one
        }
        Set<Long> refused = ends.values().stream()
                .filter(hop -> hop.kind().equals("iam:Refused"))
                .flatMap(hop -> hop.causes().stream())
                .collect(Collectors.toSet());
        List<Answer> answers = new ArrayList<>();
        for (Hop end : ends.values()) {
            boolean isRefusalItself = end.kind().equals("lambda:Return") && refused.containsAll(end.causes());
            if (!isRefusalItself) {
                answer(end, journey, stack).ifPresent(answers::add);
            }
        }
        if (answers.isEmpty()) {
            new Nothing(stack, sources).of(journey).ifPresent(answers::add);
        }
        journey.parked().ifPresent(parked -> answers.add(parked(parked, stack)));
        return answers;
    }

    private Optional<Answer> answer(Hop end, Journey journey, Stack stack) {
        return switch (end.kind()) {
            case "events:Match" -> Optional.of(new NoRule(stack, sources).of(end));
            case "iam:Refused" ->
                Optional.of(new Refusal(stack, sources, account.faults().all()).of(end));
            case "lambda:Filter" -> Optional.of(new KeptOut(stack, sources).ofMapping(end));
            case "sns:Filter" -> Optional.of(new KeptOut(stack, sources).ofSubscription(end));
            case "sns:Match" -> Optional.of(new Mails(stack, sources, account).noSubscription(end));
            case "email:Deliver", "email-json:Deliver" ->
                Optional.of(new Mails(stack, sources, account).notConfirmed(end));
            case "lambda:Return" -> Optional.of(new Failure(stack, sources, account).of(end, journey));
            case "apigateway:Response" -> Optional.empty(); // what it says came of another hop
            case "events:PutEvents" -> Optional.of(notPut(end, stack));
            case "events:Lost", "sns:Lost", "lambda:Lost" ->
                Optional.of(Answer.of(
                                end,
                                "It is lost: " + end.outcome() + ".",
                                List.of(),
                                "Give " + stack.name(end.from()) + " a queue for what fails.")
                        .at(stack.path(end.from()), sources));
            default ->
                Optional.of(end)
                        .filter(hop ->
                                hop.kind().endsWith(":Deliver") || hop.kind().equals("lambda:Invoke"))
                        .map(new Delivering(stack, sources)::of);
        };
    }

    /** Why a hop failed, in one line; empty if it did not. */
    public String reason(Hop hop) {
        if (hop.isGood() && !Journey.isPartial(hop)) {
            return "";
        }
        Stack stack = new Stack(account.resources());
        return switch (hop.kind()) {
            case "iam:Refused" -> "may not call " + hop.details().get("action") + " on " + stack.name(hop.to());
            case "lambda:Return" -> new Failure(stack, sources, account).inOneLine(hop);
            default -> hop.outcome();
        };
    }

    private Answer notPut(Hop end, Stack stack) {
        List<String> buses = stack.of("AWS::Events::EventBus")
                .map(bus -> "there is the bus " + bus.ref())
                .toList();
        boolean dropped = end.outcome().startsWith("dropped");
        return Answer.of(
                end,
                "The event did not come to a bus: " + end.outcome() + ".",
                dropped ? buses : List.of(),
                dropped
                        ? "Pass the bus's name to the function: .environment(…), and use it as eventBusName."
                        : "Send the failed entries again.");
    }

    private Answer parked(Hop parked, Stack stack) {
        String queue = stack.name(parked.to());
        return Answer.of(
                parked,
                "It is parked in the queue " + queue + ", where " + stack.name(parked.from()) + " leaves what fails.",
                List.of(),
                "When the cause is fixed, send it again: ./workshop redrive");
    }

    /** What there is to say of the newest change that carries the text, or of the newest that ended early. */
    public ObjectNode json(String containing) {
        Optional<Journey> journey = newest(containing);
        ObjectNode json = Json.object();
        if (journey.isEmpty()) {
            String text = containing.isEmpty()
                    ? "Nothing has happened yet."
                    : "Nothing that happened carries \"" + containing + "\".";
            json.putArray("lines").add(text + " Make a change, such as POST /todo, and ask again.");
            json.putArray("answers");
            return json;
        }
        List<Answer> answers = of(journey.get());
        json.put("journey", journey.get().id());
        var lines = json.putArray("lines");
        lines.add(journey.get().title() + " at " + journey.get().at() + ", "
                + journey.get().hops().size() + " hops");
        answers.forEach(answer -> answer.lines().forEach(lines::add));
        if (answers.isEmpty()) {
            Hop last = journey.get().last();
            lines.add("It went on without an error; the last hop is " + last.kind() + " to "
                    + new Stack(account.resources()).name(last.to()) + ".");
        }
        answers.forEach(answer -> json.withArray("/answers").add(answer.json()));
        return json;
    }

    /** Answers {@code GET /_console/why?containing=TEXT}. */
    @Override
    public HttpReply handle(Caller caller, HttpRequest request) {
        return request.path().equals("/" + PREFIX + "/why") && request.method().equals("GET")
                ? HttpReply.json(200, json(request.queryParameter("containing").orElse("")))
                : HttpReply.json(404, Json.object().put("error", "There is GET /" + PREFIX + "/why?containing=TEXT"));
    }

    private Optional<Journey> newest(String containing) {
        List<Journey> found = journeys.containing(containing, containing.isEmpty() ? 50 : 1);
        return found.stream()
                .filter(journey -> !containing.isEmpty() || !of(journey).isEmpty())
                .findFirst()
                .or(() -> found.stream().findFirst());
    }
}

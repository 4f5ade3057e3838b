package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Fault;
import workshop.cloud.iam.Policy;
import workshop.cloud.iam.Policy.Decision;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** A function's call was refused: the statement that comes nearest, and what would grant it. */
record Refusal(Stack stack, Hop hop) {
    Answer answer(Account account, Sources sources) {
        String called = stack.name(hop.to());
        String end = who() + " may not call " + action() + " on " + called + ".";
        if (hop.outcome().endsWith("explicit deny in a resource-based policy")) {
            String fact = "a statement in the policy of " + called + " denied it";
            String fix = "Take that statement out of the policy of " + called + ".";
            return new Answer(hop, end, List.of(fact), fix, stack.path(hop.to()));
        }
        Optional<DeployedResource> function = stack.function(session());
        List<JsonNode> statements = function.map(stack::statements).orElse(List.of());
        Decision decision = decide(statements, action(), hop.to());
        if (decision == Decision.ALLOWED) {
            Optional<String> fault = account.faults().all().stream()
                    .filter(one -> one.effect() == Fault.Effect.DENY && one.on().equals(action()))
                    .map(one -> ", but a fault that is set denies it: " + one.name())
                    .findFirst();
            String fix = fault.isPresent() ? Failure.takeAwayFault(account) : Answer.AGAIN;
            return new Answer(hop, end, List.of("its role allows that" + fault.orElse(" now")), fix, "");
        }
        Optional<String> lack = function.filter(its -> hop.to().matches("\\*?|.*:event-bus/default"))
                .flatMap(sources::lack);
        boolean isElsewhere =
                !hop.to().equals("*") && (isNoArn() || stack.named(hop.to()).isEmpty());
        Optional<DeployedResource> meant =
                lack.isPresent() || isElsewhere && decision != Decision.DENIED ? meant(statements) : Optional.empty();
        if (lack.isPresent() || meant.isPresent()) {
            return misnamed(end, lack, meant);
        }
        List<String> near = statements.stream()
                .flatMap(statement -> nearest(statement, action()).stream())
                .toList();
        return new Answer(
                hop,
                end,
                near.isEmpty() ? List.of("its role has no statement about this action or about this resource") : near,
                grant(action(), who()),
                place(stack.path(hop.to())));
    }

    private String action() {
        return hop.details().get("action").toString();
    }

    private String session() {
        return hop.details().get("session").toString();
    }

    private String who() {
        return stack.name(session());
    }

    private boolean isNoArn() {
        return !hop.to().matches("\\*|arn:.*");
    }

    /** What was called has another name than what the role allows, or none. */
    private Answer misnamed(String end, Optional<String> lack, Optional<DeployedResource> meant) {
        String there = meant.map(its -> its.ref().replaceFirst(".*[:/]", "")).orElse("");
        String other = isNoArn()
                ? "\"" + hop.to() + "\" is no ARN"
                : "\"" + stack.name(hop.to()) + "\" is not in the stack; \"" + there + "\" is";
        String what = hop.to().endsWith(":event-bus/default")
                ? who() + " may not call " + action() + " on the default bus, where an entry goes that names no bus."
                : hop.to().matches("\\*?") ? who() + " called " + action() + ", and what it called has no name." : end;
        String its = meant.map(DeployedResource::path).orElse("");
        String fix = meant.map(one ->
                        give(one.ref().startsWith("arn:") ? "ARN" : "name", "the " + Stack.word(one) + " " + there))
                .orElse(give("name", "what it calls"));
        String place = its.isEmpty() || lack.isPresent() ? place(its) : its;
        return new Answer(hop, what, List.of(lack.orElse(other)), fix, place);
    }

    /** @param what of the resource its code needs: its name or its ARN */
    static String give(String what, String resource) {
        return "Give the function the " + what + " of " + resource + ": .addEnvironment(…), and use that " + what
                + " in its code.";
    }

    /** Where to grant it: at the function, if one construct makes it and what it called, else in the construct of the latter. */
    private String place(String called) {
        String function = stack.path(session());
        return called.isEmpty() || Stack.around(called).equals(Stack.around(function)) ? function : called;
    }

    /** The resource that was meant by a name that the stack doesn't have: one of its kind that the role allows. */
    private Optional<DeployedResource> meant(List<JsonNode> statements) {
        String kind = hop.to().replaceFirst("[^:/]+$", "");
        return stack.resources().stream()
                .filter(its -> Stream.concat(Stream.of(its.ref()), its.attributes().values().stream())
                        .filter(arn -> arn.startsWith(kind))
                        .anyMatch(arn -> hop.to().endsWith(":event-bus/default")
                                || statements.stream()
                                        .anyMatch(one -> decision(one, action(), arn) == Decision.ALLOWED)))
                .findFirst();
    }

    static Decision decide(List<JsonNode> statements, String action, String resource) {
        return Policy.decide(statements.stream().map(Policy::ofStatement).toList(), action, resource);
    }

    private static Decision decision(JsonNode statement, String action, String resource) {
        return decide(List.of(statement), action, resource);
    }

    private static boolean isSilent(JsonNode statement, String instead, String action, String resource) {
        return decision(((ObjectNode) statement.deepCopy()).put(instead, "*"), action, resource) == Decision.SILENT;
    }

    private Optional<String> nearest(JsonNode statement, String action) {
        String resources = Json.write(statement.path("Resource"));
        String actions = Json.write(statement.path("Action"));
        if (statement.path("Effect").asText().equals("Deny")) {
            return Optional.of("a statement denies " + actions + " on " + resources)
                    .filter(text -> decision(statement, action, hop.to()) == Decision.DENIED);
        }
        if (!isSilent(statement, "Resource", action, hop.to())) {
            return Optional.of("a statement allows " + action + " on " + resources + ", not on this resource");
        }
        return Json.each(statement.path("Action")).stream()
                .map(JsonNode::asText)
                .filter(one -> one.endsWith(action.replaceFirst(".*:", ":")))
                .findFirst()
                .map(other -> "a statement allows " + other + "; the action is " + action)
                .or(() -> Optional.of("a statement allows " + actions + " on this resource, not " + action)
                        .filter(text ->
                                !isSilent(statement, "Action", action, hop.to()) && !resources.contains("\"*\"")));
    }

    /** The line of CDK that grants an action, and nothing more than it. */
    private String grant(String action, String function) {
        String call = switch (action) {
            case "events:PutEvents" -> "grantPutEventsTo(function)";
            case "sns:Publish" -> "grantPublish(function)";
            case "lambda:InvokeFunction" -> "grantInvoke(function)";
            default -> action.matches("(dynamodb|logs|sqs):.*") ? "grant(function, \"" + action + "\")" : "";
        };
        // as code calls a resource: bus, table, topic, queue
        String variable =
                stack.named(hop.to()).map(Stack::word).orElse("resource").replaceFirst(".* ", "");
        return "Allow " + action + " in the role of " + function
                + (call.isEmpty() ? "." : ", such as with " + variable + "." + call + ";");
    }
}

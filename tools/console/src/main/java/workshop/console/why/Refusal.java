package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Faults;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** A function's call was refused: the statement that comes nearest, and what would grant it. */
record Refusal(Stack stack, Hop hop) {
    /** CDK's methods that grant an action to a function, by the action's beginning. */
    private static final Map<String, String> GRANTS = Map.of(
            "events:PutEvents", "grantPutEventsTo",
            "sns:Publish", "grantPublish",
            "sqs:SendMessage", "grantSendMessages",
            "sqs:", "grantConsumeMessages",
            "lambda:InvokeFunction", "grantInvoke",
            "logs:", "grantWrite",
            "dynamodb:", "grantReadWriteData",
            "s3:", "grantReadWrite");

    Answer answer(Faults faults) {
        String action = hop.details().get("action").toString();
        String session = hop.details().get("session").toString();
        Optional<DeployedResource> function = stack.function(session);
        String who = function.map(its -> Stack.id(its.path())).orElse(session);
        String end = who + " may not call " + action + " on " + stack.name(hop.to()) + " (" + hop.to() + ").";
        List<JsonNode> statements = function.map(stack::statements).orElse(List.of());
        List<JsonNode> decisive =
                statements.stream().filter(one -> decides(one, action)).toList();
        if (!decisive.isEmpty() && decisive.stream().allMatch(Refusal::isAllow)) {
            String fault = "its role allows that; a fault takes it away: "
                    + faults.all().stream().map(one -> Json.write(one.json())).toList();
            return new Answer(hop, end, List.of(fault), "End the fault: curl -X DELETE …/_local/faults", "");
        }
        List<String> near = statements.stream()
                .flatMap(statement -> nearest(statement, action).stream())
                .toList();
        String none =
                "no statement of its role is about " + action.replaceFirst(":.*", ":*") + " or about this resource";
        String path = function.map(DeployedResource::path).orElse("");
        return new Answer(hop, end, near.isEmpty() ? List.of(none) : near, grant(action, who), path);
    }

    private static boolean isAllow(JsonNode statement) {
        return statement.path("Effect").asText().equals("Allow");
    }

    private boolean decides(JsonNode statement, String action) {
        return has(statement.path("Action"), action) && has(statement.path("Resource"), hop.to());
    }

    private static boolean has(JsonNode patterns, String value) {
        return Stack.elements(patterns).anyMatch(pattern -> matches(pattern.asText(), value));
    }

    private static boolean matches(String pattern, String value) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }

    private Optional<String> nearest(JsonNode statement, String action) {
        String resources = Json.write(statement.path("Resource"));
        String actions = Json.write(statement.path("Action"));
        if (!isAllow(statement)) {
            return Optional.of("a statement denies " + actions + " on " + resources)
                    .filter(text -> decides(statement, action));
        }
        if (has(statement.path("Action"), action)) {
            return Optional.of("a statement allows " + action + " on " + resources + ", not on this resource");
        }
        return Stack.elements(statement.path("Action"))
                .map(JsonNode::asText)
                .filter(one -> one.endsWith(action.replaceFirst(".*:", ":")))
                .findFirst()
                .map(other -> "a statement allows " + other + "; the action is " + action)
                .or(() -> Optional.of("a statement allows " + actions + " on this resource, not " + action)
                        .filter(text -> has(statement.path("Resource"), hop.to()) && !resources.contains("\"*\"")));
    }

    /** The line of CDK that grants an action. */
    private String grant(String action, String function) {
        String method = GRANTS.entrySet().stream()
                .filter(grant -> action.startsWith(grant.getKey()))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
                .map(Map.Entry::getValue)
                .orElse("");
        return method.isEmpty()
                ? "Allow " + action + " in the role of " + function + "."
                : "Allow it, such as with " + variable() + "." + method + "("
                        + function.substring(0, 1).toLowerCase(Locale.ROOT) + function.substring(1) + ");";
    }

    /** As code calls a resource: bus, table, topic, queue. */
    private String variable() {
        return stack.named(hop.to())
                .map(resource ->
                        resource.type().replaceFirst(".*::(Event|Log)?", "").toLowerCase(Locale.ROOT))
                .orElse("resource");
    }
}

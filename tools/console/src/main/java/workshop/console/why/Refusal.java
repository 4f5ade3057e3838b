package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.DeployedResource;
import workshop.cloud.faults.Fault;
import workshop.cloud.trace.Hop;
import workshop.console.graph.Stack;

/** A function's call was refused: the statement that comes nearest, and what would grant it. */
record Refusal(Stack stack, Sources sources, List<Fault> faults) {
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

    Answer of(Hop hop) {
        String action = hop.details().get("action").toString();
        String session = hop.details().get("session").toString();
        Optional<DeployedResource> function = stack.function(session);
        String role = function.map(f -> f.properties().path("Role").asText()).orElse("");
        String who = function.map(f -> Stack.id(f.path())).orElse(session);
        String end = who + " may not call " + action + " on " + stack.name(hop.to()) + " (" + hop.to() + ").";
        List<JsonNode> statements = stack.statements(role);
        List<String> facts = new ArrayList<>();
        if (statements.stream().anyMatch(s -> allows(s, action, hop.to()) && isAllow(s))
                && statements.stream().noneMatch(s -> allows(s, action, hop.to()) && !isAllow(s))) {
            facts.add("its role allows that; a fault takes it away: "
                    + faults.stream().map(fault -> Json.write(fault.json())).toList());
            return Answer.of(hop, end, facts, "End the fault: curl -X DELETE …/_local/faults");
        }
        statements.forEach(statement -> nearest(statement, action, hop.to()).ifPresent(facts::add));
        if (facts.isEmpty()) {
            facts.add("no statement of its role is about " + action.replaceFirst(":.*", ":*")
                    + " or about this resource");
        }
        return Answer.of(hop, end, facts, grant(action, hop.to(), who))
                .at(function.map(DeployedResource::path).orElse(""), sources);
    }

    private static boolean isAllow(JsonNode statement) {
        return statement.path("Effect").asText().equals("Allow");
    }

    private static boolean allows(JsonNode statement, String action, String resource) {
        return has(statement.path("Action"), action) && has(statement.path("Resource"), resource);
    }

    private static boolean has(JsonNode patterns, String value) {
        return Stack.elements(patterns).anyMatch(pattern -> matches(pattern.asText(), value));
    }

    private static boolean matches(String pattern, String value) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }

    private Optional<String> nearest(JsonNode statement, String action, String resource) {
        String resources = Json.write(statement.path("Resource"));
        boolean same = has(statement.path("Action"), action);
        if (!isAllow(statement)) {
            return Optional.of("a statement denies " + Json.write(statement.path("Action")) + " on " + resources)
                    .filter(text -> same && has(statement.path("Resource"), resource));
        }
        if (same) {
            return Optional.of("a statement allows " + action + " on " + resources + ", not on this resource");
        }
        String operation = action.substring(action.indexOf(':') + 1);
        Optional<String> otherPrefix = Stack.elements(statement.path("Action"))
                .map(JsonNode::asText)
                .filter(one -> one.endsWith(":" + operation))
                .findFirst();
        if (otherPrefix.isPresent()) {
            return Optional.of("a statement allows " + otherPrefix.get() + "; the action is " + action);
        }
        return has(statement.path("Resource"), resource) && !resources.contains("\"*\"")
                ? Optional.of("a statement allows " + Json.write(statement.path("Action")) + " on this resource, not "
                        + action)
                : Optional.empty();
    }

    /** The line of CDK that grants an action. */
    private String grant(String action, String resource, String function) {
        String method = GRANTS.entrySet().stream()
                .filter(grant -> action.startsWith(grant.getKey()))
                .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
                .map(Map.Entry::getValue)
                .orElse("");
        return method.isEmpty()
                ? "Allow " + action + " in the role of " + function + "."
                : "Allow it, such as with " + variable(resource) + "." + method + "("
                        + function.substring(0, 1).toLowerCase(Locale.ROOT) + function.substring(1) + ");";
    }

    /** As code calls a resource: bus, table, topic, queue. */
    private String variable(String arn) {
        return stack.named(arn)
                .map(resource ->
                        resource.type().replaceFirst(".*::(Event|Log)?", "").toLowerCase(Locale.ROOT))
                .orElse("resource");
    }
}

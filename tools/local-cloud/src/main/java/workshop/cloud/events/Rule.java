package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * A rule of a bus: which events go to which targets.
 *
 * @param pattern as it was given
 * @param targets by their id
 */
record Rule(
        String name,
        String arn,
        String busName,
        String description,
        String pattern,
        EventPattern compiled,
        boolean enabled,
        Map<String, RuleTarget> targets) {
    private static final int MAX_TARGETS = 5;

    /** Reads a rule as PutRule and CloudFormation describe it; throws {@link AwsError} that says what is wrong. */
    static Rule of(String name, String arn, String busName, ObjectNode definition) {
        if (!name.matches("[.\\-_A-Za-z0-9]{1,64}")) {
            throw AwsError.validation("Parameter Name is not valid. Reason: \"" + name
                    + "\" must be 1 to 64 letters, digits, dots, hyphens or underscores.");
        }
        if (!definition.path("ScheduleExpression").asText("").isEmpty()) {
            throw AwsError.notHere("rules with a ScheduleExpression");
        }
        JsonNode pattern = definition.path("EventPattern");
        if (pattern.isMissingNode()) {
            throw AwsError.validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        String state = definition.path("State").asText("ENABLED");
        if (!state.equals("ENABLED") && !state.equals("DISABLED")) {
            throw AwsError.validation("Parameter State is not valid. Reason: it is ENABLED or DISABLED, not " + state);
        }
        String text = pattern.isTextual() ? pattern.asText() : Json.write(pattern);
        return new Rule(
                name,
                arn,
                busName,
                definition.path("Description").asText(null),
                text,
                compile(text),
                state.equals("ENABLED"),
                new ConcurrentSkipListMap<>());
    }

    /** Compiles an event pattern; throws InvalidEventPatternException with Event Ruler's reason. */
    static EventPattern compile(String pattern) {
        try {
            return EventPattern.of(Json.MAPPER.getNodeFactory().textNode(pattern));
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "InvalidEventPatternException", e.getMessage());
        }
    }

    Rule withTargetsOf(Rule other) {
        return new Rule(name, arn, busName, description, pattern, compiled, enabled, other.targets);
    }

    Rule withEnabled(boolean isEnabled) {
        return new Rule(name, arn, busName, description, pattern, compiled, isEnabled, targets);
    }

    /** Adds a target or replaces the one with its id. */
    void put(RuleTarget target) {
        if (targets.size() == MAX_TARGETS && !targets.containsKey(target.id())) {
            throw new AwsError(
                    400, "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
        }
        targets.put(target.id(), target);
    }

    boolean lets(Event event) {
        return enabled && compiled.matches(event.json());
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("Name", name)
                .put("Arn", arn)
                .put("EventPattern", pattern)
                .put("State", enabled ? "ENABLED" : "DISABLED")
                .put("EventBusName", busName);
        if (description != null) {
            json.put("Description", description);
        }
        return json;
    }
}

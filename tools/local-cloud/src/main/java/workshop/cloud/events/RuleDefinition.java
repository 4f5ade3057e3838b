package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * What a rule says: which events it matches, and whether it does so now.
 *
 * @param state as it was given, such as {@code DISABLED}
 */
record RuleDefinition(String description, EventPattern pattern, String state) {

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">Quotas</a> */
    private static final int MAX_PATTERN = 2048;

    /** Reads PutRule's request or a template's resource; throws {@link AwsError} that says what is wrong. */
    static RuleDefinition of(String rule, JsonNode json) {
        if (!json.has("EventPattern")) {
            throw AwsError.validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        String pattern = Json.text(json.get("EventPattern"));
        if (pattern.getBytes(StandardCharsets.UTF_8).length > MAX_PATTERN) {
            throw AwsError.validation(
                    "Parameter EventPattern for rule " + rule + " exceeds limit of " + MAX_PATTERN + ".");
        }
        return new RuleDefinition(
                json.path("Description").asText(null),
                compile(pattern),
                json.path("State").asText("ENABLED"));
    }

    RuleDefinition withState(String changed) {
        return new RuleDefinition(description, pattern, changed);
    }

    /** Compiles an event pattern; throws InvalidEventPatternException with Event Ruler's reason. */
    static EventPattern compile(String pattern) {
        try {
            return new EventPattern(pattern);
        } catch (IllegalArgumentException e) {
            throw AwsError.of("InvalidEventPatternException", e.getMessage());
        }
    }
}

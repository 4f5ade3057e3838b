package todo.testing;

import com.google.gson.JsonObject;
import software.amazon.event.ruler.Machine;

/** A pattern of a rule or of a filter, asked what it matches by EventBridge's own rule engine. */
public final class EventPattern {
    private final JsonObject pattern;

    public EventPattern(JsonObject pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is no pattern: why, without where in the JSON */
    public boolean matches(JsonObject event) {
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("rule", pattern.toString());
            return !machine.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage())
                            .replaceFirst("(?s)\\s+at \\[Source: .*", "")
                            .replaceFirst(
                                    "must be an object or an array$",
                                    "$0: values are in a list, such as List.of(true)"),
                    e);
        }
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}

package todo.testing;

import com.google.gson.JsonObject;
import software.amazon.event.ruler.Machine;

/** A pattern of a rule or of a filter, asked what it matches by EventBridge's own rule engine. */
public final class EventPattern {
    private final JsonObject pattern;

    public EventPattern(JsonObject pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException if it is no pattern */
    public boolean matches(JsonObject event) {
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("rule", pattern.toString());
            return !machine.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}

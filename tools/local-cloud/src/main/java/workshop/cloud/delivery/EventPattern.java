package workshop.cloud.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;
import workshop.cloud.Json;

/**
 * What a rule, a mapping or a subscription lets through: events that match its pattern, as Event Ruler decides. Each
 * has a machine of its own: one that has several patterns takes events that none of them takes, and misses others.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">Event patterns</a>
 */
public final class EventPattern {
    /** AWS's bound isn't published: it takes a pattern of 9, as Event Ruler counts, and refuses one of 11. */
    private static final int MAX_COMPLEXITY = 10;

    private final Machine machine = Machine.builder().build();
    private final String text;

    /** Compiles a pattern; throws {@link IllegalArgumentException} that says what is wrong with it. */
    public EventPattern(String text) {
        this.text = text;
        try {
            machine.addRule("pattern", text);
            Json.read(text); // Event Ruler ignores what follows the object
            if (machine.evaluateComplexity(new MachineComplexityEvaluator(MAX_COMPLEXITY + 1)) > MAX_COMPLEXITY) {
                throw new IllegalArgumentException("Rule is too complex - try using fewer wildcard characters or"
                        + " fewer repeating character sequences after a wildcard character");
            }
        } catch (IOException | RuntimeException e) {
            // which Event Ruler has of an empty list in anything-but only
            String reason = e instanceof NullPointerException ? "Empty arrays are not allowed" : message(e);
            throw new IllegalArgumentException("Event pattern is not valid. Reason: " + reason, e);
        }
    }

    /** As it was given. */
    public String text() {
        return text;
    }

    private static String message(Exception e) {
        if (e instanceof UncheckedIOException malformed) {
            return malformed.getCause() instanceof MismatchedInputException
                    ? "text follows the object"
                    : malformed.getCause().getMessage();
        }
        return e.getMessage();
    }

    public boolean matches(JsonNode event) {
        return matches(Json.write(event));
    }

    public boolean matches(String event) {
        try {
            return !machine.rulesForJSONEvent(event).isEmpty();
        } catch (Exception e) { // declared so by Event Ruler, thrown only for what is no JSON
            throw new IllegalArgumentException("Event Ruler can't read the event " + event, e);
        }
    }
}

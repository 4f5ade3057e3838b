package workshop.cloud.faults;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * Something that should go wrong: where, how, how often.
 *
 * @param on the place, such as {@code events:PutEvents} or {@code lambda:Invoke}
 * @param function part of a function's name, or empty for all
 * @param probability 0 to 1
 * @param times how often at most; 0 for no bound
 * @param strikes how often it struck
 */
public record Fault(String on, Effect effect, String function, double probability, int times, AtomicInteger strikes) {

    /** How something goes wrong. */
    public enum Effect {
        /** The call is refused with ThrottlingException. */
        THROTTLE,
        /** The call fails with InternalFailure. */
        FAIL,
        /** Of a PutEvents call's entries this one fails and the others don't. */
        PARTIAL,
        /** The function's process dies as it gets an invocation. */
        CRASH,
        /** The function's process dies after the call was done and before it knows. */
        CRASH_AFTER,
        /** The function hangs until its timeout. */
        TIMEOUT,
        /** The role that calls loses the action, whatever its policies say. */
        DENY,
        /** The event is delivered twice. */
        TWICE;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<String> FIELDS = new TreeSet<>(Set.of("on", "effect", "function", "probability", "times"));

    public Fault(String on, Effect effect, String function, double probability, int times) {
        this(on, effect, function, probability, times, new AtomicInteger());
    }

    /** Reads a fault; throws {@link AwsError} that says what is possible. */
    static Fault of(JsonNode json) {
        JsonNode probability = json.path("probability");
        JsonNode times = json.path("times");
        json.fieldNames()
                .forEachRemaining(field ->
                        require(FIELDS.contains(field), "A fault has no field \"" + field + "\"; it has " + FIELDS));
        require(
                probability.isMissingNode()
                        || probability.isNumber() && probability.asDouble() >= 0 && probability.asDouble() <= 1,
                "\"probability\" must be a number from 0 to 1");
        require(
                times.isMissingNode() || times.isInt() && times.asInt() >= 0,
                "\"times\" must be a whole number, with 0 for no bound");
        Effect effect = effect(json.path("effect").asText());
        String function = json.path("function").asText();
        return new Fault(json.path("on").asText(), effect, function, probability.asDouble(1), times.asInt());
    }

    private static void require(boolean good, String otherwise) {
        AwsError.refuse(!good, "ValidationException", otherwise);
    }

    private static Effect effect(String word) {
        return Arrays.stream(Effect.values())
                .filter(effect -> effect.word().equals(word))
                .findFirst()
                .orElseThrow(() -> AwsError.validation("\"effect\" must be one of "
                        + Arrays.stream(Effect.values()).map(Effect::word).toList()));
    }

    synchronized boolean strike(Random random) {
        if (times > 0 && strikes.get() >= times || random.nextDouble() >= probability) {
            return false;
        }
        strikes.incrementAndGet();
        return true;
    }

    /** Where, what, and to whom: {@code lambda:Invoke crash TodoCreated}. */
    public String name() {
        return (on + " " + effect.word() + " " + function).strip();
    }

    public ObjectNode json() {
        return Json.MAPPER.valueToTree(this);
    }
}

package workshop.cloud.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** Something that should go wrong: where, how, how often. */
public final class Fault {

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
        /** The caller loses the action, whatever its policies say. */
        DENY,
        /** The event is delivered twice. */
        TWICE
    }

    private static final Set<String> FIELDS = Set.of("on", "effect", "function", "probability", "times");

    private final String on;
    private final Effect effect;
    private final String function;
    private final double probability;
    private final int times;
    private final AtomicInteger strikes = new AtomicInteger();

    /**
     * @param on the place, such as {@code events:PutEvents} or {@code lambda:Invoke}
     * @param function part of a function's name, or empty for all
     * @param probability 0 to 1
     * @param times how often at most; 0 for no bound
     */
    public Fault(String on, Effect effect, String function, double probability, int times) {
        this.on = on;
        this.effect = effect;
        this.function = function;
        this.probability = probability;
        this.times = times;
    }

    /** Reads a fault; throws {@link AwsError} that says what is possible. */
    public static Fault of(JsonNode json) {
        json.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw AwsError.validation("A fault has no field " + field + "; it has " + FIELDS);
            }
        });
        if (!json.path("on").asText().matches("[a-z]+:[A-Za-z]+")) {
            throw AwsError.validation("\"on\" says where the fault strikes, such as events:PutEvents or lambda:Invoke");
        }
        double probability = json.path("probability").asDouble(1);
        if (probability < 0 || probability > 1) {
            throw AwsError.validation("\"probability\" must be from 0 to 1");
        }
        return new Fault(
                json.get("on").asText(),
                effect(json.path("effect").asText()),
                json.path("function").asText(),
                probability,
                json.path("times").asInt());
    }

    private static Effect effect(String name) {
        return Arrays.stream(Effect.values())
                .filter(effect -> word(effect).equals(name))
                .findFirst()
                .orElseThrow(() -> AwsError.validation("\"effect\" must be one of "
                        + Arrays.stream(Effect.values()).map(Fault::word).toList()));
    }

    private static String word(Effect effect) {
        return effect.name().toLowerCase().replace('_', '-');
    }

    Effect effect() {
        return effect;
    }

    boolean isOn(String place, String functionName) {
        return on.equals(place) && functionName.contains(function);
    }

    synchronized boolean strike(Random random) {
        if (times > 0 && strikes.get() >= times || random.nextDouble() >= probability) {
            return false;
        }
        strikes.incrementAndGet();
        return true;
    }

    /** How often it struck. */
    public int strikes() {
        return strikes.get();
    }

    public ObjectNode json() {
        return Json.object()
                .put("on", on)
                .put("effect", word(effect))
                .put("function", function)
                .put("probability", probability)
                .put("times", times)
                .put("strikes", strikes());
    }
}

package workshop.cloud.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import workshop.cloud.AwsError;
import workshop.cloud.iam.Caller;

/** The faults asked for, asked at each place where one can strike. */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Random random = new Random();
    private volatile Consumer<Caller> killer = caller -> {};

    /** How the process of a function is killed, given who called from it. */
    public void onKill(Consumer<Caller> killer) {
        this.killer = killer;
    }

    /** Makes the random faults of a run the same as those of another run with the same seed. */
    public void seed(long seed) {
        random.setSeed(seed);
    }

    public void add(Fault fault) {
        faults.add(fault);
    }

    /** Adds what somebody asks for; throws {@link AwsError} if that can strike nothing, saying what there is. */
    public Fault add(JsonNode wanted, Places places) {
        Fault fault = Fault.of(wanted);
        places.require(fault);
        add(fault);
        return fault;
    }

    public List<Fault> all() {
        return List.copyOf(faults);
    }

    /** Ends the first fault of this name, such as {@code events:PutEvents throttle}; whether there was one. */
    public boolean remove(String name) {
        return faults.stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .filter(faults::remove)
                .isPresent();
    }

    public void clear() {
        faults.clear();
    }

    /** Whether a fault of this effect strikes now, at this place, for this function. */
    public boolean strikes(String on, Fault.Effect effect, String function) {
        return faults.stream()
                .anyMatch(fault -> fault.effect() == effect
                        && fault.on().equals(on)
                        && function.contains(fault.function())
                        && fault.strike(random));
    }

    /** Throws if a fault makes this fail now, or throttles it. */
    public void strike(String on, String function) {
        AwsError.refuse(strikes(on, Fault.Effect.THROTTLE, function), "ThrottlingException", "Rate exceeded");
        if (strikes(on, Fault.Effect.FAIL, function)) {
            throw new AwsError(500, "InternalFailure", "A fault on request: " + on + " failed");
        }
    }

    /** Runs an operation as the faults for it allow: it may fail before, or strike its caller after. */
    public <T> T around(String service, String operation, Caller caller, Supplier<T> call) {
        if (faults.isEmpty()) {
            return call.get();
        }
        String on = service + ":" + operation;
        String function = caller.session();
        strike(on, function);
        T answer = call.get();
        if (caller instanceof Caller.Session && strikes(on, Fault.Effect.CRASH_AFTER, function)) {
            killer.accept(caller);
        }
        return answer;
    }
}

package workshop.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.faults.Faults;

/**
 * What goes wrong during a run: small faults all the time, each with its probability, and now and then an outage in which
 * something fails so often in a row that it runs out of retries.
 */
final class FaultInjection {
    private static final String PUBLISHER = "StreamPublisher";
    private static final String HANDLERS = "Handler";
    private static final String COMPLETED = "TodoCompletedHandler";

    private static final List<Supplier<Fault>> OUTAGES = List.of(
            () -> new Fault("sns:Publish", Effect.DENY, COMPLETED, 0.9, 40),
            () -> new Fault("dynamodb:PutItem", Effect.DENY, "TodoCreatedHandler", 0.9, 30),
            () -> new Fault("events:PutEvents", Effect.DENY, PUBLISHER, 1, 60),
            () -> new Fault("events:PutEvents", Effect.THROTTLE, PUBLISHER, 1, 30),
            () -> new Fault("dynamodb:UpdateItem", Effect.DENY, "TodoDeletedHandler", 0.9, 30),
            () -> new Fault("events:Deliver", Effect.FAIL, HANDLERS, 0.9, 20),
            () -> new Fault("lambda:Invoke", Effect.CRASH, "TodoDeletedHandler", 0.9, 8));

    private final Faults faults;
    private final List<Supplier<Fault>> outages = new ArrayList<>(OUTAGES);

    FaultInjection(Faults faults, long seed) {
        this.faults = faults;
        Collections.shuffle(outages, new Random(seed));
        faults.seed(seed);
    }

    void begin() {
        add("events:PutEvents", Effect.THROTTLE, PUBLISHER, 0.03, 0);
        add("events:PutEvents", Effect.PARTIAL, PUBLISHER, 0.1, 0);
        add("events:PutEvents", Effect.FAIL, PUBLISHER, 0.01, 0);
        add("events:PutEvents", Effect.DENY, PUBLISHER, 0.005, 0);
        add("events:PutEvents", Effect.CRASH_AFTER, PUBLISHER, 0.005, 0);
        add("lambda:Invoke", Effect.CRASH, PUBLISHER, 0.005, 0);
        add("lambda:Invoke", Effect.TIMEOUT, PUBLISHER, 0.005, 1);
        add("events:Deliver", Effect.TWICE, HANDLERS, 0.05, 0);
        add("events:Deliver", Effect.THROTTLE, HANDLERS, 0.02, 0);
        add("lambda:Invoke", Effect.CRASH, HANDLERS, 0.004, 0);
        add("lambda:Invoke", Effect.TIMEOUT, HANDLERS, 0.001, 3);
        add("dynamodb:PutItem", Effect.THROTTLE, HANDLERS, 0.02, 0);
        add("dynamodb:UpdateItem", Effect.THROTTLE, HANDLERS, 0.02, 0);
        add("dynamodb:PutItem", Effect.DENY, HANDLERS, 0.005, 0);
        add("dynamodb:UpdateItem", Effect.DENY, HANDLERS, 0.005, 0);
        add("dynamodb:UpdateItem", Effect.CRASH_AFTER, HANDLERS, 0.002, 0);
        add("sns:Publish", Effect.FAIL, COMPLETED, 0.03, 0);
        add("sns:Publish", Effect.THROTTLE, COMPLETED, 0.03, 0);
        add("sns:Publish", Effect.DENY, COMPLETED, 0.01, 0);
        add("sns:Publish", Effect.CRASH_AFTER, COMPLETED, 0.01, 0);
    }

    private void add(String on, Effect effect, String function, double probability, int times) {
        faults.add(new Fault(on, effect, function, probability, times));
    }

    /** Begins an outage: each kind once, in an order that the seed decides, then again. */
    void outage(int number) {
        faults.add(outages.get(number % outages.size()).get());
    }

    static int kinds() {
        return OUTAGES.size();
    }
}

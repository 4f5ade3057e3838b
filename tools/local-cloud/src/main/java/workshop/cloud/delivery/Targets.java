package workshop.cloud.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.trace.Trace;

/** All services that can be delivered to, by the service part of an ARN. */
public final class Targets {
    private final Map<String, Target> byService = new ConcurrentHashMap<>();
    private final Trace trace;

    public Targets(Trace trace) {
        this.trace = trace;
    }

    public void register(String service, Target target) {
        byService.put(service, target);
    }

    /** Delivers to whatever the ARN names, and traces it; throws {@link AwsError} if it wasn't taken. */
    public void deliver(String arn, Delivery delivery) {
        String service = Arn.parse(arn).service();
        Target target = byService.get(service);
        try {
            AwsError.notHere(target == null, service + " as a target");
            target.deliver(arn, delivery, () -> trace(service, arn, delivery, "ok"));
        } catch (AwsError e) {
            trace(service, arn, delivery, e.code() + ": " + e.getMessage());
            throw e;
        }
    }

    private long trace(String service, String arn, Delivery delivery, String outcome) {
        return trace.hop(
                delivery.causes(), service + ":Deliver", delivery.sourceArn(), arn, outcome, delivery.payload());
    }
}

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
            if (target == null) {
                throw AwsError.notHere(service + " as a target");
            }
            target.deliver(arn, delivery);
            trace.hop(service + ":Deliver", delivery.sourceArn(), arn, "ok", delivery.payload());
        } catch (AwsError e) {
            trace.hop(
                    service + ":Deliver",
                    delivery.sourceArn(),
                    arn,
                    e.code() + ": " + e.getMessage(),
                    delivery.payload());
            throw e;
        }
    }
}

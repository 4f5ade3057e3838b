package workshop.cloud;

import java.time.InstantSource;
import java.util.function.IntSupplier;
import workshop.cloud.delivery.Targets;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/**
 * What all services of an account share.
 *
 * @param targets those that can be delivered to, once they are there
 * @param port where the account listens, known only once it does
 */
public record Platform(
        Options options, Iam iam, Faults faults, Trace trace, Targets targets, IntSupplier port, InstantSource clock) {

    /** One of its own, that nothing stands on yet. */
    public static Platform of(Options options, IntSupplier port) {
        Trace trace = new Trace();
        return new Platform(options, new Iam(), new Faults(), trace, new Targets(trace), port, InstantSource.system());
    }

    /** The operations of a service, by its IAM prefix such as {@code events}; none yet. */
    public Operations operations(String service) {
        return new Operations(service, iam, faults);
    }

    /** The endpoint's address, without a slash at its end. */
    public String endpoint() {
        return "http://127.0.0.1:" + port.getAsInt();
    }
}

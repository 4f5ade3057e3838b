package workshop.cloud.delivery;

import java.util.function.LongSupplier;

/** A service that others deliver to. */
@FunctionalInterface
public interface Target {

    /**
     * Takes a delivery for one of the service's resources; returning means it is kept. Throws
     * {@link workshop.cloud.AwsError} if it isn't: not permitted, not there, throttled.
     *
     * @param taken to be called once nothing is against the delivery and before it is kept; gives the number of the hop that
     *     the delivery is, which is the cause of what follows
     */
    void deliver(String arn, Delivery delivery, LongSupplier taken);
}

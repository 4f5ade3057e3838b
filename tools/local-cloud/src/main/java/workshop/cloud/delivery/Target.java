package workshop.cloud.delivery;

/** A service that others deliver to. */
@FunctionalInterface
public interface Target {

    /**
     * Takes a delivery for one of the service's resources; returning means it is kept. Throws
     * {@link workshop.cloud.AwsError} if it isn't: not permitted, not there, throttled.
     */
    void deliver(String arn, Delivery delivery);
}

package workshop.cloud.apigateway;

import java.util.function.LongSupplier;

/**
 * A token bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">
 *     Throttling</a>
 */
final class Throttle {
    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private double tokens;
    private long filledAt;

    /**
     * @param perSecond requests that come back each second
     * @param burst requests at once at most
     */
    Throttle(double perSecond, double burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
        this.tokens = burst;
        this.filledAt = nanos.getAsLong();
    }

    /** Takes a token; false if there is none left. */
    synchronized boolean allows() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst, tokens + (now - filledAt) / 1e9 * perSecond);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}

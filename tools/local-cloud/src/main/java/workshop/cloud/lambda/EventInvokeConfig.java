package workshop.cloud.lambda;

import java.time.Instant;

/**
 * How a function, or one of its versions or aliases, is invoked asynchronously.
 *
 * @param retries 0 to 2; null for 2
 * @param maximumAge 60 to 21,600 s; null for 21,600
 * @param onSuccess ARN or null
 * @param onFailure ARN or null
 */
record EventInvokeConfig(Integer retries, Integer maximumAge, String onSuccess, String onFailure, Instant changedAt) {
    static final EventInvokeConfig DEFAULT = new EventInvokeConfig(null, null, null, null, null);

    private static final int RETRIES = 2;
    static final int SIX_HOURS = 21_600;

    int retriesOrDefault() {
        return retries == null ? RETRIES : retries;
    }

    int maximumAgeOrDefault() {
        return maximumAge == null ? SIX_HOURS : maximumAge;
    }
}

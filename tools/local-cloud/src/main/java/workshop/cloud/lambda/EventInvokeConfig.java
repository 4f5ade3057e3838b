package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import workshop.cloud.Json;

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

    ObjectNode json(String arn) {
        ObjectNode answer = Json.object()
                .put("FunctionArn", arn)
                .put("LastModified", Json.seconds(changedAt()))
                .put("MaximumRetryAttempts", retries())
                .put("MaximumEventAgeInSeconds", maximumAge());
        ObjectNode destinations = answer.putObject("DestinationConfig");
        destinations.set("OnSuccess", destination(onSuccess()));
        destinations.set("OnFailure", destination(onFailure()));
        return answer;
    }

    static ObjectNode destination(String arn) {
        return arn == null ? Json.object() : Json.object().put("Destination", arn);
    }
}

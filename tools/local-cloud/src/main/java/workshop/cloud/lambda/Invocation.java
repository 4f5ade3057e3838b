package workshop.cloud.lambda;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One event on its way through a function.
 *
 * @param requestId stays the same when an asynchronous invocation is tried again
 * @param traceId as X-Ray would write it
 */
record Invocation(String requestId, byte[] payload, String traceId, CompletableFuture<Result> result) {

    /**
     * What came of an invocation.
     *
     * @param functionError null, or {@code Unhandled}
     * @param logTail the last lines that the function wrote
     */
    record Result(String functionError, byte[] payload, String logTail) {

        boolean failed() {
            return functionError != null;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        static Result error(String type, String message) {
            String json = workshop.cloud.Json.write(
                    workshop.cloud.Json.object().put("errorType", type).put("errorMessage", message));
            return new Result("Unhandled", json.getBytes(StandardCharsets.UTF_8), "");
        }
    }

    static Invocation of(byte[] payload) {
        return of(UUID.randomUUID().toString(), payload);
    }

    static Invocation of(String requestId, byte[] payload) {
        String random = UUID.randomUUID().toString().replace("-", "");
        String trace = "Root=1-" + Long.toHexString(System.currentTimeMillis() / 1000) + "-" + random.substring(0, 24)
                + ";Parent=" + random.substring(16) + ";Sampled=0";
        return new Invocation(requestId, payload, trace, new CompletableFuture<>());
    }
}

package workshop.cloud.lambda;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import workshop.cloud.Json;

/**
 * One event on its way through a function.
 *
 * @param functionArn as it was invoked, perhaps with a version or an alias
 * @param requestId stays the same when an asynchronous invocation is tried again
 * @param traceId as X-Ray would write it
 */
record Invocation(
        String functionArn, String requestId, byte[] payload, String traceId, CompletableFuture<Result> result) {

    /**
     * What came of an invocation.
     *
     * @param functionError null, or {@code Unhandled}
     * @param logTail the last lines that the function wrote
     */
    record Result(String functionError, byte[] payload, String logTail) {
        private static final int MAX_BYTES = (6 << 20) + 100;

        boolean failed() {
            return functionError != null;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** What came of it, of a size that Lambda takes. */
        Result bounded() {
            return payload.length <= MAX_BYTES
                    ? this
                    : error(
                            "Function.ResponseSizeTooLarge",
                            "Response payload size exceeded maximum allowed payload size (" + MAX_BYTES + " bytes).");
        }

        static Result error(String type, String message) {
            String json = Json.write(Json.object().put("errorType", type).put("errorMessage", message));
            return new Result("Unhandled", json.getBytes(StandardCharsets.UTF_8), "");
        }
    }

    static Invocation of(String functionArn, byte[] payload) {
        return of(functionArn, UUID.randomUUID().toString(), payload);
    }

    static Invocation of(String functionArn, String requestId, byte[] payload) {
        String random = UUID.randomUUID().toString().replace("-", "");
        String trace = "Root=1-" + Long.toHexString(System.currentTimeMillis() / 1000) + "-" + random.substring(0, 24)
                + ";Parent=" + random.substring(16) + ";Sampled=0";
        return new Invocation(functionArn, requestId, payload, trace, new CompletableFuture<>());
    }
}

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
 * @param hop the number of its hop in the account's trace; 0 before it has one
 */
record Invocation(
        String functionArn,
        String requestId,
        String payload,
        String traceId,
        CompletableFuture<Result> result,
        long hop) {

    /**
     * What came of an invocation.
     *
     * @param functionError null, or {@code Unhandled}
     * @param logTail the last lines that the function wrote
     * @param hop the number of its hop in the account's trace; 0 before it has one
     */
    record Result(String functionError, byte[] payload, String logTail, long hop) {
        private static final int MAX_BYTES = (6 << 20) + 100;

        Result(String functionError, byte[] payload, String logTail) {
            this(functionError, payload, logTail, 0);
        }

        Result traced(long number) {
            return new Result(functionError, payload, logTail, number);
        }

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

    Invocation traced(long number) {
        return new Invocation(functionArn, requestId, payload, traceId, result, number);
    }

    /** A new one, of the caller's trace if its header names one. */
    static Invocation of(String functionArn, String payload, String traceHeader) {
        return of(functionArn, UUID.randomUUID().toString(), payload, traceHeader);
    }

    static Invocation of(String functionArn, String requestId, String payload, String traceHeader) {
        String random = UUID.randomUUID().toString().replace("-", "");
        String trace = traceHeader.contains("Root=")
                ? traceHeader
                : "Root=1-" + Long.toHexString(System.currentTimeMillis() / 1000) + "-" + random.substring(0, 24);
        trace += trace.contains("Parent=") ? "" : ";Parent=" + random.substring(16);
        trace += trace.contains("Sampled=") ? "" : ";Sampled=0";
        return new Invocation(functionArn, requestId, payload, trace, new CompletableFuture<>(), 0);
    }
}

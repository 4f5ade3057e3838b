package workshop.cloud.lambda;

import java.time.Duration;
import java.util.List;
import workshop.cloud.Arn;

/**
 * How an event source mapping reads.
 *
 * @param source ARN of a table's stream or of a queue
 * @param batchSize 1 to 10,000
 * @param window how long it gathers records for a batch
 * @param startingPosition where a stream is read from first; null for a queue
 * @param retries how often a stream's batch is tried again; -1 for as long as the records live
 * @param maximumAge in seconds; older records of a stream are given up; -1 for never
 * @param onFailure ARN of where a stream's records that failed at every attempt are reported, or null
 * @param maximumConcurrency how many batches of a queue at once at most, 2 to 1,000; 0 for no bound
 * @param filters patterns, one of which a record matches; empty for no filter
 */
record MappingDefinition(
        FunctionName function,
        String source,
        boolean enabled,
        int batchSize,
        Duration window,
        String startingPosition,
        boolean bisect,
        boolean partialResponses,
        int retries,
        int maximumAge,
        String onFailure,
        int maximumConcurrency,
        List<String> filters) {

    boolean isQueue() {
        return Arn.parse(source).service().equals("sqs");
    }

    boolean isFifo() {
        return source.endsWith(".fifo");
    }

    /** Whether this is a mapping of the same function and the same source. */
    boolean isSameAs(MappingDefinition other) {
        return source.equals(other.source)
                && function.name().equals(other.function.name())
                && function.qualifierOrLatest().equals(other.function.qualifierOrLatest());
    }
}

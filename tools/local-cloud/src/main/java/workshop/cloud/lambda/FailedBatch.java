package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import workshop.cloud.Json;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Records of a stream that failed at every attempt, as the on-failure destination gets to know of them: where they are, not what they
 * are.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">Retain discarded records</a>
 */
record FailedBatch(String streamArn, String shardId, List<ObjectNode> records, String condition, int attempts) {

    String envelope(String functionArn, String version, Result result) {
        String id = UUID.randomUUID().toString();
        ObjectNode envelope = AsyncInvocation.envelope(id, functionArn, condition, attempts);
        if (result != null) {
            // a function that reports failed items has no error, and this says so
            envelope.putObject("responseContext")
                    .put("statusCode", 200)
                    .put("executedVersion", version)
                    .put("functionError", result.functionError());
        }
        ObjectNode first = records.get(0);
        ObjectNode last = records.get(records.size() - 1);
        envelope.putObject("DDBStreamBatchInfo")
                .put("shardId", shardId)
                .put("startSequenceNumber", StreamPoller.sequenceNumber(first))
                .put("endSequenceNumber", StreamPoller.sequenceNumber(last))
                .put("approximateArrivalOfFirstRecord", seconds(first))
                .put("approximateArrivalOfLastRecord", seconds(last))
                .put("batchSize", records.size())
                .put("streamArn", streamArn);
        return Json.write(envelope);
    }

    private static String seconds(ObjectNode record) {
        return StreamPoller.arrival(record).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import workshop.cloud.Json;
import workshop.cloud.lambda.Invocation.Result;

/**
 * Records of a stream that failed for good, as the on-failure destination is told of them: where they are, not what they
 * are.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">Retain discarded records</a>
 */
record FailedBatch(String streamArn, String shardId, List<ObjectNode> records, String condition, int attempts) {

    String envelope(String functionArn, Result result) {
        ObjectNode envelope = Json.object();
        envelope.set(
                "requestContext",
                Json.object()
                        .put("requestId", UUID.randomUUID().toString())
                        .put("functionArn", functionArn)
                        .put("condition", condition)
                        .put("approximateInvokeCount", attempts));
        if (result != null) {
            ObjectNode response = Json.object().put("statusCode", 200).put("executedVersion", "$LATEST");
            if (result.failed()) {
                response.put("functionError", result.functionError());
            }
            envelope.set("responseContext", response);
        }
        ObjectNode first = records.get(0);
        ObjectNode last = records.get(records.size() - 1);
        envelope.put("version", "1.0").put("timestamp", Instant.now().toString());
        envelope.set(
                "DDBStreamBatchInfo",
                Json.object()
                        .put("shardId", shardId)
                        .put("startSequenceNumber", EventSourceMapping.sequenceNumber(first))
                        .put("endSequenceNumber", EventSourceMapping.sequenceNumber(last))
                        .put(
                                "approximateArrivalOfFirstRecord",
                                EventSourceMapping.arrival(first).toString())
                        .put(
                                "approximateArrivalOfLastRecord",
                                EventSourceMapping.arrival(last).toString())
                        .put("batchSize", records.size())
                        .put("streamArn", streamArn));
        return Json.write(envelope);
    }
}

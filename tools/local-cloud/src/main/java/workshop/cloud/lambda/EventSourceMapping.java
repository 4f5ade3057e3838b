package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import workshop.cloud.Arn;
import workshop.cloud.Json;

/** An event source mapping: its definition, and what reads the source if it is enabled. */
record EventSourceMapping(String id, MappingDefinition definition, Poller poller, Instant changedAt) {

    boolean isQuiet() {
        return !definition.enabled() || poller.isQuiet();
    }

    /**
     * As Lambda's API shows it: what a queue has not, it doesn't say.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html">GetEventSourceMapping</a>
     */
    ObjectNode json() {
        ObjectNode answer = Json.object()
                .put("UUID", id)
                .put("EventSourceMappingArn", Arn.inRegion("lambda", "event-source-mapping:" + id))
                .put("EventSourceArn", definition.source())
                .put("FunctionArn", definition.function().arn())
                .put("State", definition.enabled() ? "Enabled" : "Disabled")
                .put("StateTransitionReason", definition.isQueue() ? "USER_INITIATED" : "User action")
                .put("LastModified", Json.seconds(changedAt))
                .put("BatchSize", definition.batchSize())
                .put("MaximumBatchingWindowInSeconds", definition.window().toSeconds());
        ArrayNode types = answer.putArray("FunctionResponseTypes");
        if (definition.partialResponses()) {
            types.add("ReportBatchItemFailures");
        }
        if (!definition.filters().isEmpty()) {
            ArrayNode filters = answer.putObject("FilterCriteria").putArray("Filters");
            definition.filters().forEach(pattern -> filters.addObject().put("Pattern", pattern));
        }
        if (definition.maximumConcurrency() > 0) {
            answer.putObject("ScalingConfig").put("MaximumConcurrency", definition.maximumConcurrency());
        }
        return definition.isQueue() ? answer : ofStream(answer);
    }

    private ObjectNode ofStream(ObjectNode answer) {
        answer.putObject("DestinationConfig").set("OnFailure", EventInvokeConfig.destination(definition.onFailure()));
        return answer.put("StartingPosition", definition.startingPosition())
                .put("BisectBatchOnFunctionError", definition.bisect())
                .put("MaximumRetryAttempts", definition.retries())
                .put("MaximumRecordAgeInSeconds", definition.maximumAge())
                .put("ParallelizationFactor", 1)
                .put("TumblingWindowInSeconds", 0)
                .put("LastProcessingResult", ((StreamPoller) poller).lastResult);
    }
}

package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** The entries of a batch operation, each of which succeeds or fails for itself. */
record Batch(JsonNode entries) {
    private static final int MAX_ENTRIES = 10;

    /** Throws what SQS says of a batch that is empty or too large, or has entries without an id of their own. */
    static Batch of(String operation, JsonNode entries) {
        if (entries.isEmpty()) {
            throw AwsError.of(
                    "EmptyBatchRequest", "There should be at least one " + operation + "RequestEntry in the request.");
        }
        AwsError.refuse(
                entries.size() > MAX_ENTRIES,
                "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are " + MAX_ENTRIES + ". You have sent " + entries.size() + ".");
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asText();
            if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw AwsError.of(
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be"
                                + " at most 80 letters long.");
            }
            AwsError.refuse(!ids.add(id), "BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
        }
        return new Batch(entries);
    }

    JsonNode each(Function<ObjectNode, JsonNode> operation) {
        ObjectNode answer = Json.object();
        for (JsonNode entry : entries) {
            ObjectNode of = Json.object().put("Id", entry.path("Id").asText());
            try {
                answer.withArray("/Successful").add(of.setAll((ObjectNode) operation.apply((ObjectNode) entry)));
            } catch (AwsError e) {
                answer.withArray("/Failed")
                        .add(of.put("SenderFault", e.status() < 500)
                                .put("Code", SqsError.ofQuery(e.code()))
                                .put("Message", e.getMessage().replace("are invalid", "cannot be validated")));
            }
        }
        return answer;
    }
}

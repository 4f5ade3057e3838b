package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.dynamodb.services.local.shared.mapper.DynamoDbObjectMapper;
import workshop.cloud.Options;

/**
 * A stream's record as DynamoDB says it, of what DynamoDB Local says: the only place that knows how they differ.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">Record</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html">Records of
 *     time to live</a>
 */
public final class StreamRecord {
    /** Writes what the SDK has as DynamoDB sends it. */
    private static final ObjectMapper MAPPER = new DynamoDbObjectMapper();

    private StreamRecord() {}

    /** DynamoDB Local has no name for what time to live removes; its event ids are UUIDs with their dashes. */
    static void translate(ObjectNode record) {
        record.put("awsRegion", Options.REGION);
        record.put("eventID", record.path("eventID").asText().replace("-", ""));
        if (record.path("eventName").asText().equals("UNKNOWN_TO_SDK_VERSION")) {
            record.put("eventName", "REMOVE");
            record.putObject("userIdentity").put("Type", "Service").put("PrincipalId", "dynamodb.amazonaws.com");
        }
        for (String image : new String[] {"Keys", "NewImage", "OldImage"}) {
            record.path("dynamodb").path(image).forEach(StreamRecord::restoreEmptyMap);
        }
    }

    /** It drops the type of a map that is empty, and of no other empty value. */
    private static void restoreEmptyMap(JsonNode value) {
        if (value.isEmpty()) {
            ((ObjectNode) value).putObject("M");
        }
        value.path("M").forEach(StreamRecord::restoreEmptyMap);
        value.path("L").forEach(StreamRecord::restoreEmptyMap);
    }

    /** The same of a record as the SDK has it. */
    public static ObjectNode forFunction(Record record, String streamArn) {
        return forFunction((ObjectNode) MAPPER.valueToTree(record), streamArn);
    }

    /** The record as a function gets it, where the identity's members have lower-case names. */
    public static ObjectNode forFunction(ObjectNode record, String streamArn) {
        if (record.get("userIdentity") instanceof ObjectNode identity) {
            identity.set("type", identity.remove("Type"));
            identity.set("principalId", identity.remove("PrincipalId"));
        }
        return record.put("eventSourceARN", streamArn);
    }
}

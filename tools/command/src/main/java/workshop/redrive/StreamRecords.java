package workshop.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import workshop.aws.Services;
import workshop.cloud.Json;
import workshop.cloud.dynamodb.StreamRecord;

/**
 * Records of a table's stream, as Lambda hands them to a function.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB streams</a>
 */
public record StreamRecords(Services services, String streamArn) {
    /** Of a table's newest stream. */
    public static StreamRecords ofTable(Services services, String table) {
        String arn = services.dynamoDb()
                .describeTable(describe -> describe.tableName(table))
                .table()
                .latestStreamArn();
        return new StreamRecords(services, arn);
    }

    /** The records of a shard from one sequence number to another, both included; throws if they were trimmed. */
    List<ObjectNode> between(String shardId, String first, String last) {
        BigInteger end = new BigInteger(last);
        return read(
                GetShardIteratorRequest.builder()
                        .streamArn(streamArn)
                        .shardId(shardId)
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .sequenceNumber(first)
                        .build(),
                record -> new BigInteger(record.dynamodb().sequenceNumber()).compareTo(end) <= 0);
    }

    /** All records that the stream still has, in its order. */
    public List<ObjectNode> all() {
        List<ObjectNode> records = new ArrayList<>();
        List<Shard> shards = services.streams()
                .describeStream(describe -> describe.streamArn(streamArn))
                .streamDescription()
                .shards();
        for (Shard shard : shards) {
            records.addAll(read(
                    GetShardIteratorRequest.builder()
                            .streamArn(streamArn)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                            .build(),
                    record -> true));
        }
        return records;
    }

    private List<ObjectNode> read(GetShardIteratorRequest from, Predicate<Record> wanted) {
        List<ObjectNode> records = new ArrayList<>();
        String iterator = services.streams().getShardIterator(from).shardIterator();
        while (iterator != null) {
            String here = iterator;
            GetRecordsResponse page = services.streams().getRecords(get -> get.shardIterator(here));
            for (Record record : page.records()) {
                if (!wanted.test(record)) {
                    return records;
                }
                records.add(json(record));
            }
            iterator = page.records().isEmpty() ? null : page.nextShardIterator();
        }
        return records;
    }

    private ObjectNode json(Record record) {
        return StreamRecord.forFunction((ObjectNode) json((Object) record), streamArn);
    }

    /** As the service sends it: the SDK knows the name of each member. */
    private static JsonNode json(Object value) {
        if (value instanceof SdkPojo members) {
            Map<String, Object> all = new LinkedHashMap<>();
            members.sdkFields().forEach(field -> all.put(field.locationName(), field.getValueOrDefault(members)));
            // of what isn't there, the SDK makes an empty collection of its own
            all.values()
                    .removeIf(its ->
                            its == null || its instanceof SdkAutoConstructList || its instanceof SdkAutoConstructMap);
            return json(all);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode json = Json.object();
            map.forEach((name, its) -> json.set(name.toString(), json(its)));
            return json;
        }
        if (value instanceof List<?> list) {
            return Json.list(list, StreamRecords::json);
        }
        return value instanceof SdkBytes bytes
                ? BinaryNode.valueOf(bytes.asByteArray())
                : value instanceof Instant time
                        ? DoubleNode.valueOf(time.toEpochMilli() / 1000.0)
                        : Json.MAPPER.valueToTree(value);
    }
}

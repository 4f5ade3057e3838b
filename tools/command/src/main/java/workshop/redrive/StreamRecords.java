package workshop.redrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import workshop.aws.Services;
import workshop.cloud.Json;

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
        StreamRecord change = record.dynamodb();
        ObjectNode dynamodb = Json.object()
                .put(
                        "ApproximateCreationDateTime",
                        change.approximateCreationDateTime().toEpochMilli() / 1000.0);
        dynamodb.set("Keys", item(change.keys()));
        if (change.hasNewImage()) {
            dynamodb.set("NewImage", item(change.newImage()));
        }
        if (change.hasOldImage()) {
            dynamodb.set("OldImage", item(change.oldImage()));
        }
        dynamodb.put("SequenceNumber", change.sequenceNumber())
                .put("SizeBytes", change.sizeBytes())
                .put("StreamViewType", change.streamViewTypeAsString());
        ObjectNode json = Json.object()
                .put("eventID", record.eventID())
                .put("eventName", record.eventNameAsString())
                .put("eventVersion", record.eventVersion())
                .put("eventSource", record.eventSource())
                .put("awsRegion", record.awsRegion());
        json.set("dynamodb", dynamodb);
        return json.put("eventSourceARN", streamArn);
    }

    private static ObjectNode item(Map<String, AttributeValue> item) {
        ObjectNode json = Json.object();
        item.forEach((name, value) -> json.set(name, value(value)));
        return json;
    }

    private static ObjectNode value(AttributeValue value) {
        ObjectNode json = Json.object();
        switch (value.type()) {
            case S -> json.put("S", value.s());
            case N -> json.put("N", value.n());
            case BOOL -> json.put("BOOL", value.bool());
            case NUL -> json.put("NULL", value.nul());
            case B -> json.put("B", base64(value.b()));
            case SS -> value.ss().forEach(json.putArray("SS")::add);
            case NS -> value.ns().forEach(json.putArray("NS")::add);
            case BS -> value.bs().stream().map(StreamRecords::base64).forEach(json.putArray("BS")::add);
            case M -> json.set("M", item(value.m()));
            case L -> value.l().stream().map(StreamRecords::value).forEach(json.putArray("L")::add);
            default -> throw new IllegalStateException("DynamoDB has a new type of attribute: " + value);
        }
        return json;
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
}

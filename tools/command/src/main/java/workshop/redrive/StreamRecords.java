package workshop.redrive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import workshop.aws.Services;
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
                records.add(StreamRecord.forFunction(record, streamArn));
            }
            iterator = page.records().isEmpty() ? null : page.nextShardIterator();
        }
        return records;
    }
}

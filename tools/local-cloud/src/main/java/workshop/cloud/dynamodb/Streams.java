package workshop.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.dynamodb.Writes.Write;

/** The streams of the account's tables, for who wants to be woken by a write and then read. */
public final class Streams {
    private final DynamoDb dynamoDb;
    private final Map<String, List<Runnable>> byTable = new ConcurrentHashMap<>();
    private final Map<String, List<String>> keys = new ConcurrentHashMap<>();
    private final Writes writes = new Writes();

    Streams(DynamoDb dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Calls {@code wake} after every write to the stream's table, in the thread of the writer. */
    public void onWrite(String streamArn, Runnable wake) {
        String table = table(streamArn);
        keys.put(table, dynamoDb.table(table).path("KeySchema").findValuesAsText("AttributeName"));
        byTable.computeIfAbsent(table, key -> new CopyOnWriteArrayList<>()).add(wake);
    }

    public void forget(String streamArn, Runnable wake) {
        byTable.computeIfPresent(table(streamArn), (table, wakes) -> {
            wakes.remove(wake);
            return wakes.isEmpty() ? null : wakes;
        });
    }

    /**
     * Does what a request writes; of tables whose streams are read, it is kept which records it makes.
     *
     * @param call does it and gives the number of its hop
     */
    void write(String operation, JsonNode input, LongSupplier call) {
        List<Write> read = byTable.isEmpty()
                ? List.of()
                : Writes.of(operation, input, table -> keys.getOrDefault(table, List.of())).stream()
                        .filter(write -> byTable.containsKey(write.table()))
                        .toList();
        writes.make(read, call);
    }

    /** The number of the hop of the write that made each of these records of a stream; 0 where none is known. */
    public List<Long> causes(String streamArn, List<ObjectNode> records) {
        return records.stream()
                .map(record -> writes.maker(streamArn, table(streamArn), record).orElse(0L))
                .toList();
    }

    void written(String table) {
        byTable.getOrDefault(table, List.of()).forEach(Runnable::run);
    }

    public boolean exists(String streamArn) {
        try {
            shards(streamArn);
            return true;
        } catch (AwsError e) {
            return false;
        }
    }

    /** After the last record that the stream has now. */
    public Position latest(String streamArn) {
        Position position = new Position();
        while (!read(streamArn, position, 1_000).isEmpty()) {
            // there may be more
        }
        return position;
    }

    /**
     * The next records of the stream in their order, as Lambda hands them to a function; none if there are none yet.
     *
     * @param position where to go on; it is moved after the last record read
     * @param limit at most this many, 1 to 1,000
     */
    public List<ObjectNode> read(String streamArn, Position position, int limit) {
        List<ObjectNode> records = new ArrayList<>();
        List<String> shards = shards(streamArn);
        for (String shard : shards.subList(Math.max(0, shards.indexOf(position.shard)), shards.size())) {
            if (!shard.equals(position.shard)) { // the one before is closed: it has no more records
                position.move(shard, null);
            }
            ObjectNode request = Json.object()
                    .put("ShardIterator", iterator(streamArn, position))
                    .put("Limit", limit);
            for (JsonNode record : dynamoDb.call("GetRecords", request).path("Records")) {
                records.add(StreamRecord.forFunction((ObjectNode) record, streamArn));
                position.move(shard, record.at("/dynamodb/SequenceNumber").asText());
            }
            if (!records.isEmpty()) {
                break;
            }
        }
        return records;
    }

    /** The shard ids, parents before their children. */
    private List<String> shards(String streamArn) {
        return dynamoDb.call("DescribeStream", Json.object().put("StreamArn", streamArn))
                .at("/StreamDescription/Shards")
                .findValuesAsText("ShardId");
    }

    private String iterator(String streamArn, Position position) {
        ObjectNode request = Json.object()
                .put("StreamArn", streamArn)
                .put("ShardId", position.shard)
                .put("ShardIteratorType", position.sequenceNumber == null ? "TRIM_HORIZON" : "AFTER_SEQUENCE_NUMBER")
                .put("SequenceNumber", position.sequenceNumber);
        return dynamoDb.call("GetShardIterator", request).path("ShardIterator").asText();
    }

    private static String table(String streamArn) {
        return Arn.parse(streamArn).resource().split("/")[1];
    }
}

package workshop.cloud.dynamodb;

import com.almworks.sqlite4java.SQLiteException;
import com.almworks.sqlite4java.SQLiteStatement;
import java.lang.reflect.Field;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.ShardIterator;
import software.amazon.dynamodb.services.local.shared.access.TableInfo;
import software.amazon.dynamodb.services.local.shared.access.sqlite.AmazonDynamoDBOfflineSQLiteJob;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;
import software.amazon.dynamodb.services.local.shared.model.AttributeValue;
import workshop.cloud.Daemon;

/** DynamoDB Local's tables and streams, with the differences from DynamoDB's put right that only they know. */
final class Storage extends SQLiteDBAccess {
    private static final String NAME = "shared-local-instance";
    private static final String TIME = "SELECT CreationDateTime FROM us WHERE SequenceNumber = ?;";

    /** Whether what this thread updates makes an item of nothing but its key. */
    final ThreadLocal<Boolean> makesKeys = ThreadLocal.withInitial(() -> false);

    /** A handler of requests that keeps all here; DynamoDB Local has no other way to give it its storage. */
    LocalDynamoDBRequestHandler handler() {
        LocalDynamoDBRequestHandler handler = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        try {
            Field clients = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
            clients.setAccessible(true);
            @SuppressWarnings("unchecked")
            Map<String, Object> byName = (Map<String, Object>) clients.get(handler);
            byName.put(
                    NAME,
                    new LocalDBClient(
                            this, new JobsRegister(Executors.newFixedThreadPool(10, Daemon.named("tables")), false)));
            return handler;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DynamoDB Local can't be given its storage", e);
        }
    }

    /**
     * An update that only removes attributes makes no item. DynamoDB Local then answers what is left in {@code item}.
     *
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/test/alternator/test_item.py">Verified on AWS by
     *     ScyllaDB's test_update_item_non_existent</a>
     */
    @Override
    public void putRecord(
            String table,
            Map<String, AttributeValue> item,
            AttributeValue hash,
            AttributeValue range,
            boolean isUpdate) {
        boolean isKey = item.size() == (range == null ? 1 : 2);
        if (isUpdate && isKey && !makesKeys.get() && getRecord(table, item) == null) {
            item.clear();
        } else {
            super.putRecord(table, item, hash, range, isUpdate);
        }
    }

    /** An iterator from before a shard's first record is none of trimmed data: the numbers of all tables are one sequence. */
    @Override
    public Long getEarliestNonExpiredSequenceNumberForShard(String shard) {
        return getSequenceNumberStartForShard(shard);
    }

    /**
     * Rounds the time of a record down to the second. DynamoDB Local rounds it down to the minute, but keeps the millisecond.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html">
     *     ApproximateCreationDateTime</a>
     */
    @Override
    public List<Record> getStreamRecords(Integer limit, ShardIterator from) {
        List<Record> records = super.getStreamRecords(limit, from);
        return queue.execute(new AmazonDynamoDBOfflineSQLiteJob<List<Record>>() {
                    @Override
                    protected List<Record> doWork() throws SQLiteException {
                        List<Record> timed = new ArrayList<>();
                        for (Record record : records) {
                            Instant second = madeAt(record.dynamodb().sequenceNumber());
                            timed.add(record.copy(as -> as.dynamodb(
                                    record.dynamodb().copy(its -> its.approximateCreationDateTime(second)))));
                        }
                        return timed;
                    }

                    private Instant madeAt(String sequenceNumber) throws SQLiteException {
                        SQLiteStatement time = getPreparedStatement(TIME).bind(1, Long.parseLong(sequenceNumber));
                        time.step();
                        return Instant.ofEpochMilli(time.columnLong(0)).truncatedTo(ChronoUnit.SECONDS);
                    }
                })
                .get();
    }

    /** DynamoDB Local first drops an index of SQLite, and fails if others' keys are the same: there is one for all of them. */
    @Override
    public void deleteGSI(String table, String index) {
        TableInfo is = getTableInfo(table);
        updateTable(
                table,
                is.getThroughput(),
                is.getOndemandThroughput(),
                is.getBillingMode(),
                is.getLastUpdateToPayPerRequestDateTime(),
                is.getAttributeDefinitions(),
                is.getGSIDescriptions().stream()
                        .filter(other -> !other.indexName().equals(index))
                        .toList(),
                is.getDeleteProtectionEnabled(),
                null);
    }
}

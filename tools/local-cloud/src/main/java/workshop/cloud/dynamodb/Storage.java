package workshop.cloud.dynamodb;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.Executors;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.access.TableInfo;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;
import software.amazon.dynamodb.services.local.shared.model.AttributeValue;
import workshop.cloud.Daemon;

/** DynamoDB Local's tables and streams, with the differences from DynamoDB's put right that only they know. */
final class Storage extends SQLiteDBAccess {
    private static final String NAME = "shared-local-instance";

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

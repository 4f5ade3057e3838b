package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

class StorageTest {
    private static final String KEY = ", 'Key': {'id': {'S': 'gone'}}";

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0));

    private final Client client = new Client(account.endpoint());

    private JsonNode call(String operation, String members) {
        String input = "{'TableName': 'Things'" + members + "}";
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    private JsonNode make(String table, String more) {
        return call(
                "CreateTable",
                ", 'TableName': '" + table + "', 'BillingMode': 'PAY_PER_REQUEST', 'KeySchema': [{'AttributeName':"
                        + " 'id', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'id',"
                        + " 'AttributeType': 'S'}]" + more);
    }

    @BeforeEach
    void table() {
        make("Things", ", 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'}");
    }

    private JsonNode stream(String operation, String input) {
        return client.json("dynamodb", "DynamoDBStreams_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    private String iterator(String type) {
        String arn = call("DescribeTable", "").at("/Table/LatestStreamArn").asText();
        String shard = stream("DescribeStream", "{'StreamArn': '" + arn + "'}")
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        return stream(
                        "GetShardIterator",
                        "{'StreamArn': '" + arn + "', 'ShardId': '" + shard + "', 'ShardIteratorType': '" + type + "'}")
                .path("ShardIterator")
                .asText();
    }

    private JsonNode records(String iterator) {
        return stream("GetRecords", "{'ShardIterator': '" + iterator + "'}");
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html">Types</a> */
    @ParameterizedTest
    @ValueSource(strings = {"LATEST", "TRIM_HORIZON"})
    void anIteratorFromBeforeTheFirstRecordReadsItWhateverWasWrittenToOtherTables(String type) {
        String first = iterator(type);
        String next = records(first).path("NextShardIterator").asText();
        make("Others", "");
        for (int i = 0; i < 3; i++) {
            call("PutItem", ", 'TableName': 'Others', 'Item': {'id': {'S': '" + i + "'}}");
        }
        call("PutItem", ", 'Item': {'id': {'S': 'a'}}");
        assertThat(records(first).path("Records")).hasSize(1);
        assertThat(records(next).path("Records")).hasSize(1);
    }

    /** As AWS said it to spring-integration-aws: https://github.com/spring-attic/spring-integration-aws/pull/59. */
    @Test
    void anIteratorIsUsedWithin15Minutes() {
        String[] parts = iterator("LATEST").split("\\|");
        String place = new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8);
        String time = place.substring(place.lastIndexOf('|') + 1);
        String old = "%0" + time.length() + "d";
        String expired = place.replace(time, old.formatted(Long.parseLong(time) - 16 * 60 * 1000));
        parts[2] = Base64.getEncoder().encodeToString(expired.getBytes(StandardCharsets.UTF_8));
        JsonNode answer = records(String.join("|", parts));
        assertThat(answer.path("__type").asText()).endsWith("#ExpiredIteratorException");
        assertThat(answer.path("message").asText()).isEqualTo("Shard iterator has expired");
    }

    /**
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/test/alternator">Verified on AWS by ScyllaDB's
     *     test_update_item_non_existent, test_update_item_returnvalues_all_new and
     *     test_streams_noop_update_expr_on_missing_item</a>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'UpdateExpression': 'REMOVE a'",
                "'UpdateExpression': 'REMOVE a.b, #c[0].d', 'ExpressionAttributeNames': {'#c': 'c'}",
                "'UpdateExpression': 'DELETE a :a', 'ExpressionAttributeValues': {':a': {'SS': ['b']}}",
                "'AttributeUpdates': {'a': {'Action': 'DELETE'}}"
            })
    void anUpdateThatOnlyRemovesMakesNoItem(String update) {
        String iterator = iterator("LATEST");
        JsonNode answer = call("UpdateItem", KEY + ", 'ReturnValues': 'ALL_NEW', " + update);
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.has("Attributes")).as(answer.toString()).isFalse();
        assertThat(call("GetItem", KEY).has("Item")).isFalse();
        assertThat(records(iterator).path("Records")).isEmpty();
        call("UpdateItem", KEY);
        assertThat(call("GetItem", KEY).has("Item"))
                .as("made by an update of nothing")
                .isTrue();
        call("UpdateItem", KEY + ", " + update);
        assertThat(call("GetItem", KEY).has("Item")).as("was there before").isTrue();
    }
}

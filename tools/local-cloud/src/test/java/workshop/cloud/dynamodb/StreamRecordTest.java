package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.iam.Caller;

/** Records of a stream are those of DynamoDB, not of DynamoDB Local: for a function, and for who calls GetRecords. */
class StreamRecordTest {
    private static final String EMPTY_VALUES =
            "{'id': {'S': '1'}, 'map': {'M': {}}, 'list': {'L': []}, 'text': {'S': ''},"
                    + " 'bytes': {'B': ''}, 'null': {'NULL': true}, 'set': {'SS': ['']}, 'in': {'M': {'map': {'M': {}}, 'list':"
                    + " {'L': [{'M': {}}, {'L': [{'M': {'deep': {'M': {}}}}]}]}}}}";

    @AutoClose
    private final DynamoDb dynamoDb = new DynamoDb(Platform.of(Options.defaults(), () -> 4566));

    private String streamArn;

    @BeforeEach
    void makeTable() {
        streamArn = call(
                        "CreateTable",
                        "{'TableName': 'Things', 'BillingMode': 'PAY_PER_REQUEST', 'KeySchema':"
                                + " [{'AttributeName': 'id', 'KeyType': 'HASH'}], 'AttributeDefinitions':"
                                + " [{'AttributeName': 'id', 'AttributeType': 'S'}], 'StreamSpecification':"
                                + " {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}}")
                .at("/TableDescription/LatestStreamArn")
                .asText();
    }

    private ObjectNode call(String operation, String input) {
        return dynamoDb.call(operation, (ObjectNode) Json.read(input.replace('\'', '"')));
    }

    private List<ObjectNode> forFunction() {
        return dynamoDb.streams().read(streamArn, new Position(), 100);
    }

    private List<JsonNode> fromGetRecords() {
        String shard = call("DescribeStream", "{'StreamArn': '" + streamArn + "'}")
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        String iterator = call(
                        "GetShardIterator",
                        "{'StreamArn': '" + streamArn + "', 'ShardId': '" + shard
                                + "', 'ShardIteratorType': 'TRIM_HORIZON'}")
                .path("ShardIterator")
                .asText();
        List<JsonNode> records = new ArrayList<>();
        call("GetRecords", "{'ShardIterator': '" + iterator + "'}")
                .path("Records")
                .forEach(records::add);
        return records;
    }

    /** Of a table whose stream is read it is looked at before DynamoDB does. */
    @Test
    void aRequestForNothingIsRefusedWhereAStreamIsRead() {
        dynamoDb.streams().onWrite(streamArn, () -> {});
        byte[] body = "{\"RequestItems\": {\"Things\": [{\"PutRequest\": null}]}}".getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> target = Map.of("x-amz-target", List.of("DynamoDB_20120810.BatchWriteItem"));
        HttpRequest request = new HttpRequest("POST", "/", Map.of(), target, body);
        assertThat(dynamoDb.handle(new Caller.Owner("arn:aws:iam::000000000000:root"), request)
                        .status())
                .isEqualTo(400);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html">
     *     ApproximateCreationDateTime is rounded down to the closest second</a>
     */
    @Test
    void aRecordSaysInWhichSecondItWasMade() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < 3; i++) {
            call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': '" + i + "'}}}");
        }
        Instant after = Instant.now();

        List<JsonNode> records = new ArrayList<>(fromGetRecords());
        records.addAll(forFunction());
        assertThat(records).hasSize(6).allSatisfy(record -> {
            JsonNode time = record.at("/dynamodb/ApproximateCreationDateTime");
            assertThat(time.decimalValue()).isEqualByComparingTo(BigDecimal.valueOf(time.longValue()));
            assertThat(Instant.ofEpochSecond(time.longValue())).isBetween(before, after);
        });
    }

    @Test
    void anEmptyValueKeepsItsTypeAtEveryDepth() {
        JsonNode item = Json.read(EMPTY_VALUES.replace('\'', '"'));
        call("PutItem", "{'TableName': 'Things', 'Item': " + EMPTY_VALUES + "}");
        call("DeleteItem", "{'TableName': 'Things', 'Key': {'id': {'S': '1'}}}");

        assertThat(forFunction().get(0).at("/dynamodb/NewImage")).isEqualTo(item);
        assertThat(forFunction().get(1).at("/dynamodb/OldImage")).isEqualTo(item);
        assertThat(fromGetRecords().get(0).at("/dynamodb/NewImage")).isEqualTo(item);
    }

    @Test
    void aRecordIsOfTheAccountsRegionAndHasAnIdOf32HexDigits() {
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': '1'}}}");

        assertThat(forFunction().get(0).path("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(forFunction().get(0).path("eventID").asText()).matches("[0-9a-f]{32}");
        assertThat(fromGetRecords().get(0).path("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(fromGetRecords().get(0).path("eventID"))
                .isEqualTo(forFunction().get(0).path("eventID"));
    }

    /** The names of its members are those of each interface: a function's are documented with the time to live. */
    @Test
    void whatTimeToLiveDeletesIsRemovedByTheServiceItself() {
        call(
                "UpdateTimeToLive",
                "{'TableName': 'Things', 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'until'}}");
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': '1'}, 'until': {'N': '1'}}}");
        long past = Instant.now().minus(Duration.ofHours(1)).getEpochSecond();
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': '2'}, 'until': {'N': '" + past + "'}}}");
        await().atMost(Duration.ofSeconds(30)).until(() -> forFunction().size() >= 3);

        ObjectNode removal = forFunction().get(2);
        assertThat(removal.path("eventName").asText()).isEqualTo("REMOVE");
        assertThat(removal.at("/dynamodb/OldImage/id/S").asText()).isEqualTo("2");
        assertThat(removal.path("userIdentity"))
                .isEqualTo(Json.object().put("type", "Service").put("principalId", "dynamodb.amazonaws.com"));
        assertThat(fromGetRecords().get(2).path("eventName").asText()).isEqualTo("REMOVE");
        assertThat(fromGetRecords().get(2).path("userIdentity"))
                .isEqualTo(Json.object().put("Type", "Service").put("PrincipalId", "dynamodb.amazonaws.com"));
    }
}

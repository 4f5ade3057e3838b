package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * How DynamoDB reads a request, and the names of its errors as they are on the wire.
 *
 * @see <a href="https://github.com/architect/dynalite/tree/main/test">Verified on AWS by dynalite's tests</a>
 */
class RequestReadingTest {
    private static final String KEY = "'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
            + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}]";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        create("Things");
    }

    private static JsonNode create(String table) {
        return call("CreateTable", "{'TableName': '" + table + "', 'BillingMode': 'PAY_PER_REQUEST', " + KEY + "}");
    }

    private static JsonNode call(String operation, String input) {
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    /** Verified on AWS by the tests of dynalite and of kinesalite: "should return UnknownOperationException if incorrect target". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb|DynamoDB_20111205.ListTables",
                "dynamodb|dynamodb_20120810.ListTables",
                "dynamodb|ListTables",
                "events|Foo.ListRules",
                "logs|logs_20140328.DescribeLogGroups",
                "sqs|AWSEvents.ListQueues",
                "ssm|GetParameter"
            })
    void aTargetOfAnotherServiceIsNoOperation(String target) {
        String[] parts = target.split("\\|");
        JsonNode refusal = client.json(parts[0], parts[1], Json.object());
        assertThat(refusal.path("__type").asText()).endsWith("UnknownOperationException");
        assertThat(refusal.path("status").asInt()).isEqualTo(400);
        assertThat(refusal.has("message")).isFalse();
    }

    /** Each of these misses a member that the request must have; what can't be read comes first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            GetItem | {'Key': {'a': {'S': 1}}} | NUMBER_VALUE cannot be converted to String
            PutItem | {'Expected': {'a': {'Value': {'L': true}}}} | Unexpected field type
            Query | {'Limit': 'x'} | STRING_VALUE cannot be converted to Integer
            Query | {'ReturnConsumedCapacity': 5} | NUMBER_VALUE cannot be converted to String
            GetItem | {'Key': 'x'} | Unexpected field type
            ListStreams | {'TableName': 5} | NUMBER_VALUE cannot be converted to String
            GetItem | {'Key': {'a': ''}} | Unexpected value type in payload
            GetItem | {'Key': {'a': ' '}} | Unexpected value type in payload
            TransactGetItems | {'TransactItems': [{'Get': ''}]} | Unexpected field type
            CreateTable | {'BillingMode': 7} | NUMBER_VALUE cannot be converted to String
            CreateTable | {'BillingMode': true} | TRUE_VALUE cannot be converted to String
            GetShardIterator | {'ShardIteratorType': 1.5} | DECIMAL_VALUE cannot be converted to String
            Query | {'Limit': 5000000000} | The request can't be read: Numeric value (5000000000) out of range of int (-2147483648 - 2147483647)
            GetItem | {'Key': []} | Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>
            GetItem | {'Key': {'a': []}} | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue
            GetItem | {'Key': {'a': {'B': '=+/='}}} | Invalid last non-pad Base64 character dectected
            CreateTable | {'TableName': 5} | NUMBER_VALUE cannot be converted to String
            CreateTable | {'KeySchema': {}} | Start of structure or map found where not expected
            CreateTable | {'KeySchema': ['x']} | Unexpected value type in payload
            CreateTable | {'ProvisionedThroughput': 'x'} | Unexpected field type
            CreateTable | {'ProvisionedThroughput': {'ReadCapacityUnits': false}} | FALSE_VALUE cannot be converted to Long
            """)
    void whatCanNotBeReadIsRefusedBeforeWhatIsMissing(String operation, String input, String message) {
        JsonNode answer = call(operation, input);
        assertThat(answer)
                .isEqualTo(Json.object()
                        .put("__type", "com.amazon.coral.service#SerializationException")
                        .put("Message", message)
                        .put("status", 400));
    }

    @Test
    void anErrorIsNamedAndWrittenAsOnAws() {
        assertThat(call("GetItem", "{'TableName': 'Nowhere', 'Key': {'id': {'S': 'a'}}}"))
                .isEqualTo(Json.object()
                        .put("__type", "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException")
                        .put("message", "Requested resource not found")
                        .put("status", 400));
        assertThat(call("GetItem", "{'TableName': 'Things'}"))
                .isEqualTo(Json.object()
                        .put("__type", "com.amazon.coral.validate#ValidationException")
                        .put("message", "1 validation error detected: " + missing("key"))
                        .put("status", 400));
    }

    private static String missing(String path) {
        return "Value null at '" + path + "' failed to satisfy constraint: Member must not be null";
    }

    /** @see <a href="https://github.com/boto/botocore/tree/develop/botocore/data/dynamodb">DynamoDB's own model</a> */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UpdateTable | {'TableName': 'Things', 'ProvisionedThroughput': {'ReadCapacityUnits': 1}} | provisionedThroughput.writeCapacityUnits
            UpdateTable | {'TableName': 'Things', 'GlobalSecondaryIndexUpdates': [{'Update': {}}]} | globalSecondaryIndexUpdates.1.member.update.indexName
            UpdateTable | {'TableName': 'Things', 'StreamSpecification': {}} | streamSpecification.streamEnabled
            CreateTable | {'TableName': 'Other', 'KeySchema': [{'KeyType': 'HASH'}]} | keySchema.1.member.attributeName
            Query | {'TableName': 'Things', 'KeyConditions': {'id': {}}} | keyConditions.id.member.comparisonOperator
            BatchGetItem | {'RequestItems': {'Things': {}}} | requestItems.Things.member.keys
            UpdateTimeToLive | {'TableName': 'Things'} | timeToLiveSpecification
            TransactGetItems | {'TransactItems': [{}]} | transactItems.1.member.get
            TransactWriteItems | {'TransactItems': [{'ConditionCheck': {'TableName': 'Things', 'Key': {}}}]} | transactItems.1.member.conditionCheck.conditionExpression
            """)
    void whatAStructureNeedsIsMissed(String operation, String input, String path) {
        assertThat(call(operation, input).path("message").asText())
                .isEqualTo("1 validation error detected: " + missing(path));
    }

    /** @see <a href="https://github.com/architect/dynalite/tree/main/test">Verified on AWS by dynalite's tests of these operations</a> */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Scan    | {'TableName': 'Things', 'Limit': 0} | '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            Scan    | {'TableName': 'Things', 'Segment': -1, 'TotalSegments': 2} | '-1' at 'segment' failed to satisfy constraint: Member must have value greater than or equal to 0
            Scan    | {'TableName': 'Things', 'Segment': 0, 'TotalSegments': 0} | '0' at 'totalSegments' failed to satisfy constraint: Member must have value greater than or equal to 1
            ListTables | {'Limit': 101} | '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100
            ListTables | {'Limit': 0} | '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1
            ListTables | {'ExclusiveStartTableName': 'ab'} | 'ab' at 'exclusiveStartTableName' failed to satisfy constraint: Member must have length greater than or equal to 3
            CreateTable | {'TableName': 'Other', 'KeySchema': [], 'AttributeDefinitions': [], 'ProvisionedThroughput': {'ReadCapacityUnits': 0, 'WriteCapacityUnits': 1}} | '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1
            UpdateTable | {'TableName': 'Things', 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': -1}} | '-1' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1
            GetItem | {'TableName': '', 'Key': {}}        | '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 1
            """)
    void aBoundIsKept(String operation, String input, String message) {
        assertThat(call(operation, input).path("message").asText())
                .isEqualTo("1 validation error detected: Value " + message);
    }

    @Test
    void theTraceHasARequestAsItCame() {
        String update = "{\"TableName\": \"Things\", \"Key\": {\"id\": {\"S\": \"traced\"}},"
                + " \"AttributeUpdates\": {\"a\": {\"Value\": {\"N\": \"1\"}}}}";
        client.send("dynamodb", "POST", "/", Map.of("X-Amz-Target", "DynamoDB_20120810.UpdateItem"), update);
        assertThat(account.trace().hops(0, "traced").get(0).payload()).isEqualTo(update);
    }

    @Test
    void aBooleanMayBeAText() {
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': 'text'}, 'a': {'BOOL': 'false'}}}");
        String get = "{'TableName': 'Things', 'Key': {'id': {'S': 'text'}}, 'ConsistentRead': 'true'}";
        assertThat(call("GetItem", get).at("/Item/a").toString()).isEqualTo("{\"BOOL\":false}");
    }

    /** DynamoDB Local looks at all tables for it, and fails if one is gone meanwhile. */
    @Test
    void aTableIsCreatedWhileAnotherIsDeleted() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!done.get()) {
                create("Fleeting");
                call("DeleteTable", "{'TableName': 'Fleeting'}");
            }
        });
        other.start();
        Set<String> said = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 60; i++) {
            String units = "'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}, ";
            JsonNode created = call("CreateTable", "{'TableName': 'Lasting', " + units + KEY + "}");
            said.add(created.path("message").asText());
            call("DeleteTable", "{'TableName': 'Lasting'}");
        }
        done.set(true);
        other.join();
        assertThat(said).containsExactly("");
    }

    /**
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/test/alternator/test_compressed_request.py">Verified on
     *     AWS by ScyllaDB's test_gzip_request_valid, test_broken_gzip_content and test_garbage_content_encoding</a>
     */
    @Test
    void aRequestMayBeZipped() throws Exception {
        String put = "{\"TableName\": \"Things\", \"Item\": {\"id\": {\"S\": \"%s\"}}}";
        assertThat(put("gzip", zipped(put.formatted("zipped")))).isEqualTo(200);
        assertThat(put("gzip", put.formatted("not").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(500);
        assertThat(put("garbage", put.formatted("not").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(500);
        assertThat(put("identity", put.formatted("plain").getBytes(StandardCharsets.UTF_8)))
                .as("which is none: RFC 9110, 8.4.1")
                .isEqualTo(200);
        for (String id : List.of("zipped", "not")) {
            String get = "{'TableName': 'Things', 'Key': {'id': {'S': '" + id + "'}}}";
            assertThat(call("GetItem", get).has("Item")).as(id).isEqualTo(id.equals("zipped"));
        }
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static int put(String encoding, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.endpoint()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Encoding", encoding)
                .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}

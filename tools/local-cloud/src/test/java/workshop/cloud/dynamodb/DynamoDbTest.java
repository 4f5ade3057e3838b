package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

class DynamoDbTest {
    private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Things";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
    }

    private static void deploy(Path folder, String more) {
        account.deploy(new Assembly().table("Things", more).writeTo(folder), null, warning -> {});
    }

    private static JsonNode call(String operation, String input) {
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    @Test
    void anUpdateThatTurnsTheStreamOnKeepsTheItems(@TempDir Path folder) {
        deploy(folder, "");
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': 'kept'}}}");
        deploy(folder, ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}");
        JsonNode table = call("DescribeTable", "{'TableName': 'Things'}").path("Table");
        assertThat(table.path("TableArn").asText()).isEqualTo(ARN);
        assertThat(table.path("LatestStreamArn").asText()).startsWith(ARN + "/stream/");
        assertThat(call("Scan", "{'TableName': 'Things'}").at("/Items/0/id/S").asText())
                .isEqualTo("kept");
        deploy(folder, ", 'StreamSpecification': {'StreamViewType': 'KEYS_ONLY'}");
        assertThat(call("DescribeTable", "{'TableName': 'Things'}")
                        .at("/Table/StreamSpecification/StreamViewType")
                        .asText())
                .isEqualTo("KEYS_ONLY");
    }

    @Test
    void anErrorHasTheCodeAndStatusOfDynamoDb() {
        JsonNode answer = call("GetItem", "{'TableName': 'Nowhere', 'Key': {'id': {'S': 'x'}}}");
        assertThat(answer.path("status").asInt()).isEqualTo(400);
        assertThat(answer.path("__type").asText()).endsWith("ResourceNotFoundException");
    }

    @Test
    void anOperationThatIsNotThereIsNamed() {
        assertThat(call("MakeCoffee", "{}").path("message").asText()).contains("MakeCoffee");
    }

    @Test
    void malformedJsonIsAnErrorNotACrash() {
        assertThat(client.send(
                                "dynamodb",
                                "POST",
                                "/",
                                java.util.Map.of("X-Amz-Target", "DynamoDB_20120810.PutItem"),
                                "{")
                        .body())
                .contains("SerializationException");
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html">ConsumedCapacity</a> */
    @Test
    void whatIsConsumedIsSaidIfSomebodyAsks(@TempDir Path folder) {
        deploy(folder, "");
        String delete = "{'TableName': 'Things', 'Key': {'id': {'S': 'nobody'}}%s}";
        assertThat(call("DeleteItem", delete.formatted("")).has("ConsumedCapacity"))
                .isFalse();
        assertThat(call("DeleteItem", delete.formatted(", 'ReturnConsumedCapacity': 'TOTAL'"))
                        .has("ConsumedCapacity"))
                .isTrue();
    }

    /** DynamoDB Local takes both, and the members that it doesn't know. */
    @Test
    void whatDynamoDbLocalForgetsIsRefusedByName() {
        String table = "{'TableName': 'Other', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],"
                + " 'BillingMode': 'PAY_PER_REQUEST', ";
        assertThat(call("CreateTable", table + "'TableClass': 'STANDARD'}")
                        .path("message")
                        .asText())
                .contains("the parameter TableClass", "dynamodb:CreateTable");
        assertThat(call(
                                "CreateTable",
                                table + "'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}")
                        .path("message")
                        .asText())
                .isEqualTo("One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits"
                        + " can be specified when BillingMode is PAY_PER_REQUEST");
        assertThat(call(
                                "UpdateTable",
                                "{'TableName': 'Things', 'ProvisionedThroughput': {'ReadCapacityUnits': 1,"
                                        + " 'WriteCapacityUnits': 1}}")
                        .path("message")
                        .asText())
                .contains("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified");
        assertThat(call("ListTables", "{'Colour': 'red'}").path("__type").asText())
                .endsWith("NotImplemented");
        assertThat(call("Scan", "{'TableName': 'Things', 'ReturnConsumedCapacity': 'SOME'}")
                        .path("message")
                        .asText())
                .contains("Value 'SOME' at 'returnConsumedCapacity'", "enum value set");
        assertThat(call("Scan", "{'TableName': 'Things', 'AttributesToGet': []}")
                        .path("message")
                        .asText())
                .contains("Value '[]' at 'attributesToGet'", "length greater than or equal to 1");
        assertThat(call("DescribeStream", "{'StreamArn': 'short'}")
                        .path("message")
                        .asText())
                .contains("Value 'short' at 'streamArn'", "length greater than or equal to 37");
        assertThat(call("ExecuteStatement", "{}").path("__type").asText()).endsWith("NotImplemented");
        assertThat(call("TagResource", "{}").path("__type").asText()).endsWith("NotImplemented");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html">Streams</a>
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Update.html">Update</a>
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutRequest.html">PutRequest</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GetShardIterator | {'StreamArn': 'A', 'ShardId': 'S'} | shardIteratorType
            GetShardIterator | {'StreamArn': 'A', 'ShardIteratorType': 'LATEST'} | shardId
            GetShardIterator | {'ShardId': 'S', 'ShardIteratorType': 'LATEST'} | streamArn
            DescribeStream | {} | streamArn
            GetRecords | {} | shardIterator
            PutItem | {'TableName': 'T-1'} | item
            UpdateItem | {'Key': {}} | tableName
            TransactWriteItems | {'TransactItems': [{'Update': {'TableName': 'T-1', 'Key': {}}}]} | transactItems.1.member.update.updateExpression
            TransactGetItems | {'TransactItems': [{'Get': {'TableName': 'T-1'}}]} | transactItems.1.member.get.key
            TransactWriteItems | {} | transactItems
            BatchWriteItem | {} | requestItems
            BatchWriteItem | {'RequestItems': {'T-1': [{'PutRequest': {}}]}} | requestItems.T-1.member.1.member.putRequest.item
            """)
    void whatAnOperationNeedsIsMissed(String operation, String input, String member) {
        String given = input.replace("'A'", "'" + ARN + "/stream/2026'").replace("'S'", "'" + "s".repeat(28) + "'");
        JsonNode answer =
                client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(given.replace('\'', '"')));
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
        assertThat(answer.path("message").asText())
                .isEqualTo("1 validation error detected: Value null at '" + member
                        + "' failed to satisfy constraint: Member must not be null");
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html">ListStreams</a> */
    @ParameterizedTest
    @ValueSource(strings = {"ab", "a!b", ARN})
    void streamsAreListedOfATableByItsName(String name) {
        JsonNode answer = client.json(
                "dynamodb",
                "DynamoDBStreams_20120810.ListStreams",
                Json.object().put("TableName", name));
        assertThat(answer.path("message").asText()).contains("Value '" + name + "' at 'tableName' failed to satisfy");
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">Errors</a> */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "PutItem | {'TableName': 'Nope', 'Item': {'id': {'S': 'a'}}} | Requested resource not found",
                "ListStreams | {'TableName': '5'} | 1 validation error detected: Value '5' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
                "GetShardIterator | {'StreamArn': 'arn:aws:dynamodb:us-east-1:000000000000:table/Nope/stream/2026-11-28T00:00:00.000', 'ShardId': 'shard', 'ShardIteratorType': 'LATEST'} | 1 validation error detected: Value 'shard' at 'shardId' failed to satisfy constraint: Member must have length greater than or equal to 28",
                "DescribeStream | {'StreamArn': 'a-name-that-is-long-enough-to-be-an-arn'} | 1 validation error detected: Value 'a-name-that-is-long-enough-to-be-an-arn' at 'streamArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:.+",
                "CreateTable | {'TableName': 'Other', 'BillingMode': 'FREE'} | 1 validation error detected: Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
                "DescribeTable | {'TableName': 'Nope'} | Requested resource not found: Table: Nope not found",
                "DeleteTable | {'TableName': 'Nope'} | Requested resource not found: Table: Nope not found",
                "DescribeTimeToLive | {'TableName': 'Nope'} | Requested resource not found: Table: Nope not found",
                "GetItem | {'TableName': 'Things', 'Key': {'x': {'S': 'a'}}} | The provided key element does not match the schema",
                "GetItem | {'TableName': 'Things', 'Key': {}} | The provided key element does not match the schema",
                "DeleteItem | {'TableName': 'Things', 'Key': {'id': {'N': '1'}}} | The provided key element does not match the schema",
                "BatchWriteItem | {'RequestItems': {'Things': [{'PutRequest': {'Item': {'x': {'S': 'a'}}}}]}} | The provided key element does not match the schema",
                "PutItem | {'TableName': 'Things', 'Item': {'x': {'S': 'a'}}} | One or more parameter values were invalid: Missing the key id in the item",
                "PutItem | {'TableName': 'Things', 'Item': {'id': {'N': '1'}}} | One or more parameter values were invalid: Type mismatch for key id expected: S actual: N",
                "PutItem | {'TableName': 'Things', 'Item': {'id': {'S': 'a'}, 'n': {'N': '123456789012345678901234567890123456789'}}} | 1 validation error detected: Attempting to store more than 38 significant digits in a Number",
                "DescribeStream | {'StreamArn': 'arn:aws:dynamodb:us-east-1:000000000000:table/Nope/stream/2026-11-28T00:00:00.000'} | Requested resource not found: Stream: arn:aws:dynamodb:us-east-1:000000000000:table/Nope/stream/2026-11-28T00:00:00.000 not found",
            })
    void whatIsWrongIsSaidInDynamoDbsWords(String operation, String request, String message) {
        assertThat(call(operation, request).path("message").asText()).isEqualTo(message);
    }

    /** As recorded on AWS: test_table_crud and test_gsi_with_billing_mode of LocalStack's suite for DynamoDB. */
    @Test
    void whatBeginsWithACallIsUnderWayInItsAnswer() {
        String table = "{'TableName': 'Short', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],"
                + " 'BillingMode': 'PAY_PER_REQUEST'}";
        JsonNode created = call("CreateTable", table).path("TableDescription");
        assertThat(created.path("TableStatus").asText()).isEqualTo("CREATING");
        assertThat(created.has("WarmThroughput")).isFalse();
        assertThat(created.path("BillingModeSummary")).isEqualTo(Json.object().put("BillingMode", "PAY_PER_REQUEST"));
        assertThat(call("DescribeTable", "{'TableName': 'Short'}")
                        .at("/Table/TableStatus")
                        .asText())
                .isEqualTo("ACTIVE");
        assertThat(call("CreateTable", table).path("message").asText()).isEqualTo("Table already exists: Short");
        JsonNode deleted = call("DeleteTable", "{'TableName': 'Short'}").path("TableDescription");
        assertThat(deleted.path("TableStatus").asText()).isEqualTo("DELETING");
        assertThat(deleted.has("KeySchema") || deleted.has("WarmThroughput")).isFalse();
    }

    /**
     * As recorded on AWS: test_transact_get_items and test_transaction_write_items of LocalStack's suite for DynamoDB.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Get.html">TableName</a>
     */
    @Test
    void aTransactionMayNameItsTablesByTheirArns(@TempDir Path folder) {
        deploy(folder, "");
        String item = "{'TableName': '" + ARN + "', 'Item': {'id': {'S': 'by ARN'}, 'of': {'S': '" + ARN + "'}}}";
        String key = "{'TableName': '" + ARN + "', 'Key': {'id': {'S': 'by ARN'}}}";
        assertThat(call("TransactWriteItems", "{'TransactItems': [{'Put': " + item + "}]}")
                        .path("status")
                        .asInt())
                .isEqualTo(200);
        assertThat(call("TransactGetItems", "{'TransactItems': [{'Get': " + key + "}]}")
                        .at("/Responses/0/Item/of/S")
                        .asText())
                .isEqualTo(ARN);
    }

    /** DynamoDB Local would take the table of the same name here. */
    @Test
    void aTableOfAnotherRegionIsRefusedByItsArn() {
        String elsewhere = ARN.replace("us-east-1", "eu-west-1");
        JsonNode answer = call("GetItem", "{'TableName': '" + elsewhere + "', 'Key': {'id': {'S': 'x'}}}");
        assertThat(answer.path("__type").asText()).isEqualTo("NotImplemented");
        assertThat(answer.path("message").asText()).contains("does not have the table " + elsewhere);
    }

    /** DynamoDB Local fails at it, which clients try again. */
    @Test
    void aSequenceNumberThatIsNoneIsTheCallersFault(@TempDir Path folder) {
        deploy(folder, ", 'StreamSpecification': {'StreamViewType': 'KEYS_ONLY'}");
        String stream = call("DescribeTable", "{'TableName': 'Things'}")
                .at("/Table/LatestStreamArn")
                .asText();
        String shard = call("DescribeStream", "{'StreamArn': '" + stream + "'}")
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        JsonNode answer = call(
                "GetShardIterator",
                "{'StreamArn': '" + stream + "', 'ShardId': '" + shard
                        + "', 'ShardIteratorType': 'AT_SEQUENCE_NUMBER', 'SequenceNumber': '999999999999999999999'}");
        assertThat(answer.path("status").asInt()).isEqualTo(400);
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
    }

    /**
     * Iterators begin so on AWS.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html">GetRecords</a>
     */
    @Test
    void anIteratorOfAStreamLooksAsOnAwsAndLeadsFurther(@TempDir Path folder) {
        deploy(folder, ", 'StreamSpecification': {'StreamViewType': 'KEYS_ONLY'}");
        String stream = call("DescribeTable", "{'TableName': 'Things'}")
                .at("/Table/LatestStreamArn")
                .asText();
        String shard = call("DescribeStream", "{'StreamArn': '" + stream + "'}")
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        String iterator = call(
                        "GetShardIterator",
                        "{'StreamArn': '" + stream + "', 'ShardId': '" + shard + "', 'ShardIteratorType': 'LATEST'}")
                .path("ShardIterator")
                .asText();
        assertThat(iterator).startsWith(stream + "|1|");
        JsonNode page = call("GetRecords", "{'ShardIterator': '" + iterator + "'}");
        assertThat(page.path("NextShardIterator").asText()).startsWith(stream + "|1|");
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': 'next'}}}");
        assertThat(call(
                                "GetRecords",
                                "{'ShardIterator': '"
                                        + page.path("NextShardIterator").asText() + "'}")
                        .path("Records"))
                .hasSize(1);
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html">Responses</a> */
    @Test
    void anAnswerNamesATableAsTheRequestDid(@TempDir Path folder) {
        deploy(folder, "");
        String used = ", 'ReturnConsumedCapacity': 'TOTAL'}";
        String item = "'Item': {'id': {'S': '" + ARN + "'}}";
        assertThat(call("PutItem", "{'TableName': '" + ARN + "', " + item + used)
                        .at("/ConsumedCapacity/TableName")
                        .asText())
                .isEqualTo(ARN);
        assertThat(call("PutItem", "{'TableName': 'Things', " + item + used)
                        .at("/ConsumedCapacity/TableName")
                        .asText())
                .isEqualTo("Things");
        JsonNode batch = call(
                "BatchGetItem", "{'RequestItems': {'" + ARN + "': {'Keys': [{'id': {'S': '" + ARN + "'}}]}}" + used);
        assertThat(batch.path("Responses").path(ARN)).hasSize(1);
        assertThat(batch.at("/ConsumedCapacity/0/TableName").asText()).isEqualTo(ARN);
        assertThat(call(
                                "TransactGetItems",
                                "{'TransactItems': [{'Get': {'TableName': '" + ARN + "', 'Key': {'id': {'S': 'no'}}}}]"
                                        + used)
                        .at("/ConsumedCapacity/0/TableName")
                        .asText())
                .isEqualTo(ARN);
    }

    @Test
    void anIndexOnDemandHasNoThroughput() {
        call(
                "CreateTable",
                "{'TableName': 'Indexed', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                        + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}], 'BillingMode':"
                        + " 'PAY_PER_REQUEST', 'GlobalSecondaryIndexes': [{'IndexName': 'index', 'KeySchema':"
                        + " [{'AttributeName': 'id', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]}");
        assertThat(call("DescribeTable", "{'TableName': 'Indexed'}")
                        .at("/Table/GlobalSecondaryIndexes/0/ProvisionedThroughput"))
                .isEqualTo(Json.read(
                        "{\"ReadCapacityUnits\": 0, \"WriteCapacityUnits\": 0, \"NumberOfDecreasesToday\": 0}"));
    }

    /** DynamoDB Local fails at a table that is deleted meanwhile. */
    @Test
    void aTableThatSomebodyDeletesIsThereOrNot() throws Exception {
        String named = "{'TableName': 'Fleeting'}";
        AtomicBoolean done = new AtomicBoolean();
        Set<String> said = ConcurrentHashMap.newKeySet();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                said.add(call("DescribeTable", named).path("__type").asText().replaceFirst(".*#", ""));
            }
        });
        reader.start();
        for (int i = 0; i < 60; i++) {
            call(
                    "CreateTable",
                    "{'TableName': 'Fleeting', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],"
                            + " 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],"
                            + " 'BillingMode': 'PAY_PER_REQUEST'}");
            call("DeleteTable", named);
        }
        done.set(true);
        reader.join();
        assertThat(said).isSubsetOf("", "ResourceNotFoundException");
    }

    @Test
    void aTableHasAnIdAndNoTimesOfWhatNeverHappened() {
        JsonNode table = call("DescribeTable", "{'TableName': 'Things'}").path("Table");
        assertThat(table.path("TableId").asText()).hasSize(36);
        assertThat(table.path("ProvisionedThroughput").has("LastDecreaseDateTime"))
                .isFalse();
    }
}

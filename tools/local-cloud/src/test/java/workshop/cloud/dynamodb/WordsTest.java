package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Account;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * What DynamoDB says of a request.
 *
 * @see <a href="https://github.com/getmoto/moto/tree/master/tests/test_dynamodb">moto's tests: most of these were recorded on AWS
 *     (aws_verified), others, such as those of the length of a key, not</a>
 */
class WordsTest {
    private static final String UPDATE = "{'TableName': 'T-1', 'Key': {'pk': {'S': 'a'}}, ";

    private static Account account;
    private static Client client;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        call("CreateTable", """
                {'TableName': 'T-1', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [
                 {'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'gpk', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}], 'GlobalSecondaryIndexes': [{'IndexName': 'gsi',
                 'KeySchema': [{'AttributeName': 'gpk', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}]}""");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    private static JsonNode call(String operation, String input) {
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    private static void assertRefused(String operation, String input, String message) {
        JsonNode answer = call(operation, input);
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
        assertThat(answer.path("message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'UpdateExpression': ''                       | Invalid UpdateExpression: The expression can not be empty;
            'UpdateExpression': 'REMOVE a SET c = pk REMOVE b' | Invalid UpdateExpression: The "REMOVE" section can only be used once in an update expression;
            'UpdateExpression': 'SET a = pk, a = pk'     | Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
            'UpdateExpression': 'REMOVE a', 'ExpressionAttributeNames': {'#c': 'c'} | Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}
            'UpdateExpression': 'SET a = pk', 'ExpressionAttributeValues': {} | ExpressionAttributeValues must not be empty
            'UpdateExpression': 'ADD a :s', 'ExpressionAttributeValues': {':s': {'SS': []}} | One or more parameter values were invalid: An string set  may not be empty
            'UpdateExpression': 'SET a = :s'             | Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :s
            'UpdateExpression': 'SET a = :n', 'ExpressionAttributeValues': {':n': {'N': 'b'}} | The parameter cannot be converted to a numeric value: b
            'UpdateExpression': 'SET a = pk', 'AttributeUpdates': {'b': {'Value': {'S': 'x'}}} | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates} Expression parameters: {UpdateExpression}
            """)
    void anUpdateThatNoTableTakesIsAValidationErrorOfTheRequest(String update, String message) {
        assertRefused("UpdateItem", UPDATE + update + "}", "1 validation error detected: " + message);
    }

    /** A value is said as it is. */
    @Test
    void aValueMayHaveSeveralLines() {
        assertRefused(
                "PutItem",
                "{'TableName': 'T-1', 'Item': {'pk': {'S': 'a'}, 'set': {'SS': ['b\\nc', 'b\\nc']}}}",
                "1 validation error detected: One or more parameter values were invalid: Input collection [b\nc, b\nc]"
                        + " contains duplicates.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'Select': 'ALL_PROJECTED_ATTRIBUTES' | ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName
            'Select': 'SPECIFIC_ATTRIBUTES'      | Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES
            'Select': 'COUNT', 'ProjectionExpression': 'pk' | Cannot specify the ProjectionExpression when choosing to get only the Count
            """)
    void onlyOfAQueryASelectionIsOne(String select, String message) {
        String key = ", 'KeyConditionExpression': 'pk = :a', 'ExpressionAttributeValues': {':a': {'S': 'a'}}";
        assertRefused("Scan", "{'TableName': 'T-1', " + select + "}", message);
        assertRefused("Query", "{'TableName': 'T-1', " + select + key + "}", "1 validation error detected: " + message);
    }

    @ParameterizedTest
    @CsvSource({"'', x, pk", "'', gpk, pk", "gsi, pk, gpk"})
    void aQueryThatMissesAKeyIsToldWhich(String index, String given, String missed) {
        String of = index.isEmpty() ? "" : "'IndexName': '" + index + "', ";
        String message = "Query condition missed key schema element: " + missed;
        String values = "'ExpressionAttributeValues': {':" + missed + "': {'S': 'a'}}";
        String condition = "'KeyConditionExpression': '#k = :" + missed + "', 'ExpressionAttributeNames': {'#k': '"
                + given + "'}, ";
        assertRefused("Query", "{'TableName': 'T-1', " + of + condition + values + "}", message);
    }

    /** Verified on AWS by dynalite's tests: https://github.com/architect/dynalite/tree/main/test. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            GetItem | 'Key': {'pk': {'N': 'b'}}   | The parameter cannot be converted to a numeric value: b
            GetItem | 'Key': {'pk': {'M': {}}} | The provided key element does not match the schema
            Scan    | 'ExclusiveStartKey': {'pk': {'S': 'a'}, 'z': {'S': 'b'}} | The provided starting key is invalid: The provided key element does not match the schema
            Scan    | 'ExclusiveStartKey': {'pk': {'N': '1'}} | The provided starting key is invalid: The provided key element does not match the schema
            CreateTable | 'TableName': 'T-9', 'BillingMode': 'PAY_PER_REQUEST', 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}, {'AttributeName': 'b', 'AttributeType': 'S'}] | One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions
            """)
    void aRequestIsRefusedInTheWordsOfAws(String operation, String input, String message) {
        assertRefused(operation, "{'TableName': 'T-1', " + input + "}", message);
    }

    /**
     * @see <a href="https://github.com/paritysuite/dynamodb-conformance/tree/main/tests/tier3/error-messages">Recorded on AWS
     *     by dynamodb-conformance in October 2026, in us-east-1 and elsewhere</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'Item': {'pk': {'S': 'a'}, 'n': {'N': 'b'}} | The parameter cannot be converted to a numeric value: b
            'Item': {'pk': {'S': 'a'}, 'N': {'S': 'c'}, 'n': {'N': 'b'}} | The parameter cannot be converted to a numeric value: b
            'Item': {'pk': {'S': 'a'}, 'n': {'NS': ['1', '']}} | ~The parameter cannot be converted to a numeric value: ~
            'Item': {'pk': {'S': 'a'}, 'n': {'N': '1e126'}} | Number overflow. Attempting to store a number with magnitude larger than supported range
            'Item': {'pk': {'S': 'a'}, 'n': {'NULL': false}} | One or more parameter values were invalid: Null attribute value types must have the value of true
            'Item': {'pk': {'S': 'a'}, 'n': {'NS': ['1', '1']}} | One or more parameter values were invalid: Input collection contains duplicates.
            'Item': {'pk': {'S': 'a'}, 'b': {'BS': []}} | One or more parameter values were invalid: Binary sets should not be empty
            'Item': {'pk': {'S': 'a'}}, 'ReturnValues': 'ALL_NEW' | ReturnValues can only be ALL_OLD or NONE
            'Item': {'pk': {'S': 'a'}}, 'ExpressionAttributeValues': {':v': {'S': 'x'}} | ExpressionAttributeValues can only be specified when using expressions
            'Item': {'pk': {'S': 'a'}}, 'ConditionExpression': '((attribute_exists(pk)))' | Invalid ConditionExpression: The expression has redundant parentheses;
            'Item': {'pk': {'S': 'a'}}, 'Expected': {'a': {'Exists': true}} | One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a
            """)
    void aPutThatNoTableTakesIsAValidationErrorOfTheRequest(String input, String message) {
        assertRefused("PutItem", "{'TableName': 'T-1', " + input + "}", "1 validation error detected: " + message);
    }

    /** From the same record. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            BatchWriteItem | {'RequestItems': {}} | The requestItems parameter is required for BatchWriteItem
            BatchWriteItem | {'RequestItems': {'T-1': []}} | 1 validation error detected: Value '{T-1=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]
            BatchGetItem   | {'RequestItems': {}} | 1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1
            BatchGetItem   | {'RequestItems': {'T-1': {'Keys': []}}} | 1 validation error detected: Value at 'RequestItems.T-1.member.Keys' failed to satisfy constraint: Member must have length greater than or equal to 1
            TransactWriteItems | {'TransactItems': []} | 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1
            TransactGetItems | {'TransactItems': []} | 1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1
            CreateTable    | {'TableName': 'ab', 'BillingMode': 'PAY_PER_REQUEST', 'KeySchema': [], 'AttributeDefinitions': []} | 1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3
            Query          | {'TableName': 'T-1', 'IndexName': 'ab'} | 1 validation error detected: Value 'ab' at 'indexName' failed to satisfy constraint: Member must have length greater than or equal to 3
            Scan           | {'TableName': 'T-1', 'Segment': 1} | The TotalSegments parameter is required but was not present in the request when Segment parameter is present
            Scan           | {'TableName': 'T-1', 'TotalSegments': 1} | The Segment parameter is required but was not present in the request when parameter TotalSegments is present
            Scan           | {'TableName': 'T-1', 'Segment': 1, 'TotalSegments': 1} | The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 1 is not less than TotalSegments: 1
            """)
    void theBoundsOfARequestAreSaidAsOnAws(String operation, String input, String message) {
        assertRefused(operation, input, message);
    }

    /** @see <a href="https://github.com/paritysuite/dynamodb-conformance/tree/main/tests/tier3/error-messages">Recorded on AWS in October 2026</a> */
    @Test
    void aQueryHasOneConditionForEachKey() {
        assertRefused(
                "Query",
                "{'TableName': 'T-1', 'KeyConditionExpression': 'pk = :a AND pk = :b',"
                        + " 'ExpressionAttributeValues': {':a': {'S': '1'}, ':b': {'S': '5'}}}",
                "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key");
    }

    /**
     * @see <a href="https://github.com/architect/dynalite/tree/main/test">Verified on AWS by dynalite's tests of PutItem and
     *     UpdateItem</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            PutItem    | {'TableName': 'T-1', 'Item': {'pk': {'S': 'a'}, 'gpk': {'N': '1'}}} | N
            PutItem    | {'TableName': 'T-1', 'Item': {'pk': {'S': 'a'}, 'gpk': {'NULL': true}}} | NULL
            UpdateItem | {'TableName': 'T-1', 'Key': {'pk': {'S': 'a'}}, 'UpdateExpression': 'SET b = pk, #k = :g', 'ExpressionAttributeNames': {'#k': 'gpk'}, 'ExpressionAttributeValues': {':g': {'NULL': true}}} | NULL
            """)
    void aKeyOfAnIndexThatHasAnotherTypeIsNamed(String operation, String input, String actual) {
        assertRefused(
                operation,
                input,
                "One or more parameter values were invalid: Type mismatch for Index Key gpk Expected: S Actual: "
                        + actual + " IndexName: gsi");
    }

    @Test
    void anAttributeOfAnotherTypeIsNotCopiedToTheKeyOfAnIndex() {
        call("PutItem", "{'TableName': 'T-1', 'Item': {'pk': {'S': 'a'}, 'n': {'N': '1'}}}");
        String message = "The update expression attempted to update the secondary index key to unsupported type";
        assertRefused("UpdateItem", UPDATE + "'UpdateExpression': 'SET gpk = n'}", message);
    }

    /**
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/test/alternator/test_query.py">Verified on AWS by
     *     ScyllaDB's test_query_no_sort_key_exclusive_start_key and test_query_exclusivestartkey_spurious_column</a>
     */
    @Test
    void aQueryThatFindsOneItemAtMostIsNeverRestarted() {
        String query = "{'TableName': 'T-1', 'KeyConditionExpression': 'pk = :a',"
                + " 'ExpressionAttributeValues': {':a': {'S': 'a'}}, 'ExclusiveStartKey': {'pk': {'S': 'a'}%s}}";
        String why = "ExclusiveStartKey: {pk=AttributeValue: {S:a}}";
        assertRefused("Query", query.formatted(""), "The provided exclusive start key is invalid: " + why);
        assertRefused("Query", query.formatted(", 'x': {'S': 'b'}"), "The provided starting key is invalid");
    }

    @Test
    void aKeyThatIsTooLongIsSaidToBe() {
        String key = "{'pk': {'S': '" + "k".repeat(2049) + "'}}";
        String message =
                "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit"
                        + " of2048 bytes";
        assertRefused("UpdateItem", "{'TableName': 'T-1', 'Key': " + key + "}", message);
        assertRefused("PutItem", "{'TableName': 'T-1', 'Item': " + key + "}", message);
        String bytes = Base64.getEncoder().encodeToString(new byte[2049]);
        call("CreateTable", """
                {'TableName': 'T-2', 'BillingMode': 'PAY_PER_REQUEST',
                 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'B'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]}""");
        assertRefused("GetItem", "{'TableName': 'T-2', 'Key': {'pk': {'B': '" + bytes + "'}}}", message);
        // AWS says it of a batch, too: https://github.com/architect/dynalite (test/batchWriteItem)
        assertRefused("BatchWriteItem", "{'RequestItems': {'T-1': [{'PutRequest': {'Item': " + key + "}}]}}", message);
        assertRefused("BatchGetItem", "{'RequestItems': {'T-1': {'Keys': [" + key + "]}}}", message);
        String ofTransaction = "Hash primary key values must be under 2048 bytes, and range"
                + " primary key values must be under 1024 bytes";
        String get = "{'TransactItems': [{'Get': {'TableName': 'T-1', 'Key': " + key + "}}]}";
        assertRefused("TransactGetItems", get, ofTransaction);
    }

    @Test
    void anotherAttributeWithTheNameOfAKeyIsNoKeyThatIsTooLong() {
        call("CreateTable", """
                {'TableName': 'Ranged', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [
                 {'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}, {'AttributeName': 'sk', 'KeyType': 'RANGE'}]}""");
        String item = "{'Item': {'pk': {'S': 'a'}, 'sk': {'S': '" + "k".repeat(1025) + "'},"
                + " 'm': {'M': {'pk': {'S': '" + "k".repeat(2049) + "'}}}}}";
        String message = "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the"
                + " size limit of 1024 bytes";
        assertRefused("PutItem", "{'TableName': 'Ranged', " + item.substring(1), message);
        assertRefused("BatchWriteItem", "{'RequestItems': {'Ranged': [{'PutRequest': " + item + "}]}}", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Scan        | 'Select': 'count'           | count | select
            PutItem     | 'Item': {}, 'ReturnValues': 'old' | old | returnValues
            UpdateTable | 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW'} | NEW | streamSpecification.streamViewType
            CreateTable | 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'SORT'}] | SORT | keySchema.1.member.keyType
            CreateTable | 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'X'}] | X | attributeDefinitions.1.member.attributeType
            CreateTable | 'GlobalSecondaryIndexes': [{'IndexName': 'gsi', 'KeySchema': [], 'Projection': {'ProjectionType': 'SOME'}}] | SOME | globalSecondaryIndexes.1.member.projection.projectionType
            Query       | 'KeyConditions': {'pk': {'ComparisonOperator': 'IS'}} | IS | keyConditions.pk.member.comparisonOperator
            """)
    void aWordThatIsNoneOfAListIsRefused(String operation, String given, String value, String path) {
        JsonNode answer = call(operation, "{'TableName': 'T-1', " + given + "}");
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
        assertThat(answer.path("message").asText())
                .startsWith("1 validation error detected: Value '" + value + "' at '" + path
                        + "' failed to satisfy constraint: Member must satisfy enum value set: [");
    }

    /** In the order of moto's test_select_values_are_case_sensitive (aws_verified) and dynalite's tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Scan    | 'Select': 'count'              | [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]
            PutItem | 'Item': {}, 'ReturnValues': 'old' | [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]
            PutItem | 'Item': {}, 'ReturnConsumedCapacity': 'x' | [INDEXES, TOTAL, NONE]
            """)
    void theWordsOfAListAreInTheOrderOfAws(String operation, String given, String words) {
        assertThat(call(operation, "{'TableName': 'T-1', " + given + "}")
                        .path("message")
                        .asText())
                .endsWith("enum value set: " + words);
    }

    @Test
    void aNullInAnItemOfATransactionIsRefusedAsInPutItem() {
        String item = "'TableName': 'T-1', 'Item': {'pk': {'S': 'null'}, 'a': null}";
        String expected = call("PutItem", "{" + item + "}").path("message").asText();
        assertThat(expected).isNotEmpty();
        JsonNode answer = call("TransactWriteItems", "{'TransactItems': [{'Put': {" + item + "}}]}");
        assertThat(answer.path("message").asText()).isEqualTo(expected);
    }

    @Test
    void whyATransactionIsCancelledIsSaidWithoutAFullStop() {
        call("PutItem", "{'TableName': 'T-1', 'Item': {'pk': {'S': 'a'}, 'Message': {'S': 'failed.'}}}");
        JsonNode answer = call("TransactWriteItems", """
                {'TransactItems': [{'ConditionCheck': {'TableName': 'T-1', 'Key': {'pk': {'S': 'a'}},
                 'ConditionExpression': 'attribute_not_exists(pk)', 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'}}]}""");
        assertThat(answer.path("CancellationReasons")).isEqualTo(Json.read("""
                [{"Code": "ConditionalCheckFailed", "Message": "The conditional request failed",
                  "Item": {"pk": {"S": "a"}, "Message": {"S": "failed."}}}]"""));
    }

    /** @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html">PUT is the default</a> */
    @Test
    void anAttributeIsPutIfItsUpdateSaysNoAction() {
        String updates =
                "'ReturnValues': 'ALL_NEW', 'AttributeUpdates': {'v': {'Value': {'S': 'new'}, 'Action': null}}}";
        assertThat(call("UpdateItem", UPDATE + updates).at("/Attributes/v/S").asText())
                .isEqualTo("new");
    }

    @Test
    void anItemCanBeWrittenRightAfterAnIndexWasAdded() {
        JsonNode update = call("UpdateTable", """
                {'TableName': 'T-1', 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'},
                  {'AttributeName': 'gpk', 'AttributeType': 'S'}, {'AttributeName': 'x', 'AttributeType': 'S'}],
                 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'other', 'Projection': {'ProjectionType': 'ALL'},
                  'KeySchema': [{'AttributeName': 'x', 'KeyType': 'HASH'}]}}]}""");
        assertThat(update.path("TableDescription").path("TableStatus").asText()).isEqualTo("UPDATING");
        assertThat(call("PutItem", "{'TableName': 'T-1', 'Item': {'pk': {'S': 'b'}, 'x': {'S': 'y'}}}")
                        .has("message"))
                .isFalse();
    }

    /** Null counts as not given: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. */
    @Test
    void aTransactionWithANullOfAnotherKindIsNone() {
        JsonNode answer = call("TransactWriteItems", """
                {'TransactItems': [{'Put': null, 'Delete': {'TableName': 'T-1', 'Key': {'pk': {'S': 'c'}}}}]}""");
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertRefused(
                "TransactWriteItems",
                "{'TransactItems': [{'Delete': {'TableName': 'T-1', 'Key': {'pk': {'S': 'c'}}}}], 'ClientRequestToken': ''}",
                "1 validation error detected: Value '' at 'clientRequestToken' failed to satisfy constraint: Member must"
                        + " have length greater than or equal to 1");
    }

    /**
     * @see <a href="https://github.com/scylladb/scylladb/blob/master/test/alternator">Verified on AWS by ScyllaDB's
     *     test_key_conditions_sort_unsupported and test_delete_table_description_with_si</a>
     */
    @Test
    void ofATableWithASortKeyNoOtherConditionIsTakenAndNoKeysAreSaidWhenItIsDeleted() {
        call("CreateTable", """
                {'TableName': 'Sorted', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [
                 {'AttributeName': 'pk', 'AttributeType': 'S'}, {'AttributeName': 'sk', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}, {'AttributeName': 'sk', 'KeyType': 'RANGE'}],
                 'GlobalSecondaryIndexes': [{'IndexName': 'gsi', 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}],
                  'Projection': {'ProjectionType': 'ALL'}}]}""");
        assertRefused(
                "Query",
                "{'TableName': 'Sorted', 'KeyConditions': {'pk': {'ComparisonOperator': 'EQ', 'AttributeValueList': [{'S': 'a'}]},"
                        + " 'sk': {'ComparisonOperator': 'NE', 'AttributeValueList': [{'S': 'a'}]}}}",
                "Attempted conditional constraint is not an indexable operation");
        JsonNode deleted = call("DeleteTable", "{'TableName': 'Sorted'}").path("TableDescription");
        assertThat(deleted.findValues("KeySchema")).isEmpty();
        assertThat(deleted.path("BillingModeSummary").has("LastUpdateToPayPerRequestDateTime"))
                .isTrue();
    }

    /** Recorded on AWS by Cloud Custodian: test_dynamodb_update_table, test_force_delete_dynamodb_tables. */
    @Test
    void anUpdateOfTheDeletionProtectionIsDoneAtOnceAndATableSaysWhenItCameToBeOnDemandOnceItIs() {
        call("CreateTable", """
                {'TableName': 'Paid', 'ProvisionedThroughput': {'ReadCapacityUnits': 2, 'WriteCapacityUnits': 2},
                 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]}""");
        JsonNode update = call("UpdateTable", "{'TableName': 'Paid', 'BillingMode': 'PAY_PER_REQUEST'}");
        assertThat(update.at("/TableDescription/TableStatus").asText()).isEqualTo("UPDATING");
        assertThat(update.at("/TableDescription/BillingModeSummary"))
                .hasToString("{\"BillingMode\":\"PAY_PER_REQUEST\"}");
        JsonNode unprotected = call("UpdateTable", "{'TableName': 'Paid', 'DeletionProtectionEnabled': false}");
        assertThat(unprotected.at("/TableDescription/TableStatus").asText()).isEqualTo("ACTIVE");
        assertThat(unprotected.at("/TableDescription/BillingModeSummary").has("LastUpdateToPayPerRequestDateTime"))
                .isTrue();
    }
}

package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
 * What DynamoDB says of the throughput of a table and its indexes, and of changes that can't go together. Verified on AWS by
 * dynalite's tests of createTable and updateTable, and by the findings DDB-TABLE-126, 128, 129, 152, 160, 161, 174, 359 and 433
 * of ack-api-quirks, which are about the controllers of github.com/aws-controllers-k8s.
 */
class TableRequestTest {
    private static final String UNITS = "'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}";
    private static final String DEFINED = "'AttributeDefinitions': [{'AttributeName': 'z', 'AttributeType': 'S'},"
            + " {'AttributeName': 'id', 'AttributeType': 'S'}]";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        create("OnDemand", "'BillingMode': 'PAY_PER_REQUEST', 'GlobalSecondaryIndexes': [" + index("a", "") + "]");
        create("Units", UNITS + ", 'GlobalSecondaryIndexes': [" + index("a", ", " + UNITS) + "]");
    }

    private static JsonNode call(String operation, String input) {
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    private static JsonNode create(String name, String more) {
        return call(
                "CreateTable",
                "{'TableName': '" + name + "', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}], " + DEFINED
                        + ", " + more + "}");
    }

    private static String index(String name, String more) {
        return "{'IndexName': 'index-" + name + "', 'KeySchema': [{'AttributeName': 'z', 'KeyType': 'HASH'}],"
                + " 'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['y', 'x']}" + more + "}";
    }

    private static String given(String input) {
        return input.replace("INDEX_IN_UNITS", index("b", ", UNITS"))
                .replace("INDEX", index("b", ""))
                .replace("UNITS", UNITS)
                .replace("STREAM", "'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'}")
                .replace("ON_DEMAND", "'BillingMode': 'PAY_PER_REQUEST'")
                .replace("UPDATES", "'GlobalSecondaryIndexUpdates'");
    }

    private static void assertInvalid(JsonNode answer, String message) {
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
        assertThat(answer.path("message").asText()).isEqualTo("One or more parameter values were invalid: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ON_DEMAND, 'GlobalSecondaryIndexes': [INDEX_IN_UNITS] | ProvisionedThroughput should not be specified for index: index-b when BillingMode is PAY_PER_REQUEST
            UNITS, 'GlobalSecondaryIndexes': [INDEX] | ProvisionedThroughput is not specified for index: index-b
            'GlobalSecondaryIndexes': [INDEX]        | ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED
            ON_DEMAND, 'LocalSecondaryIndexes': []   | List of LocalSecondaryIndexes is empty
            ON_DEMAND, 'GlobalSecondaryIndexes': []  | List of GlobalSecondaryIndexes is empty
            """)
    void aTableIsNotCreated(String properties, String message) {
        assertInvalid(create("Other", given(properties)), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OnDemand | UPDATES: [{'Create': INDEX_IN_UNITS}] | Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: index-b when BillingMode is PAY_PER_REQUEST
            OnDemand | UPDATES: [{'Update': {'IndexName': 'index-a', UNITS}}] | The only Updates for index: index-a when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput
            OnDemand | 'BillingMode': 'PROVISIONED' | ProvisionedThroughput must be specified when BillingMode is PROVISIONED
            OnDemand | 'BillingMode': 'PROVISIONED', UNITS | ProvisionedThroughput must be specified for index: index-a
            Units    | UPDATES: [{'Create': INDEX}] | Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: index-b
            OnDemand | STREAM, UPDATES: [{'Create': INDEX}] | You cannot create or delete index while changing stream status
            OnDemand | STREAM, 'DeletionProtectionEnabled': true | DeletionProtection modification must be the only operation in the request
            OnDemand | 'DeletionProtectionEnabled': false, UPDATES: [{'Create': INDEX}] | DeletionProtection modification must be the only operation in the request
            Units    | UNITS, UPDATES: [{'Create': INDEX_IN_UNITS}] | You cannot create or delete index while updating table IOPS
            Units    | UNITS, UPDATES: [{'Delete': {'IndexName': 'index-a'}}] | You cannot create or delete index while updating table IOPS
            OnDemand | STREAM, UPDATES: []          | List of GlobalSecondaryIndexUpdates is empty
            OnDemand | ON_DEMAND, UPDATES: []       | List of GlobalSecondaryIndexUpdates is empty
            Units    | UPDATES: [{'Update': {'IndexName': 'index-a', UNITS}, 'Delete': {'IndexName': 'index-a'}}] | Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object
            OnDemand | UPDATES: [{'Create': INDEX, 'Delete': {'IndexName': 'index-a'}}] | Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object
            """)
    void aTableIsNotUpdated(String table, String update, String message) {
        assertInvalid(
                call("UpdateTable", "{'TableName': '" + table + "', " + DEFINED + ", " + given(update) + "}"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'Delete': {'IndexName': 'other'}}", "{'Update': {'IndexName': 'other', UNITS}}"})
    void anIndexThatIsNotThereIsNotFound(String update) {
        JsonNode answer = call("UpdateTable", given("{'TableName': 'Units', UPDATES: [" + update + "]}"));
        assertThat(answer.path("__type").asText()).endsWith("ResourceNotFoundException");
        assertThat(answer.path("message").asText())
                .isEqualTo("Requested resource not found: Index other for table Units");
    }

    @ParameterizedTest
    @CsvSource({"0, greater than or equal to 1", "21, less than or equal to 20"})
    void anIndexIncludesOneToTwentyAttributes(int count, String bound) {
        String others = IntStream.range(0, count).mapToObj(i -> "'o" + i + "'").collect(Collectors.joining(", "));
        String index = index("b", "").replace("'y', 'x'", others);
        JsonNode answer = create("Other", given("ON_DEMAND, 'GlobalSecondaryIndexes': [" + index + "]"));
        assertThat(answer.path("__type").asText()).endsWith("ValidationException");
        assertThat(answer.path("message").asText())
                .contains(
                        "projection.nonKeyAttributes' failed to satisfy constraint: Member must have length " + bound);
    }

    /** DDB-TABLE-125, 151 and 162. */
    @Test
    void aTableNamesTheAttributesOfItsKeysInTheirOrderAndNoOther() {
        create("Kept", given("ON_DEMAND, 'GlobalSecondaryIndexes': [INDEX]"));
        assertThat(defined()).containsExactly("id", "z");
        String other = "{'TableName': 'Kept', 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}], ";
        call("UpdateTable", other + "'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'index-b'}}]}");
        assertThat(defined()).containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'AttributeName': 5, 'AttributeType': 'S'} | NUMBER_VALUE cannot be converted to String
            {'AttributeName': '', 'AttributeType': 'S'} | 1 validation error detected: Value '' at 'attributeDefinitions.1.member.attributeName' failed to satisfy constraint: Member must have length greater than or equal to 1
            {'AttributeName': 'id', 'AttributeType': 'N'}, {'AttributeName': 'q', 'AttributeType': 'S'} | invalid attribute, SchemaElement redefined should be of same type as previously defined
            {'AttributeName': 'y', 'AttributeType': 'S'} | Attribute q is not defined in AttributeDefinitions
            """)
    void aDefinitionThatNoKeyNeedsIsReadAllTheSame(String defined, String message) {
        String update = given("{'TableName': 'OnDemand', UPDATES: [{'Create': INDEX}], 'AttributeDefinitions': [");
        JsonNode answer = call("UpdateTable", update.replace("'z'", "'q'") + defined + "]}");
        assertThat(answer.path("message").asText(answer.path("Message").asText()))
                .isEqualTo(message);
    }

    private static List<String> defined() {
        return call("DescribeTable", "{'TableName': 'Kept'}")
                .at("/Table/AttributeDefinitions")
                .findValuesAsText("AttributeName");
    }
}

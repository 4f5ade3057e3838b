package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * Values of another type than a request's member has.
 *
 * @see <a href="https://github.com/architect/dynalite">What DynamoDB says of each, as dynalite's tests have it</a>
 */
class TypesOfValuesTest {
    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
        account.deploy(new Assembly().table("Things", "").writeTo(folder), null, warning -> {});
    }

    private static JsonNode call(String operation, String input) {
        return client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'S': 1} | NUMBER_VALUE cannot be converted to String
            {'N': 1} | NUMBER_VALUE cannot be converted to String
            {'M': {'a': {'N': 1.5}}} | DECIMAL_VALUE cannot be converted to String
            {'SS': [1]} | NUMBER_VALUE cannot be converted to String
            {'L': [{'S': true}]} | TRUE_VALUE cannot be converted to String
            {'N': false} | FALSE_VALUE cannot be converted to String
            {'N': []} | Unrecognized collection type class java.lang.String
            {'S': {}} | Start of structure or map found where not expected
            {'BOOL': '23'} | Unexpected token received from parser
            {'NULL': ''} | Unexpected token received from parser
            {'NULL': 1} | NUMBER_VALUE cannot be converted to Boolean
            {'BOOL': 1.5} | DECIMAL_VALUE cannot be converted to Boolean
            {'BOOL': []} | Unrecognized collection type class java.lang.Boolean
            {'B': 23} | only base-64-encoded strings are convertible to bytes
            {'BS': [true]} | only base-64-encoded strings are convertible to bytes
            {'L': '23'} | Unexpected field type
            {'SS': 23} | Unexpected field type
            {'L': {}} | Start of structure or map found where not expected
            {'M': true} | Unexpected field type
            {'L': ['23']} | Unexpected value type in payload
            23 | Unexpected value type in payload
            """)
    void aValueOfAnotherTypeIsRefused(String value, String message) {
        String put = "{'TableName': 'Things', 'Item': {'id': {'S': 'x'}, 'a': " + value + "}}";
        assertRefused("PutItem", put, message);
    }

    private static void assertRefused(String operation, String request, String message) {
        JsonNode answer = call(operation, request);
        assertThat(answer.path("__type").asText()).isEqualTo("com.amazon.coral.service#SerializationException");
        assertThat(answer.path("Message").asText()).isEqualTo(message);
    }

    /** For a whole number, DynamoDB takes any number. */
    @Test
    void anotherMemberOfAnotherTypeIsRefused() {
        String scan = "{'TableName': 'Things', %s}";
        assertRefused("Scan", scan.formatted("'Limit': '5'"), "STRING_VALUE cannot be converted to Integer");
        assertRefused("Scan", scan.formatted("'FilterExpression': 5"), "NUMBER_VALUE cannot be converted to String");
        assertRefused("Scan", scan.formatted("'Limit': true"), "TRUE_VALUE cannot be converted to Integer");
        assertRefused("Scan", scan.formatted("'ConsistentRead': 1"), "NUMBER_VALUE cannot be converted to Boolean");
        assertRefused("UpdateTable", "{'TableName': 5}", "NUMBER_VALUE cannot be converted to String");
        assertThat(call("Scan", scan.formatted("'Limit': 5.5")).path("Count").asInt())
                .isZero();
    }
}

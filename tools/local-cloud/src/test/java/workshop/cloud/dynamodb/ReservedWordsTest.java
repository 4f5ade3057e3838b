package workshop.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/**
 * Words that are no names in an expression.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html">Reserved words</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">"causes an error because Size is a
 *     reserved word"</a>
 */
class ReservedWordsTest {
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
    @ValueSource(strings = {"name", "size", "Size", "convert"})
    void aReservedWordIsRefusedInEveryExpression(String word) {
        String reserved = "Attribute name is a reserved keyword; reserved keyword: " + word;
        String value = " = :x', 'ExpressionAttributeValues': {':x': {'S': 'a'}}}";
        String table = "{'TableName': 'Things', ";
        assertThat(call("UpdateItem", table + "'Key': {'id': {'S': 'a'}}, 'UpdateExpression': 'SET " + word + value)
                        .findValuesAsText("message"))
                .containsExactly("1 validation error detected: Invalid UpdateExpression: " + reserved);
        assertThat(call("Scan", table + "'FilterExpression': '" + word + value).findValuesAsText("message"))
                .containsExactly("Invalid FilterExpression: " + reserved);
        assertThat(call("Query", table + "'KeyConditionExpression': '" + word + value)
                        .findValuesAsText("message"))
                .containsExactly("Invalid KeyConditionExpression: " + reserved);
        assertThat(call("GetItem", table + "'Key': {'id': {'S': 'a'}}, 'ProjectionExpression': '" + word + "'}")
                        .findValuesAsText("message"))
                .containsExactly("Invalid ProjectionExpression: " + reserved);
    }

    @Test
    void aFunctionOfTheSameNameAndAPlaceholderAreTaken() {
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': 'abc'}, 'size': {'N': '3'}}}");
        assertThat(call("Scan", """
                {'TableName': 'Things', 'FilterExpression': 'size(id) = #s', 'ExpressionAttributeNames': {'#s': 'size'}}""").path("Count").asInt()).isEqualTo(1);
    }
}

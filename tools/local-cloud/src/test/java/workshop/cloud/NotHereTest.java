package workshop.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS has and the local cloud hasn't is refused by name, in the protocol in which it is called. */
class NotHereTest {
    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
        client = new Client(account.endpoint());
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">Its address</a> */
    @ParameterizedTest
    @CsvSource({
        "POST, /2015-03-31/event-source-mappings",
        "POST, /2015-03-31/event-source-mappings/",
        "PUT, /2015-03-31/event-source-mappings/5b0d8a3e",
        "DELETE, /2015-03-31/event-source-mappings/5b0d8a3e",
        "POST, /2015-03-31/functions",
    })
    void whatATemplateDeclaresOfLambdaIsNotMadeByACall(String method, String path) {
        var answer = client.send("lambda", method, path, Map.of(), "{}");

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("NotImplemented", "the call " + method + " " + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events | AWSEvents.PutRule | {'Name': 'r', 'ScheduleExpression': 'rate(1 minute)'} | ScheduleExpression",
                "events | AWSEvents.TagResource | {} | events:TagResource",
                "logs | Logs_20140328.CreateLogGroup | {'logGroupName': 'g', 'logGroupClass': 'DELIVERY'} | logGroupClass DELIVERY",
                "dynamodb | DynamoDB_20120810.PutResourcePolicy | {} | dynamodb:PutResourcePolicy",
                "sqs | AmazonSQS.AddPermission | {} | sqs:AddPermission",
            })
    void anOperationOrAMemberThatIsNotHereIsNamed(String service, String target, String json, String named) {
        var answer = client.json(service, target, Json.read(json.replace('\'', '"')));

        assertThat(answer.toString()).contains("NotImplemented", named);
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html">FIFO topics</a> */
    @Test
    void aFifoTopicIsRefusedByName() {
        String form =
                "Action=CreateTopic&Name=todos.fifo&Attributes.entry.1.key=FifoTopic&Attributes.entry.1.value=true";
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");

        assertThat(client.send("sns", "POST", "/", headers, form).body())
                .contains("<Code>NotImplemented</Code>", "FIFO topics");
        assertThat(client.send("sns", "POST", "/", headers, "Action=ListTopics").body())
                .doesNotContain("todos.fifo");
    }
}

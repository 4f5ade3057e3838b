package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;

/**
 * What a target gets of an event through a template, with values as AWS gives them.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">Input
 *     transformation</a>
 */
class InputTransformerTest {
    private static final String DETAIL = """
            {"payload": {"acc_id": "0a78", "sf_id": "baz"}, "one": ["HIGH"], "many": ["ACTIVE", "INACTIVE"], "valid": true}""";

    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private void target(String template) {
        ObjectNode target = Json.object().put("Id", "T").put("Arn", aws.queue("q"));
        target.putObject("DeadLetterConfig").put("Arn", aws.queue("dead"));
        ObjectNode transformer = target.putObject("InputTransformer").put("InputTemplate", template);
        ObjectNode paths = transformer.putObject("InputPathsMap");
        List.of("payload", "one", "many", "valid", "missing").forEach(name -> paths.put(name, "$.detail." + name));
        paths.put("user", "$.detail.payload.acc_id");
        ObjectNode input = Json.object().put("Rule", "r");
        input.putArray("Targets").add(target);
        aws.call("PutRule", "{'Name': 'r', 'EventPattern': '{\\'source\\': [\\'TodoService\\']}'}");
        aws.operations.call("PutTargets", aws.iam.owner(), input);
    }

    private List<String> received(String template) {
        target(template);
        aws.put(entry("A", DETAIL));
        await("every attempt").until(aws.eventBridge::isQuiet);
        return aws.received(aws.queue("q")).stream().map(Delivery::payload).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "Payload of <payload> with path users/<user>"     | "Payload of {acc_id:0a78,sf_id:baz} with path users/0a78"
                    "<one> single list item"                          | "[HIGH] single list item"
                    "<many> items, <missing> of an account"           | "[ACTIVE,INACTIVE] items,  of an account"
                    "Command is <valid>!"                             | "Command is true!"
                    "{[/Check <user>"                                 | "{[/Check 0a78"
                    {"id" : <user>}                                   | {"id" : "0a78"}
                    {"id" : "users/<user>/second/<user>"}             | {"id" : "users/0a78/second/0a78"}
                    {"body": <payload>, "list": [<user>, "x"]}        | {"body": {"acc_id":"0a78","sf_id":"baz"}, "list": ["0a78", "x"]}
                    {"command": <missing>, "one": <one>}              | {"command": "", "one": ["HIGH"]}
                    {"of": "<aws.events.rule-arn>"}                   | {"of": "arn:aws:events:us-east-1:000000000000:rule/r"}
                    """)
    void aValueIsPutInAsAwsDoes(String template, String expected) {
        assertThat(received(template)).containsExactly(expected);
    }

    @Test
    void eachLineOfATextIsInQuotes() {
        assertThat(received("\"<one> item\"\n\"<user> user\"")).containsExactly("\"[HIGH] item\"\n\"0a78 user\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"p\": \"<payload>\"}", "{\"one\": \"<one>\"}", "<one> item"})
    void whatGivesNoJsonIsNotDelivered(String template) {
        assertThat(received(template)).isEmpty();
        assertThat(aws.received(aws.queue("dead")))
                .singleElement()
                .satisfies(dead ->
                        assertThat(dead.attributes().get("ERROR_CODE")).isEqualTo(Attribute.text("INVALID_JSON")));
    }

    @Test
    void aPlaceholderWithoutAPathIsRefused() {
        assertThatThrownBy(() -> target("{\"a\": <nope>}"))
                .hasMessage("InputTemplate for target T contains invalid placeholder nope.")
                .extracting("code")
                .isEqualTo("ValidationException");
    }

    @Test
    void theWholeEventIsWithoutItsDetailAndTheEventAsJsonIsWhole() {
        var message = Json.read(received("{\"event\": <aws.events.event>, \"json\": <aws.events.event.json>}")
                .get(0));

        assertThat(message.path("event").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "version", "id", "detailType", "source", "account", "time", "region", "resources");
        assertThat(message.path("json").path("detail")).isEqualTo(Json.read(DETAIL));
    }
}

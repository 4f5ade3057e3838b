package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.logs.Logs;
import workshop.cloud.logs.LogsApi;

/**
 * What of an event is in a log group.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">A template for a log
 *     group</a>
 * @see <a href="https://github.com/aws/aws-cdk/pull/20748">No Input and InputPath, and only this template</a>
 */
class LogGroupTargetTest {
    private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/g";

    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private final Logs logs = new Logs(aws.iam);
    private final Operations api = LogsApi.of(logs, new Operations("logs", aws.iam, new Faults()));

    @BeforeEach
    void aGroupThatEventBridgeMayWriteTo() {
        aws.receive("logs", logs);
        api.call("CreateLogGroup", aws.iam.owner(), Json.object().put("logGroupName", "/g"));
        ObjectNode policy = (ObjectNode) Json.read("""
                {"PolicyDocument": {"Statement": {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"},
                  "Action": "logs:PutLogEvents", "Resource": "*"}}}""");
        LogsApi.types(logs).stream()
                .filter(type -> type.name().equals("AWS::Logs::ResourcePolicy"))
                .forEach(type -> type.create(new Declaration("S", "P", "p", policy)));
    }

    private JsonNode written(String template) {
        aws.rule(
                "r",
                "A",
                "{'Id': 't', 'Arn': '%s', 'DeadLetterConfig': {'Arn': '%s'}, 'InputTransformer': {'InputPathsMap': %s, 'InputTemplate': '%s'}}"
                        .formatted(
                                ARN,
                                aws.queue("dead"),
                                "{'time': '$.time', 'name': '$.detail.name', 'detail': '$.detail'}",
                                template.replace("\"", "\\\"")));
        aws.put(entry("A", "{\"name\": \"bread\"}").put("Time", 1796032800L));
        await("every attempt").until(aws.eventBridge::isQuiet);
        return api.call("FilterLogEvents", aws.iam.owner(), Json.object().put("logGroupName", "/g"))
                .path("events");
    }

    /** Its target was deployed on AWS, and its message found, by CDK's own integration test integ.log-group. */
    @Test
    void theMessageOfATemplateIsTheLineAndItsTimestampTheTime() {
        assertThat(written("{\"timestamp\":<time>,\"message\":\"a new <name>\"}"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("message").asText()).isEqualTo("a new bread");
                    assertThat(line.path("timestamp").asLong()).isEqualTo(1796032800000L);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": <name>}",
                "{\"timestamp\": <time>, \"message\": <detail>}",
                "{\"timestamp\": <name>, \"message\": <name>}",
                "{\"timestamp\": <time>, \"message\": <name>, \"name\": <name>}",
            })
    void whatAnyOtherTemplateGivesIsNotWritten(String template) {
        assertThat(written(template)).isEmpty();
        assertThat(aws.received(aws.queue("dead")))
                .singleElement()
                .satisfies(dead ->
                        assertThat(dead.attributes().get("ERROR_CODE")).isEqualTo(Attribute.text("INVALID_JSON")));
    }

    /** The first one in AWS's words, as people met them: github.com/awsdocs/aws-cloudformation-user-guide/issues/1010 */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'InputTransformer': {'InputTemplate': '\\\"a text\\\"'} | Input for target t is not a valid JSON text.",
                "'Input': '{}' | Input is not supported for target " + ARN + ".",
                "'InputPath': '$.detail' | Input is not supported for target " + ARN + ".",
            })
    void noOtherInputIsTaken(String input, String message) {
        assertThatThrownBy(() -> aws.rule("r", "A", "{'Id': 't', 'Arn': '" + ARN + "', " + input + "}"))
                .hasMessage(message);
    }
}

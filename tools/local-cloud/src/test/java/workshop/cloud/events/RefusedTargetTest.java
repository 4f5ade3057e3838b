package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PutTargets and PutRule refuse, in AWS's words as people met them.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html">PutTargets</a>
 */
class RefusedTargetTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    /**
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues</a>
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Which target needs a
     *     role</a>
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html">Only a bus may be
     *     elsewhere</a> (the words for a queue that is are ours)
     * @see <a href="https://github.com/aws-cloudformation/cfn-lint/issues/4505">A service that takes no events</a>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Arn': 'arn:aws:sqs:us-east-1:000000000000:q.fifo' | Parameter(s) SqsParameters must be specified for target: t.",
                "'Arn': 'arn:aws:lambda:us-east-1:000000000000:layer:l' | Parameter arn:aws:lambda:us-east-1:000000000000:layer:l is not valid. Reason: Provided Arn is not in correct format.",
                "'Arn': 'arn:aws:sqs' | Parameter arn:aws:sqs is not valid. Reason: Provided Arn is not in correct format.",
                "'Arn': 'arn:aws:events:us-east-1:000000000000:rule/r' | Parameter arn:aws:events:us-east-1:000000000000:rule/r is not valid. Reason: Provided Arn is not in correct format.",
                "'Arn': 'arn:aws:sqs:eu-west-1:000000000000:q' | Parameter arn:aws:sqs:eu-west-1:000000000000:q is not valid. Reason: it is not in us-east-1.",
                "'DeadLetterConfig': {'Arn': 'arn:aws:sqs:eu-west-1:000000000000:d'} | Parameter arn:aws:sqs:eu-west-1:000000000000:d is not valid. Reason: it is not in us-east-1.",
                "'Arn': 'arn:aws:events:us-east-1:000000000000:event-bus/b' | RoleArn is required for target arn:aws:events:us-east-1:000000000000:event-bus/b.",
                "'Arn': 'arn:aws:logs:us-east-1:000000000000:log-group:/g', 'RoleArn': 'arn:aws:iam::000000000000:role/r' | RoleArn is not supported for target arn:aws:logs:us-east-1:000000000000:log-group:/g.",
                "'RoleArn': 'arn:aws:iam::111111111111:role/r' | Cross-account pass role is not allowed.",
                "'RoleArn': 'arn:aws:iam::000000000000:role/r' | Provided role 'arn:aws:iam::000000000000:role/r' cannot be assumed by principal 'events.amazonaws.com'.",
                "'Arn': 'arn:aws:sns:us-east-1:111111111111:t' | RoleArn is required for target arn:aws:sns:us-east-1:111111111111:t.",
                "'Arn': 'arn:aws:dynamodb:us-east-1:000000000000:table/t' | dynamodb is not a supported service for a target.",
                "'Arn': 'arn:aws:s3:::bucket' | s3 is not a supported service for a target.",
                "'DeadLetterConfig': {'Arn': 'arn:aws:sqs:x'} | Parameter arn:aws:sqs:x is not valid. Reason: Provided Arn is not in correct format.",
                "'DeadLetterConfig': {'Arn': 'arn:aws:sns:us-east-1:000000000000:t'} | sns is not supported as a dead letter resource",
                "'DeadLetterConfig': {'Arn': 'arn:aws:sqs:us-east-1:000000000000:d.fifo'} | SQS FIFO is not supported by Dead Letter Queues",
                "'Input': '{a' | JSON syntax error in input for target t.",
                "'InputPath': 'detail' | InputPath for target t is invalid.",
                "'InputPath': '$.detail[x]' | InputPath for target t is invalid.",
                "'InputTransformer': {'InputTemplate': '[<aws.events.event.json>]'} | InputTemplate for target t contains placeholder aws.events.event.json valid only for JSON template.",
                "'Input': '1'}, {'Id': 't', 'Arn': 'arn:aws:sqs:us-east-1:000000000000:r' | Parameter targets is not valid. Reason: More than one target with Id 't' is provided.",
            })
    void aTargetThatAwsDoesNotTakeIsRefused(String property, String message) {
        String arn = property.startsWith("'Arn'") ? "" : "'Arn': 'arn:aws:sqs:us-east-1:000000000000:q', ";

        assertThatThrownBy(() -> aws.rule("r", "A", "{'Id': 't', " + arn + property + "}"))
                .hasMessage(message);
    }

    /** As people met them: github.com/aws/aws-cdk/issues/26032, github.com/hashicorp/terraform-provider-aws/issues/31444 */
    @ParameterizedTest
    @CsvSource({
        "eu-west-1:000000000000, Cross-region API call is not allowed.",
        "us-east-1:111111111111, is not authorized to perform: events:PutRule on resource:"
                + " arn:aws:events:us-east-1:111111111111:rule/b/r because no resource-based policy allows the"
                + " events:PutRule action",
        "eu-west-1:111111111111, on resource: arn:aws:events:us-east-1:111111111111:rule/b/r because",
    })
    void aRuleBelongsToABusOfThisRegionAndAccount(String where, String message) {
        String rule = "{'Name': 'r', 'EventPattern': '{\\'source\\': [\\'s\\']}', 'EventBusName': '%s'}";

        assertThatThrownBy(() -> aws.call("PutRule", rule.formatted("arn:aws:events:" + where + ":event-bus/b")))
                .hasMessageContaining(message);
    }

    /**
     * The words are ours; that a bus of this account gets none either, people met: github.com/aws/aws-cdk/issues/30587
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html">Not available for a bus</a>
     */
    @ParameterizedTest
    @ValueSource(strings = {"'Input': '{}'", "'InputPath': '$.detail'", "'InputTransformer': {'InputTemplate': '{}'}"})
    void aBusGetsTheEventAsItIs(String input) {
        String bus = "arn:aws:events:us-east-1:000000000000:event-bus/b";
        String role = aws.roleThatMay("events:PutEvents", "*");

        assertThatThrownBy(() ->
                        aws.rule("r", "A", "{'Id': 't', 'Arn': '%s', 'RoleArn': '%s', %s}".formatted(bus, role, input)))
                .hasMessage("Input is not supported for target " + bus + ".");
    }

    /** In which order AWS says it is not known. */
    @Test
    void thatABusOrARuleIsNotThereIsSaidBeforeWhatIsWrongWithATarget() {
        String put = "{'Rule': 'r', 'EventBusName': '%s', 'Targets': [{'Id': 't', 'Arn': 'arn:aws:sqs'}]}";

        assertThatThrownBy(() -> aws.call("PutTargets", put.formatted("nope")))
                .hasMessage("Event bus nope does not exist.");
        assertThatThrownBy(() -> aws.call("PutTargets", put.formatted("default")))
                .hasMessage("Rule r does not exist on EventBus default.");
    }

    @Test
    void aTransformerHasAHundredPathsAtMost() {
        StringBuilder paths = new StringBuilder("'p': '$.id'");
        for (int i = 0; i < 100; i++) {
            paths.append(", 'p").append(i).append("': '$.id'");
        }
        assertThatThrownBy(() -> aws.rule(
                        "r",
                        "A",
                        "{'Id': 't', 'Arn': '%s', 'InputTransformer': {'InputPathsMap': {%s}, 'InputTemplate': '<p>'}}"
                                .formatted(aws.queue("q"), paths)))
                .hasMessageContaining("inputPathsMap")
                .hasMessageContaining("length less than or equal to 100");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">Quotas</a> */
    @Test
    void aPatternHas2048BytesAtMost() {
        String pattern = "{'Name': 'r', 'EventPattern': '{\\'source\\': [\\'%s\\']}'}";
        aws.call("PutRule", pattern.formatted("a".repeat(2048 - 16)));

        assertThatThrownBy(() -> aws.call("PutRule", pattern.formatted("a".repeat(2048 - 15))))
                .hasMessage("Parameter EventPattern for rule r exceeds limit of 2048.");
    }
}

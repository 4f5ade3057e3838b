package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.Sender;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;

class RuleTargetTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private final String function = Arn.inRegion("lambda", "function:Handler");
    private final String deadLetters = aws.queue("dead");
    private final AtomicInteger attempts = new AtomicInteger();

    private void ruleToFunction(String more) {
        aws.rule("r", "A", "{'Id': 'f', 'Arn': '%s'%s}".formatted(function, more));
    }

    private void fail(int times, int status, String code) {
        aws.receive("lambda", (arn, delivery, taken) -> {
            if (attempts.incrementAndGet() <= times) {
                throw new AwsError(status, code, "no");
            }
            aws.remember(arn, delivery, taken);
        });
    }

    private void putAndWait(String detail) {
        aws.put(entry("A", detail));
        await("every attempt").until(aws.eventBridge::isQuiet);
    }

    @Test
    void whatFailsForAWhileIsTriedAgainUntilItIsTaken() {
        fail(3, 500, "ServiceException");
        ruleToFunction("");

        putAndWait("{}");

        assertThat(attempts).hasValue(4);
        assertThat(aws.received(function)).hasSize(1);
    }

    @Test
    void whatIsOutOfRetriesIsInTheDeadLetterQueueWithAwssAttributes() {
        fail(100, 429, "TooManyRequestsException");
        ruleToFunction(", 'RetryPolicy': {'MaximumRetryAttempts': 2}, 'DeadLetterConfig': {'Arn': '%s'}"
                .formatted(deadLetters));

        putAndWait("{\"n\": 7}");

        assertThat(attempts).hasValue(3);
        assertThat(aws.received(deadLetters)).singleElement().satisfies(dead -> {
            assertThat(Json.read(dead.payload()).at("/detail/n").asInt()).isEqualTo(7);
            assertThat(dead.attributes())
                    .containsEntry("RULE_ARN", Attribute.text("arn:aws:events:us-east-1:000000000000:rule/r"))
                    .containsEntry("TARGET_ARN", Attribute.text(function))
                    .containsEntry("ERROR_CODE", Attribute.text("THROTTLING"))
                    .containsEntry("ERROR_MESSAGE", Attribute.text("no"))
                    .containsEntry("EXHAUSTED_RETRY_CONDITION", Attribute.text("MaximumRetryAttempts"))
                    .containsEntry("RETRY_ATTEMPTS", Attribute.text("2"));
        });
    }

    @Test
    void whatIsTooOldIsInTheDeadLetterQueueThoughItHasRetriesLeft() {
        fail(100, 500, "ServiceException");
        ruleToFunction(", 'RetryPolicy': {'MaximumEventAgeInSeconds': 60}, 'DeadLetterConfig': {'Arn': '%s'}"
                .formatted(deadLetters));

        putAndWait("{}");

        assertThat(aws.received(deadLetters))
                .singleElement()
                .satisfies(dead -> assertThat(dead.attributes())
                        .containsEntry("EXHAUSTED_RETRY_CONDITION", Attribute.text("MaximumEventAgeInSeconds")));
    }

    @Test
    void whatCanNeverBeDeliveredGoesToTheDeadLetterQueueAtOnce() {
        fail(100, 403, "AccessDeniedException");
        ruleToFunction(", 'DeadLetterConfig': {'Arn': '%s'}".formatted(deadLetters));

        putAndWait("{}");

        assertThat(attempts).hasValue(1);
        assertThat(aws.received(deadLetters))
                .singleElement()
                .satisfies(dead -> assertThat(dead.attributes())
                        .containsEntry("ERROR_CODE", Attribute.text("NO_PERMISSIONS"))
                        .containsEntry("RETRY_ATTEMPTS", Attribute.text("0"))
                        .doesNotContainKey("EXHAUSTED_RETRY_CONDITION"));
    }

    @Test
    void whatNobodyKeepsIsNamedAsLostInTheTrace() {
        fail(100, 404, "ResourceNotFoundException");
        ruleToFunction("");

        putAndWait("{\"mark\": \"lost-1\"}");

        assertThat(aws.trace.hops(0, "lost-1")).extracting(hop -> hop.kind()).contains("events:Lost");
    }

    @Test
    void aTargetThatWaitsForItsRetryHoldsUpNoOther() {
        try (EventsFixture patient = new EventsFixture(Duration.ofMinutes(4))) {
            patient.receive("sns", (arn, delivery, taken) -> {
                throw new AwsError(500, "InternalError", "down");
            });
            patient.rule("a-waits", "A", "{'Id': 's', 'Arn': '%s'}".formatted(Arn.inRegion("sns", "t")));
            patient.rule("b-takes", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(patient.queue("q")));

            patient.put(entry("A", "{}"), entry("A", "{}"));

            await("the other rule's target")
                    .until(() -> patient.received(patient.queue("q")).size() == 2);
            assertThat(patient.eventBridge.isQuiet()).isFalse();
        }
    }

    @Test
    void aFaultOnDeliveryIsRetriedAsAFailureOfTheTargetIs() {
        aws.faults.add(new Fault("events:Deliver", Effect.FAIL, "Handler", 1, 2));
        ruleToFunction("");

        putAndWait("{}");

        assertThat(aws.received(function)).hasSize(1);
        assertThat(aws.faults.all()).extracting(fault -> fault.strikes().get()).containsExactly(2);
    }

    @Test
    void aTargetGetsWhatItsInputSays() {
        aws.rule("constant", "A", "{'Id': 'q', 'Arn': '%s', 'Input': '7'}".formatted(aws.queue("constant")));
        aws.rule(
                "path", "A", "{'Id': 'q', 'Arn': '%s', 'InputPath': '$.detail.items[1]'}".formatted(aws.queue("path")));
        String transformer = """
                {'Id': 'q', 'Arn': '%s', 'InputTransformer': {
                  'InputPathsMap': {'name': '$.detail.name', 'items': '$.detail.items', 'none': '$.detail.none'},
                  'InputTemplate': '{\\"n\\": <name>, \\"i\\": <items>, \\"x\\": <none>, \\"t\\": \\"It is <name>\\", \\"r\\": <aws.events.rule-name>}'}}""";
        aws.rule("transformed", "A", transformer.formatted(aws.queue("transformed")));

        putAndWait("{\"name\": \"a \\\"b\\\"\", \"items\": [1, {\"k\": 2}]}");

        assertThat(aws.received(aws.queue("constant")).get(0).payload()).isEqualTo("7");
        assertThat(aws.received(aws.queue("path")).get(0).payload()).isEqualTo("{\"k\":2}");
        JsonNode transformed =
                Json.read(aws.received(aws.queue("transformed")).get(0).payload());
        assertThat(transformed).isEqualTo(Json.read("""
                        {"n": "a \\"b\\"", "i": [1, {"k": 2}], "x": "", "t": "It is a \\"b\\"", "r": "transformed"}"""));
    }

    @Test
    void aPropertyOrAServiceThatIsNotThereIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> ruleToFunction(", 'EcsParameters': {}")).hasMessageContaining("EcsParameters");
        assertThatThrownBy(() -> aws.rule("k", "A", "{'Id': 'k', 'Arn': 'arn:aws:kinesis:us-east-1:0:stream/s'}"))
                .hasMessageContaining("kinesis");
        assertThatThrownBy(() -> ruleToFunction(", 'RetryPolicy': {'MaximumRetryAttempts': 186}"))
                .hasMessageContaining("maximumRetryAttempts")
                .hasMessageContaining("185");
    }

    private String forward(String from, String to, String more) {
        String target =
                "{'Rule': 'forward', 'EventBusName': '%s', 'Targets': [{'Id': 'b', 'Arn': '%s', 'DeadLetterConfig': {'Arn': '%s'}%s}]}";
        String pattern =
                "{'Name': 'forward', 'EventBusName': '%s', 'EventPattern': '{\\\"source\\\": [{\\\"prefix\\\": \\\"\\\"}]}'}";
        aws.call("CreateEventBus", "{'Name': '%s'}".formatted(to));
        aws.call("PutRule", pattern.formatted(from));
        String arn = Arn.inRegion("events", "event-bus/" + to);
        aws.call("PutTargets", target.formatted(from, arn, deadLetters, more));
        return arn;
    }

    @Test
    void anotherBusIsATargetOnlyWithARoleThatMayPutEventsThere() {
        String other = aws.roleThatMay("events:PutRule", "*");
        forward("default", "second", ", 'RoleArn': '%s'".formatted(other));
        putAndWait("{}");
        assertThat(aws.received(deadLetters))
                .singleElement()
                .satisfies(dead ->
                        assertThat(dead.attributes()).containsEntry("ERROR_CODE", Attribute.text("NO_PERMISSIONS")));

        String role = aws.roleThatMay("events:PutEvents", Arn.inRegion("events", "event-bus/second"));
        aws.call("DeleteEventBus", "{'Name': 'second'}");
        forward("default", "second", ", 'RoleArn': '%s'".formatted(role));
        aws.call(
                "PutRule",
                "{'Name': 'r', 'EventBusName': 'second', 'EventPattern': '{\\\"source\\\": [\\\"TodoService\\\"]}'}");
        aws.call(
                "PutTargets",
                "{'Rule': 'r', 'EventBusName': 'second', 'Targets': [{'Id': 'q', 'Arn': '%s'}]}"
                        .formatted(aws.queue("q")));
        JsonNode put = aws.put(entry("A", "{}"));
        await("both buses").until(aws.eventBridge::isQuiet);

        assertThat(aws.received(aws.queue("q")))
                .singleElement()
                .satisfies(delivery ->
                        assertThat(Json.read(delivery.payload()).path("id")).isEqualTo(put.at("/Entries/0/EventId")));
    }

    @Test
    void anEventIsNotSentOnToAThirdBus() {
        String role = aws.roleThatMay("events:PutEvents", "*");
        forward("default", "second", ", 'RoleArn': '%s'".formatted(role));
        forward("second", "default-again", ", 'RoleArn': '%s'".formatted(role));

        putAndWait("{}");

        assertThat(aws.received(deadLetters))
                .singleElement()
                .satisfies(dead ->
                        assertThat(dead.attributes()).containsEntry("ERROR_CODE", Attribute.text("ERROR_FROM_TARGET")));
    }

    @Test
    void theResultOfAFunctionThatHasABusAsItsDestinationIsAnEvent() {
        aws.rule(
                "results",
                "Lambda Function Invocation Result - Failure",
                "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));

        aws.targets.deliver(
                Arn.inRegion("events", "event-bus/default"),
                new Delivery(
                        new Sender(aws.iam.owner(), function),
                        "{\"requestContext\": {\"condition\": \"RetriesExhausted\"}}",
                        List.of()));

        await("delivery").until(aws.eventBridge::isQuiet);
        JsonNode event = Json.read(aws.received(aws.queue("q")).get(0).payload());
        assertThat(event.path("source").asText()).isEqualTo("lambda");
        assertThat(event.at("/detail/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
    }
}

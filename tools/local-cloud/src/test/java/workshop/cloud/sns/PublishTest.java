package workshop.cloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.gateway.HttpReply;

class PublishTest {
    private static final String ATTRIBUTES =
            "{'kind': {'DataType': 'String', 'StringValue': 'k'}, 'price': {'DataType': 'Number', 'StringValue': '1.5'},"
                    + " 'bytes': {'DataType': 'Binary', 'BinaryValue': 'AgME'},"
                    + " 'tags': {'DataType': 'String.Array', 'StringValue': '[1]'}}";

    @AutoClose
    private final SnsFixture aws = new SnsFixture();

    private final String queue = aws.queue("q");

    private void publish(String json) {
        aws.call("Publish", json);
        await("delivery").until(aws.sns::isQuiet);
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html">Tracing</a> */
    @Test
    void theTraceHeaderOfTheCallGoesOnToQueues() {
        aws.subscribe("sqs", queue, "{}");
        aws.callAs(aws.iam.owner().tracedBy("Root=1-3152b799-8954dae64eda91bc9a23a7e8"), "Publish", (ObjectNode)
                Json.read("{\"Message\": \"text\"}"));
        await("delivery").until(aws.sns::isQuiet);

        assertThat(aws.received(queue))
                .singleElement()
                .extracting(Delivery::traceHeader)
                .isEqualTo("Root=1-3152b799-8954dae64eda91bc9a23a7e8");
    }

    @Test
    void aQueueGetsTheNotificationEnvelopeFromTheTopic() {
        aws.subscribe("sqs", queue, "{}");

        publish(
                "{'Message': 'text', 'Subject': 's', 'MessageAttributes': {'kind': {'DataType': 'String', 'StringValue': 'k'}}}");

        assertThat(aws.received(queue)).singleElement().satisfies(delivery -> {
            JsonNode envelope = Json.read(delivery.payload());
            assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
            assertThat(envelope.path("TopicArn").asText()).isEqualTo(aws.topicArn);
            assertThat(envelope.path("Message").asText()).isEqualTo("text");
            assertThat(envelope.path("Subject").asText()).isEqualTo("s");
            assertThat(envelope.at("/MessageAttributes/kind"))
                    .isEqualTo(Json.read("{\"Type\": \"String\", \"Value\": \"k\"}"));
            assertThat(envelope.path("Timestamp").asText())
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(delivery.sender().caller().arn()).isEqualTo("sns.amazonaws.com");
            assertThat(delivery.sourceArn()).isEqualTo(aws.topicArn);
        });
    }

    @Test
    void rawDeliveryIsTheMessageItselfWithNameTypeAndValueOfEachAttribute() {
        aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'true'}");

        publish("{'Message': 'text', 'MessageAttributes': %s}".formatted(ATTRIBUTES));

        assertThat(aws.received(queue)).singleElement().satisfies(delivery -> {
            assertThat(delivery.payload()).isEqualTo("text");
            assertThat(delivery.attributes())
                    .containsOnly(
                            Map.entry("kind", new Attribute("String", "k")),
                            Map.entry("price", new Attribute("Number", "1.5")),
                            Map.entry("bytes", new Attribute("Binary", "AgME")),
                            Map.entry("tags", new Attribute("String.Array", "[1]")));
        });
    }

    @Test
    void aFunctionGetsARecordOfItsOwnShape() {
        String function = Arn.inRegion("lambda", "function:F");
        String subscription = aws.subscribe("lambda", function, "{}");

        publish("{'Message': 'text'}");

        JsonNode record = Json.read(aws.received(function).get(0).payload()).at("/Records/0");
        assertThat(record.path("EventSource").asText()).isEqualTo("aws:sns");
        assertThat(record.path("EventSubscriptionArn").asText()).isEqualTo(subscription);
        assertThat(record.at("/Sns/Message").asText()).isEqualTo("text");
        assertThat(record.at("/Sns/Subject").isNull()).isTrue();
        assertThat(record.at("/Sns/UnsubscribeUrl").asText()).contains("Unsubscribe");
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">String.Array</a> */
    @Test
    void oneValueOfAnArrayIsEnoughForAFilterPolicy() {
        aws.subscribe("sqs", queue, "{'FilterPolicy': '{\\\"tags\\\": [\\\"b\\\", 2]}'}");
        for (String tags : List.of("a,b", "c", "2,null", "3")) {
            String array = "[" + tags.replaceAll("([a-c])", "\\\\\"$1\\\\\"") + "]";
            publish("{'Message': '" + tags
                    + "', 'MessageAttributes': {'tags': {'DataType': 'String.Array', 'StringValue': '" + array
                    + "'}}}");
        }
        assertThat(aws.received(queue))
                .extracting(delivery ->
                        Json.read(delivery.payload()).path("Message").asText())
                .containsExactly("a,b", "2,null");
    }

    @Test
    void filterPoliciesLookAtAttributesOrAtTheBody() {
        aws.subscribe(
                "sqs",
                aws.queue("by-attribute"),
                "{'FilterPolicy': '{\\\"price\\\": [{\\\"numeric\\\": [\\\">\\\", 10]}]}'}");
        aws.subscribe(
                "sqs",
                aws.queue("by-body"),
                "{'FilterPolicyScope': 'MessageBody', 'FilterPolicy': '{\\\"todo\\\": {\\\"done\\\": [true]}}'}");

        publish("{'Message': '{\\\"todo\\\": {\\\"done\\\": true}}'}");
        publish(
                "{'Message': 'no json', 'MessageAttributes': {'price': {'DataType': 'Number', 'StringValue': '11.5'}}}");
        publish(
                "{'Message': '{\\\"todo\\\": {\\\"done\\\": false}}', 'MessageAttributes': {'price': {'DataType': 'Number', 'StringValue': '9'}}}");

        assertThat(aws.received(aws.queue("by-attribute")))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.payload()).contains("no json"));
        assertThat(aws.received(aws.queue("by-body")))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.payload()).contains("true"));
        assertThatThrownBy(() -> aws.subscribe("sqs", queue, "{'FilterPolicy': '{\\\"a\\\": \\\"b\\\"}'}"))
                .hasMessageStartingWith(
                        "Invalid parameter: Attributes Reason: FilterPolicy: \"a\" must be an object or an array");
    }

    /**
     * NumberOfNotificationsFilteredOut-InvalidMessageBody counts them.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html">Metrics</a>
     */
    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "1"})
    void aPolicyForBodiesLetsNoneThroughThatIsNoJsonObject(String body) {
        aws.subscribe(
                "sqs",
                queue,
                "{'FilterPolicyScope': 'MessageBody', 'FilterPolicy': '{\\\"a\\\": [{\\\"exists\\\": false}]}'}");
        publish("{'Message': '" + body + "'}");
        assertThat(aws.received(queue)).isEmpty();
        publish("{'Message': '{}'}");
        assertThat(aws.received(queue)).hasSize(1);
    }

    @Test
    void eachProtocolGetsItsOwnTextIfThereIsOne() {
        aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'true'}");
        aws.subscribe("lambda", Arn.inRegion("lambda", "function:F"), "{}");

        publish(
                "{'MessageStructure': 'json', 'Message': '{\\\"default\\\": \\\"for all\\\", \\\"sqs\\\": \\\"for queues\\\"}'}");

        assertThat(aws.received(queue).get(0).payload()).isEqualTo("for queues");
        assertThat(aws.received(Arn.inRegion("lambda", "function:F")).get(0).payload())
                .contains("for all");
        publish("{'MessageStructure': 'json', 'Message': '{\\\"default\\\": \\\"for all\\\", \\\"sqs\\\": {}}'}");
        assertThat(aws.received(queue).get(1).payload())
                .as("no text, so not meant")
                .isEqualTo("for all");
        assertThatThrownBy(() -> publish("{'MessageStructure': 'json', 'Message': '{}'}"))
                .hasMessage("Invalid parameter: Message Structure - No default entry in JSON message body");
    }

    /** Its page says "Duplicate keys are not allowed"; recorded on AWS, they are: LocalStack, test_message_structure_json_exc. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\'default\\': \\'a\\', \\'default\\': \\'b\\'}",
                "{\\'default\\': \\'a\\', \\'sqs\\': \\'b\\', \\'sqs\\': \\'c\\'}"
            })
    void aProtocolMayHaveTwoTexts(String texts) {
        assertThatCode(() -> publish("{'MessageStructure': 'json', 'Message': '" + texts + "'}"))
                .doesNotThrowAnyException();
    }

    @Test
    void textsByProtocolAreJson() {
        assertThatThrownBy(() -> publish("{'MessageStructure': 'json', 'Message': '{\\'default\\''}"))
                .hasMessage("Invalid parameter: Message Structure - JSON message body failed to parse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\\nlines", "tab\\there"})
    void aSubjectThatIsEmptyOrHasLineBreaksOrControlCharactersIsRefused(String subject) {
        assertThatThrownBy(() -> publish("{'Message': 'm', 'Subject': '%s'}".formatted(subject)))
                .isInstanceOf(AwsError.class)
                .hasMessage("Invalid parameter: Subject");
    }

    @Test
    void aSubjectIsShorterThanAHundredCharactersAndAMessageHasAtMost256KiB() {
        publish("{'Message': '%s', 'Subject': '%s'}".formatted("m".repeat(256 * 1024), "s".repeat(99)));

        assertThatThrownBy(() -> publish("{'Message': 'm', 'Subject': '%s'}".formatted("s".repeat(100))))
                .hasMessage("Invalid parameter: Subject");
        assertThatThrownBy(() -> publish("{'Message': '%s'}".formatted("m".repeat(256 * 1024 + 1))))
                .hasMessage("Invalid parameter: Message too long");
        assertThatThrownBy(() -> publish("{'Message': ''}")).hasMessage("Invalid parameter: Empty message");
        assertThatThrownBy(() -> publish("{'Message': 'm', 'TopicArn': '%s'}".formatted(Arn.inRegion("sns", "gone"))))
                .hasMessage("Topic does not exist");
    }

    @Test
    void whatFailsForAWhileIsTriedAgainAndWhatCannotBeDeliveredIsInTheDeadLetterQueue() {
        AtomicInteger attempts = new AtomicInteger();
        aws.targets.register("sqs", (arn, delivery, taken) -> {
            if (arn.endsWith(":flaky") && attempts.incrementAndGet() < 6) {
                throw new AwsError(500, "InternalError", "down");
            }
            if (arn.endsWith("closed")) {
                throw AwsError.accessDenied("closed");
            }
            aws.remember(arn, delivery, taken);
        });
        aws.subscribe("sqs", aws.queue("flaky"), "{}");
        aws.subscribe(
                "sqs",
                aws.queue("closed"),
                "{'RawMessageDelivery': 'true', 'RedrivePolicy': '{\\\"deadLetterTargetArn\\\": \\\"%s\\\"}'}"
                        .formatted(aws.queue("dead")));

        aws.subscribe(
                "sqs",
                aws.queue("closed-too-closed"),
                "{'RedrivePolicy': '{\\\"deadLetterTargetArn\\\": \\\"%s\\\"}'}"
                        .formatted(aws.queue("dead-envelopes")));

        publish("{'Message': 'text', 'MessageAttributes': %s}".formatted(ATTRIBUTES));

        assertThat(attempts).hasValue(6);
        assertThat(aws.received(aws.queue("flaky"))).hasSize(1);
        assertThat(aws.received(aws.queue("dead"))).singleElement().satisfies(dead -> {
            assertThat(dead.payload()).isEqualTo("text");
            assertThat(dead.attributes()).containsOnlyKeys("bytes", "kind", "price", "tags");
        });
        assertThat(aws.received(aws.queue("dead-envelopes"))).singleElement().satisfies(dead -> {
            assertThat(Json.read(dead.payload())
                            .at("/MessageAttributes/price/Type")
                            .asText())
                    .isEqualTo("Number");
            assertThat(dead.attributes()).isEmpty();
        });
    }

    @Test
    void aBatchAnswersForEachEntryAndIsRefusedAsAWhole() {
        aws.subscribe("sqs", queue, "{}");

        JsonNode answer = aws.call("PublishBatch", batch("{'Id': 'a', 'Message': '1'}, {'Id': 'b', 'Message': '2'}"));

        await("delivery").until(aws.sns::isQuiet);
        assertThat(answer.path("Successful"))
                .extracting(entry -> entry.path("Id").asText())
                .containsExactly("a", "b");
        String half = "m".repeat(128 * 1024);
        refused(
                batch("{'Id': 'a', 'Message': '%s'}, {'Id': 'b', 'Message': '%s1'}".formatted(half, half)),
                "BatchRequestTooLong");
        refused(batch("{'Id': 'a', 'Message': '1'}, {'Id': 'a', 'Message': '2'}"), "BatchEntryIdsNotDistinct");
        refused(batch("{'Id': 'a.b', 'Message': '1'}"), "InvalidBatchEntryId");
        refused(batch("{'Id': '%s', 'Message': '1'}".formatted("i".repeat(81))), "InvalidBatchEntryId");
        refused(batch(""), "EmptyBatchRequest");
        refused(batch("{'Id': 'a', 'Message': '1'}, {'Id': 'b', 'Message': ''}"), "InvalidParameter");
        assertThat(aws.received(queue)).hasSize(2);
    }

    private static String batch(String entries) {
        return "{'PublishBatchRequestEntries': [" + entries + "]}";
    }

    private void refused(String batch, String code) {
        assertThatThrownBy(() -> aws.call("PublishBatch", batch))
                .extracting(error -> ((AwsError) error).code())
                .isEqualTo(code);
    }

    /** @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a> */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            a | 'DataType': 'String', 'StringValue': '' | The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.
            a | 'DataType': 'Binary', 'StringValue': 'x' | The message attribute 'a' with type 'Binary' must use field 'Binary'.
            a | 'DataType': 'Number', 'BinaryValue': 'x' | The message attribute 'a' with type 'Number' must use field 'String'.
            a | 'DataType': 'Text', 'StringValue': 'x' | The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.
            a^ | 'DataType': 'String', 'StringValue': 'x' | Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.
            .a | 'DataType': 'String', 'StringValue': 'x' | Invalid message attribute name starting with character '.' was found.
            a..b | 'DataType': 'String', 'StringValue': 'x' | Message attribute name can not have successive '.' character.
            a | 'StringValue': 'x' | 1 validation error detected: Value null at 'messageAttributes.a.member.dataType' failed to satisfy constraint: Member must not be null
            """)
    void anAttributeThatSnsDoesNotTakeIsRefusedInItsWords(String name, String attribute, String message) {
        assertThatThrownBy(() -> aws.call(
                        "Publish", "{'Message': 'm', 'MessageAttributes': {'" + name + "': {" + attribute + "}}}"))
                .hasMessage(message);
    }

    @Test
    void whatCanNotBePublishedToIsNamedInSnssWords() {
        assertThatThrownBy(() -> aws.call("Publish", "{'Message': 'm', 'TopicArn': 'todos'}"))
                .hasMessage("Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
        assertThatThrownBy(() ->
                        aws.call("Publish", "{'Message': 'm', 'TopicArn': 'arn:aws:sns:eu-west-1:000000000000:todos'}"))
                .hasMessage("Invalid parameter: TopicArn");
        assertThatThrownBy(() -> aws.call("Publish", "{'Message': 'm', 'PhoneNumber': '+491234'}"))
                .hasMessageContaining("PhoneNumber");
        assertThatThrownBy(() -> aws.call("Publish", "{'Message': 'm', 'MessageDeduplicationId': 'd'}"))
                .hasMessageContaining("not valid for this topic type");
        assertThat(new String(aws.form("Action=Publish&Message=m").body()))
                .contains("Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
    }

    @Test
    void faultsOnRequestFailAndThrottlePublishing() {
        aws.faults.add(new Fault("sns:Publish", Effect.FAIL, "", 1, 1));
        assertThatThrownBy(() -> publish("{'Message': 'm'}")).hasMessageContaining("sns:Publish failed");

        aws.faults.clear();
        aws.faults.add(new Fault("sns:Publish", Effect.THROTTLE, "", 1, 1));
        assertThatThrownBy(() -> publish("{'Message': 'm'}")).hasMessage("Rate exceeded");
        publish("{'Message': 'm'}");
    }

    @Test
    void theQueryProtocolCarriesAttributesInAndListsOut() {
        String arn = aws.topicArn.replace(":", "%3A");
        HttpReply subscribed =
                aws.form("Action=Subscribe&Version=2010-03-31&TopicArn=" + arn + "&Protocol=sqs&Endpoint=" + queue
                        + "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true");
        HttpReply published = aws.form("Action=Publish&Version=2010-03-31&TopicArn=" + arn
                + "&Message=a%20b&MessageAttributes.entry.1.Name=kind&MessageAttributes.entry.1.Value.DataType=String"
                + "&MessageAttributes.entry.1.Value.StringValue=k");
        HttpReply listed = aws.form("Action=ListSubscriptionsByTopic&TopicArn=" + arn);
        HttpReply attributes = aws.form("Action=GetTopicAttributes&TopicArn=" + arn);
        HttpReply missing = aws.form("Action=Publish&Message=m&TopicArn=" + arn + "x");

        await("delivery").until(aws.sns::isQuiet);
        assertThat(subscribed.status()).isEqualTo(200);
        assertThat(aws.received(queue)).singleElement().satisfies(delivery -> {
            assertThat(delivery.payload()).isEqualTo("a b");
            assertThat(delivery.attributes()).containsEntry("kind", Attribute.text("k"));
        });
        assertThat(text(published)).contains("<PublishResult><MessageId>");
        assertThat(text(listed)).contains("<Subscriptions><member><SubscriptionArn>", "<Endpoint>" + queue);
        assertThat(text(attributes)).contains("<entry><key>SubscriptionsConfirmed</key><value>1</value></entry>");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(text(missing)).contains("<Code>NotFound</Code>");
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}

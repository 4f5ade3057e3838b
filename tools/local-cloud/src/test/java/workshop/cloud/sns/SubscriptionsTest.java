package workshop.cloud.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** Topics and subscriptions: what is the same again, what is refused. */
class SubscriptionsTest {
    @AutoClose
    private final SnsFixture aws = new SnsFixture();

    private final String queue = aws.queue("q");

    private String policy(String policy, String scope) {
        ObjectNode attributes = Json.object().put("FilterPolicy", policy).put("FilterPolicyScope", scope);
        ObjectNode input = Json.object().put("Protocol", "sqs").put("Endpoint", queue);
        input.set("Attributes", attributes);
        return aws.callAs(aws.iam.owner(), "Subscribe", input)
                .path("SubscriptionArn")
                .asText();
    }

    private void set(String subscription, String name, String value) {
        aws.callAs(
                aws.iam.owner(),
                "SetSubscriptionAttributes",
                Json.object()
                        .put("SubscriptionArn", subscription)
                        .put("AttributeName", name)
                        .put("AttributeValue", value));
    }

    @Test
    void subscribingAgainIsTheSameSubscriptionIfItsAttributesAre() {
        String first = aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'True'}");

        assertThat(aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'true'}"))
                .isEqualTo(first);
        assertThat(aws.subscribe("sqs", queue, "{}")).isEqualTo(first);
        assertThat(aws.subscribe("sqs", queue, "{'FilterPolicyScope': 'MessageAttributes'}"))
                .isEqualTo(first);
        assertThatThrownBy(() -> aws.subscribe("sqs", queue, "{'RawMessageDelivery': 'false'}"))
                .hasMessage(
                        "Invalid parameter: Attributes Reason: Subscription already exists with different attributes");
        assertThat(aws.sns.subscription(first).settings.isRaw()).isTrue();
    }

    /** As on AWS: TestAccSNSTopicSubscription_filterPolicy of Terraform's suite, and set-subscription-attributes of the AWS CLI. */
    @Test
    void anEmptyFilterPolicyTakesAwayTheOneThatIsThere() {
        String subscription = policy("{\"done\": [\"yes\"]}", "MessageBody");

        set(subscription, "FilterPolicy", "{}");

        assertThat(aws.sns.subscription(subscription).settings.shown().keySet()).containsExactly("RawMessageDelivery");
    }

    @Test
    void creatingATopicAgainIsTheSameTopicIfItsAttributesAre() {
        String create = "{'Name': 'named', 'Attributes': {'DisplayName': '%s'}}";
        JsonNode first = aws.call("CreateTopic", create.formatted("one"));

        assertThat(aws.call("CreateTopic", create.formatted("one"))).isEqualTo(first);
        assertThat(aws.call("CreateTopic", "{'Name': 'named'}")).isEqualTo(first);
        assertThatThrownBy(() -> aws.call("CreateTopic", create.formatted("other")))
                .hasMessage("Invalid parameter: Attributes Reason: Topic already exists with different attributes");
        assertThatThrownBy(() -> aws.call("CreateTopic", "{'Name': 'a b'}"))
                .hasMessage("Invalid parameter: Topic Name");
        assertThatThrownBy(() -> aws.call("CreateTopic", "{'Name': 'named', 'Tags': []}"))
                .hasMessageContaining("Tags");
    }

    @Test
    void unsubscribingWhatIsGoneIsNoError() {
        String subscription = aws.subscribe("sqs", queue, "{}");

        for (int i = 0; i < 2; i++) {
            aws.call("Unsubscribe", "{'SubscriptionArn': '%s'}".formatted(subscription));
        }

        assertThat(aws.call("ListSubscriptions", "{}").path("Subscriptions")).isEmpty();
        assertThatThrownBy(() -> aws.call("Unsubscribe", "{'SubscriptionArn': 'arn:aws:sns:us-east-1:random'}"))
                .hasMessage("Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 5");
        assertThatThrownBy(() -> aws.call("Unsubscribe", "{'SubscriptionArn': '" + aws.topicArn + "'}"))
                .hasMessage("Invalid parameter: SubscriptionId");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            RawMessageDelivery | wrongvalue | RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.
            FilterPolicyScope | Both | FilterPolicyScope: Invalid value [Both]. Please use either MessageBody or MessageAttributes
            RedrivePolicy | {"deadLetterTargetArn": "fake"} | RedrivePolicy: deadLetterTargetArn is an invalid arn
            RedrivePolicy | {"deadLetterTargetArn": "arn:aws:sns:us-east-1:000000000000:t"} | RedrivePolicy: deadLetterTargetArn must be a SQS queue
            RedrivePolicy | {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:q"} | RedrivePolicy: deadLetterTargetArn must be in the same region as the subscription
            RedrivePolicy | {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:us-east-1"} | RedrivePolicy: deadLetterTargetArn must be in the same region as the subscription
            RedrivePolicy | {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:111111111111:q"} | RedrivePolicy: deadLetterTargetArn must be in the same account as the subscription
            RedrivePolicy | {} | RedrivePolicy: Missing deadLetterTargetArn attribute
            RedrivePolicy | {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:q", "maxReceiveCount": 3} | RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.
            FilterPolicy | {"todo": {"done": [true]}} | Filter policy scope MessageAttributes does not support nested filter policy
            FilterPolicy | {"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]} | FilterPolicy: Filter policy can not have more than 5 keys
            Colour | red | AttributeName
            """)
    void anAttributeThatSnsDoesNotTakeIsRefusedInItsWords(String name, String value, String reason) {
        String subscription = aws.subscribe("sqs", queue, "{}");

        assertThatThrownBy(() -> set(subscription, name, value)).hasMessage("Invalid parameter: " + reason);
        assertThatThrownBy(() -> aws.sns.subscribe(aws.topicArn, "sqs", aws.queue("other"), Map.of(name, value)))
                .hasMessage("Invalid parameter: Attributes Reason: " + reason);
    }

    /** Verified on AWS by Terraform's TestAccSNSTopicSubscription_redrivePolicy: the call that removes it has no value. */
    @Test
    void aRedrivePolicyIsRemovedByACallWithoutAValueAndNotByAnEmptyOne() {
        String policy = "{\\\"deadLetterTargetArn\\\": \\\"arn:aws:sqs:us-east-1:000000000000:q\\\"}";
        String subscription = aws.subscribe("sqs", queue, "{'RedrivePolicy': '" + policy + "'}");

        assertThatThrownBy(() -> set(subscription, "RedrivePolicy", ""))
                .hasMessage("Invalid parameter: RedrivePolicy: failed to parse JSON. It must be an object.");
        aws.call(
                "SetSubscriptionAttributes",
                "{'SubscriptionArn': '%s', 'AttributeName': 'RedrivePolicy'}".formatted(subscription));

        assertThat(aws.sns.subscription(subscription).attributes().has("RedrivePolicy"))
                .isFalse();
    }

    /**
     * As recorded on AWS: test_sns_filter_policy of LocalStack's suite.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Operators</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Unsupported anything-but pattern: suffix | {"key":[{"anything-but":{"suffix":"test"}}]}  | 36
            Unsupported anything-but pattern: exists | {"key":[{"anything-but":{"exists":false}}]}   | 40
            prefix match pattern must be a string    | {"key":[{"anything-but":{"prefix":false}}]}   | 40
            suffix match pattern must be a string    | {"key":[{"suffix":{"equals-ignore-case":"a"}}]} | 20
            Unrecognized match type wildcard         | {"key":[{"wildcard":"a*"}]}                   | 22
            """)
    void anOperatorThatSnsDoesNotKnowIsRefusedWithItsPlace(String what, String policy, int column) {
        assertThatThrownBy(() -> policy(policy, "MessageAttributes"))
                .hasMessage("Invalid parameter: Attributes Reason: FilterPolicy: " + what + "\n at [Source: (String)\""
                        + policy + "\"; line: 1, column: " + column + "]");
    }

    @Test
    void aKeyMayBeCalledAsAnOperatorIs() {
        String named = "{\"wildcard\": [\"a\"], \"prefix\": {\"equals-ignore-case\": [\"a\"]}}";
        assertThatCode(() -> policy(named, "MessageBody")).doesNotThrowAnyException();
    }

    /** Values multiply with those of other keys and with the depth of the key; alternatives add up. */
    @Test
    void aFilterPolicyHasAtMost150Combinations() {
        String tooComplex = "Invalid parameter: Attributes Reason: FilterPolicy: Filter policy is too complex";
        assertThatThrownBy(() -> policy("{\"key\": [%s]}".formatted(numbers(151)), "MessageAttributes"))
                .hasMessage(tooComplex);
        assertThatThrownBy(() -> policy(
                        "{\"a\": {\"b\": {\"c\": [1, 2, 3, 4]}}, \"d\": {\"e\": [1, 2, 3]}, \"f\": [1, 2, 3]}",
                        "MessageBody"))
                .hasMessage(tooComplex);
        String alternatives =
                "{\"source\": [%s], \"$or\": [{\"a\": [%s]}, {\"b\": [%s], \"$or\": [{\"c\": [%s]}, {\"d\": [%s]}]}]}";
        assertThatThrownBy(() -> policy(
                        alternatives.formatted(numbers(4), numbers(6), numbers(4), numbers(4), numbers(4)),
                        "MessageAttributes"))
                .hasMessage(tooComplex);
        assertThat(policy(
                        alternatives.formatted(numbers(3), numbers(6), numbers(4), numbers(4), numbers(7)),
                        "MessageAttributes"))
                .isNotEmpty();
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            sqs    | http://127.0.0.1:4566/000000000000/q              | Invalid parameter: SQS endpoint ARN
            sqs    | arn:aws:sqs:us-east-1:000000000000:q.fifo         | Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics
            lambda | F                                                 | Invalid parameter: Lambda endpoint ARN
            lambda | arn:aws:lambda:us-east-1:000000000000:layer:L     | Invalid parameter: Lambda endpoint ARN
            sms    | +491234                                           | The local cloud does not have SNS's protocol "sms" (it has [email, email-json, lambda, sqs]). See docs/local-cloud.md for what it emulates.
            pigeon | coop                                              | Invalid parameter: Amazon SNS does not support this protocol string: pigeon
            """)
    void whatCanNotBeSubscribedIsNamedInSnssWords(String protocol, String endpoint, String message) {
        assertThatThrownBy(() -> aws.subscribe(protocol, endpoint, "{}")).hasMessage(message);
    }

    @Test
    void listsHaveAHundredItemsAPage() {
        for (int i = 0; i < 100; i++) {
            aws.subscribe("sqs", aws.queue("q" + i), "{}");
        }
        assertThat(aws.call("ListSubscriptionsByTopic", "{}").has("NextToken")).isFalse();
        aws.subscribe("sqs", aws.queue("last"), "{}");

        JsonNode first = aws.call("ListSubscriptionsByTopic", "{}");
        JsonNode second = aws.call(
                "ListSubscriptionsByTopic",
                "{'NextToken': '%s'}".formatted(first.path("NextToken").asText()));

        assertThat(first.path("Subscriptions")).hasSize(100);
        assertThat(second.path("Subscriptions")).hasSize(1).doesNotContain(first.at("/Subscriptions/99"));
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void aTokenThatIsNoneAndOneOfAnotherTopicAreRefused() {
        assertThatThrownBy(() -> aws.call("ConfirmSubscription", "{'Token': 'random'}"))
                .isInstanceOf(AwsError.class)
                .hasMessage("Invalid token");
        assertThatThrownBy(() -> aws.call("ConfirmSubscription", "{'Token': '%s'}".formatted("ab".repeat(128))))
                .hasMessage("Invalid parameter: Token");
        assertThatThrownBy(() -> aws.call("ConfirmSubscription", "{'Token': 'abc123'}"))
                .hasMessage("Invalid parameter: Token");
    }

    /** Recorded on AWS: LocalStack's test_subscribe_external_http_endpoint. */
    @Test
    void aTokenIsEnoughWithAnyTopicOfThisRegion() {
        String arn = aws.subscribe("email", "ada@example.com", "{}");
        String confirm = "{'Token': '" + aws.sns.subscription(arn).token + "', 'TopicArn': '%s'}";
        String elsewhere = aws.topicArn.replace("us-east-1", "eu-central-1");
        for (String other : List.of("todos", elsewhere)) {
            assertThatThrownBy(() -> aws.call("ConfirmSubscription", confirm.formatted(other)))
                    .hasMessage("Invalid parameter: Topic");
        }
        assertThat(aws.call("ConfirmSubscription", confirm.formatted(aws.topicArn + "-other"))
                        .path("SubscriptionArn")
                        .asText())
                .isEqualTo(arn);
        assertThat(aws.sns.subscription(arn).confirmed).isTrue();
    }

    /** @see <a href="https://github.com/crossplane-contrib/provider-upjet-aws/issues/935">As AWS answers it</a> */
    @Test
    void whatIsNoArnIsNoSubscription() {
        for (String operation : List.of("GetSubscriptionAttributes", "SetSubscriptionAttributes")) {
            assertThatThrownBy(() -> aws.call(
                            operation,
                            "{'SubscriptionArn': 'PendingConfirmation'"
                                    + (operation.startsWith("S") ? ", 'AttributeName': 'FilterPolicy'}" : "}")))
                    .hasMessage(
                            "Invalid parameter: SubscriptionArn Reason: An ARN must have at least 6 elements, not 1");
        }
    }

    /** Recorded on AWS: LocalStack's test_topic_get_attributes_with_fifo_false. */
    @Test
    void aTopicDoesNotBecomeAnotherType() {
        assertThatThrownBy(() ->
                        aws.call("SetTopicAttributes", "{'AttributeName': 'FifoTopic', 'AttributeValue': 'false'}"))
                .hasMessage("Invalid parameter: AttributeName");
    }
}

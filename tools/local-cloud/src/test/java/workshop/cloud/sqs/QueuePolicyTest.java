package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import workshop.cloud.AwsError;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.Sender;

/** Who may use a queue: by their own policies, or by the queue's. */
class QueuePolicyTest {
    @AutoClose
    private static QueuesFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new QueuesFixture();
    }

    private static String arn(String url) {
        return fixture.attributes(url).get("QueueArn");
    }

    @Test
    void aCallerNeedsAGrantOfItsRoleOrOfTheQueue() {
        String url = fixture.queue(Map.of());
        try (var granted = fixture.clientOf(
                        "granted", "{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '" + arn(url) + "'}");
                var stranger = fixture.clientOf("stranger", null)) {
            granted.sendMessage(r -> r.queueUrl(url).messageBody("x"));
            assertThatThrownBy(() -> granted.receiveMessage(r -> r.queueUrl(url)))
                    .isInstanceOf(SqsException.class)
                    .hasMessageContaining("assumed-role/granted/Fn is not authorized to perform: sqs:ReceiveMessage");
            assertThatThrownBy(() -> stranger.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                    .hasMessageContaining("no identity-based policy allows the sqs:SendMessage action");

            policy(url, "{'Effect': 'Allow', 'Principal': {'AWS': '*'}, 'Action': 'sqs:SendMessage', 'Resource': '*'}");
            stranger.sendMessage(r -> r.queueUrl(url).messageBody("x"));
        }
    }

    /** Unlike IAM, SQS doesn't look at the resource: what is no ARN allows nothing. */
    @Test
    void aStatementAboutWhatIsNoArnIsTakenAndAllowsNothing() {
        String url = fixture.queue(Map.of());
        policy(url, "{'Effect': 'Allow', 'Principal': {'AWS': '*'}, 'Action': 'sqs:SendMessage', 'Resource': 'mine'}");
        assertThat(fixture.attributes(url).get("Policy")).contains("\"mine\"");
        try (var stranger = fixture.clientOf("nobody", null)) {
            assertThatThrownBy(() -> stranger.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                    .hasMessageContaining("is not authorized to perform: sqs:SendMessage");
        }
        assertThatThrownBy(() -> policy(url, "{'Effect': 'Maybe', 'Principal': '*', 'Action': 'sqs:*'}"))
                .hasMessageContaining("Invalid value for the parameter Policy.");
    }

    /** Recorded on AWS: test_sqs_remove_named of Cloud Custodian, and test_sqs_queue_policy of LocalStack (the order). */
    @Test
    void aPolicyIsAnsweredInSqssOrderWithoutBlanksAndWithAnActionThatIsAloneAsNoList() {
        String url = fixture.queue(Map.of());
        String arn = arn(url);
        policy(
                url,
                "{'Action': [ 'sqs:ReceiveMessage' ], 'Resource': '" + arn + "', 'Principal': '*', 'Effect': 'Deny',"
                        + " 'Sid': 'One'}, {'Action': ['sqs:*', 'sqs:SendMessage'], 'Effect': 'Allow', 'Resource': '*'}");
        assertThat(fixture.attributes(url).get("Policy"))
                .isEqualTo(("{'Version':'2012-10-17','Statement':[{'Sid':'One','Effect':'Deny','Principal':'*',"
                                + "'Action':'sqs:ReceiveMessage','Resource':'" + arn + "'},"
                                + "{'Effect':'Allow','Action':['sqs:*','sqs:SendMessage'],'Resource':'*'}]}")
                        .replace('\'', '"'));
    }

    /** Verified on AWS by Ansible's integration test sqs_queue, which had to add the resource in 2025. */
    @Test
    void aStatementSaysOfWhatItIsAndOneThatSaysNotOfWhomIsForNobody() {
        String url = fixture.queue(Map.of());
        policy(url, "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}");
        try (var stranger = fixture.clientOf("unnamed", null)) {
            assertThatThrownBy(() -> stranger.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                    .hasMessageContaining("is not authorized to perform: sqs:SendMessage");
        }
        assertThatThrownBy(() -> policy(url, "{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:SendMessage'}"))
                .hasMessageContaining("Invalid value for the parameter Policy.");
        assertThatThrownBy(() -> policy(
                        url, "{'Effect': 'Deny', 'NotPrincipal': {'AWS': '*'}, 'Action': 'sqs:*', 'Resource': '*'}"))
                .hasMessageContaining("can't evaluate the element of a policy statement NotPrincipal");
        assertThatThrownBy(() -> policy(url, "{'Effect': 'Deny', 'Action': '*', 'Resource': '*', 'Colour': 'red'}"))
                .hasMessageContaining("Invalid value for the parameter Policy.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{}",
                "{'Statement': 'x'}",
                "{'Statement': ['x']}",
                "{'Statement': []}",
                "{'Version': '1', 'Statement': []}"
            })
    void whatIsNoPolicyIsRefused(String document) {
        String url = fixture.queue(Map.of());
        assertThatThrownBy(() -> fixture.client.setQueueAttributes(r ->
                        r.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, document.replace('\'', '"')))))
                .hasMessageContaining("Invalid value for the parameter Policy.");
    }

    private static void policy(String url, String statement) {
        fixture.client.setQueueAttributes(r -> r.queueUrl(url)
                .attributes(Map.of(
                        QueueAttributeName.POLICY,
                        ("{'Version': '2012-10-17', 'Statement': [" + statement + "]}").replace('\'', '"'))));
    }

    @Test
    void aServiceDeliversOnlyWhereTheQueuesPolicyLetsItsSource() {
        String url = fixture.queue(Map.of());
        Delivery ofRule = new Delivery(
                Sender.service("events.amazonaws.com", "arn:aws:events:r"),
                "event",
                Map.of("ERROR_CODE", Attribute.text("X")),
                List.of(),
                "");
        assertThatThrownBy(() -> fixture.sqs.deliver(arn(url), ofRule, () -> 1))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("events.amazonaws.com is not authorized to perform: sqs:SendMessage");

        policy(
                url,
                "{'Effect': 'Allow', 'Principal': {'Service': 'events.amazonaws.com'}, 'Action': 'sqs:SendMessage',"
                        + " 'Resource': '*', 'Condition': {'ArnEquals': {'aws:SourceArn': 'arn:aws:events:r'}}}");
        fixture.sqs.deliver(arn(url), ofRule, () -> 1);
        Message message = fixture.client
                .receiveMessage(r -> r.queueUrl(url).messageAttributeNames("All"))
                .messages()
                .get(0);
        assertThat(message.body()).isEqualTo("event");
        assertThat(message.messageAttributes().get("ERROR_CODE").stringValue()).isEqualTo("X");
        assertThatThrownBy(() -> fixture.sqs.deliver(
                        arn(url),
                        new Delivery(
                                Sender.service("events.amazonaws.com", "arn:aws:events:other"), "event", List.of()),
                        () -> 1))
                .isInstanceOf(AwsError.class);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html">tags</a> */
    @Test
    void whoMakesAQueueWithTagsMayTagIt() {
        String grant = "{'Effect': 'Allow', 'Action': %s, 'Resource': '*'}";
        try (var maker = fixture.clientOf("maker", grant.formatted("'sqs:CreateQueue'"));
                var tagger = fixture.clientOf("tagger", grant.formatted("['sqs:CreateQueue', 'sqs:TagQueue']"))) {
            maker.createQueue(r -> r.queueName("plain"));
            assertThatThrownBy(
                            () -> maker.createQueue(r -> r.queueName("tagged").tags(Map.of("a", "b"))))
                    .hasMessageContaining("is not authorized to perform: sqs:TagQueue");
            tagger.createQueue(r -> r.queueName("tagged").tags(Map.of("a", "b")));
        }
    }
}

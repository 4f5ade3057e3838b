package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static workshop.cloud.sqs.QueuesFixture.declaration;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;
import workshop.cloud.iam.IamTypes;
import workshop.cloud.iam.Policy;

class QueueTypesTest {
    @AutoClose
    private static QueuesFixture fixture;

    private static ResourceType queues;
    private static ResourceType policies;

    @BeforeAll
    static void open() {
        fixture = new QueuesFixture();
        queues = QueuesApi.type(fixture.sqs);
        policies = IamTypes.ofEach("AWS::SQS::QueuePolicy", Policy.WITH_RESOURCES, "Queues", fixture.sqs::policy);
    }

    @Test
    void aQueueIsReferredToByItsUrl() {
        Physical queue = queues.create(
                declaration("Parked", "{'MessageRetentionPeriod': 1209600, 'SqsManagedSseEnabled': true}"));
        assertThat(queue.ref())
                .isEqualTo("http://127.0.0.1:" + fixture.gateway.port() + "/000000000000/Stack-Parked-1");
        assertThat(queue.attributes())
                .containsEntry("Arn", "arn:aws:sqs:us-east-1:000000000000:Stack-Parked-1")
                .containsEntry("QueueName", "Stack-Parked-1");
        queues.delete(queue);
        queues.delete(queue);
        assertThat(fixture.client.listQueues().queueUrls()).doesNotContain(queue.ref());
    }

    @Test
    void anUpdateKeepsTheMessagesAndGoesBackToDefaults() {
        Physical queue = queues.create(declaration("Changing", "{'VisibilityTimeout': 5}"));
        fixture.client.sendMessage(r -> r.queueUrl(queue.ref()).messageBody("x"));
        queues.update(declaration("Changing", "{'DelaySeconds': 1}"), queue);
        assertThat(fixture.client
                        .getQueueAttributes(r -> r.queueUrl(queue.ref()).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "30")
                .containsEntry(QueueAttributeName.DELAY_SECONDS, "1")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1");
    }

    /** The queue with a key of {@code integ.sqs} in the CDK's repository, aws-sqs, given a tag. */
    @Test
    void aQueueWithAKeyOfItsOwnCanBeUpdated() {
        String key = "{'KmsMasterKeyId': 'alias/aws/sqs'";
        Physical queue = queues.create(declaration("WithKey", key + ", 'KmsDataKeyReusePeriodSeconds': 60}"));
        queues.update(declaration("WithKey", key + ", 'DelaySeconds': 1}"), queue);
        assertThat(fixture.attributes(queue.ref()))
                .containsEntry("KmsMasterKeyId", "alias/aws/sqs")
                .containsEntry("KmsDataKeyReusePeriodSeconds", "300")
                .containsEntry("SqsManagedSseEnabled", "false")
                .containsEntry("DelaySeconds", "1");

        queues.update(declaration("WithKey", "{}"), queue);
        assertThat(fixture.attributes(queue.ref()))
                .containsEntry("SqsManagedSseEnabled", "false")
                .doesNotContainKeys("KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds");
    }

    /** Recorded on AWS: LocalStack's test_update_fifo_queue_remove_all_properties_except_queuename. */
    @Test
    void anUpdateHasDefaultsOfItsOwn() {
        String fifo = "{'QueueName': 'changing.fifo', 'FifoQueue': true";
        Physical queue = queues.create(declaration(
                "Fifo",
                fifo + ", 'ContentBasedDeduplication': true,"
                        + " 'DeduplicationScope': 'messageGroup', 'FifoThroughputLimit': 'perMessageGroupId',"
                        + " 'MaximumMessageSize': 3232, 'SqsManagedSseEnabled': false}"));
        queues.update(declaration("Fifo", fifo + "}"), queue);
        assertThat(fixture.attributes(queue.ref()))
                .containsEntry("ContentBasedDeduplication", "false")
                .containsEntry("DeduplicationScope", "messageGroup")
                .containsEntry("FifoThroughputLimit", "perMessageGroupId")
                .containsEntry("MaximumMessageSize", "262144")
                .containsEntry("SqsManagedSseEnabled", "false");
    }

    /** @see <a href="https://github.com/getmoto/moto/pull/2402">As AWS answers it</a> */
    @Test
    void numbersInAttributesAreAnsweredAsNumbers() {
        String dead = fixture.attributes(fixture.queue(Map.of())).get("QueueArn");
        Map<QueueAttributeName, String> given = Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "05",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"maxReceiveCount\": \"3\", \"deadLetterTargetArn\": \"" + dead + "\"}");
        String url = fixture.queue(given);
        assertThat(fixture.attributes(url))
                .containsEntry("VisibilityTimeout", "5")
                .containsEntry("RedrivePolicy", "{\"deadLetterTargetArn\":\"" + dead + "\",\"maxReceiveCount\":3}");
        String name = url.replaceFirst(".*/", "");
        assertThat(fixture.client
                        .createQueue(r -> r.queueName(name).attributes(given))
                        .queueUrl())
                .isEqualTo(url);
    }

    @Test
    void whatATemplateNoLongerSaysIsGone() {
        Declaration tagged =
                declaration("Tagged", "{'Tags': [{'Key': 'old', 'Value': 'a'}, {'Key': 'both', 'Value': 'a'}]}");
        Physical tags = queues.create(tagged);
        Declaration other = declaration("Tagged", "{'Tags': [{'Key': 'both', 'Value': 'b'}]}");
        queues.update(new Declaration("Stack", "Tagged", "1", other.properties(), tagged.properties()), tags);
        assertThat(fixture.client.listQueueTags(r -> r.queueUrl(tags.ref())).tags())
                .containsExactly(Map.entry("both", "b"));

        Physical dead = queues.create(declaration("Dead", "{}"));
        Physical queue = queues.create(declaration(
                "Redriven",
                "{'RedrivePolicy': {'deadLetterTargetArn': '"
                        + dead.attributes().get("Arn") + "', 'maxReceiveCount': 3}}"));
        assertThat(fixture.attributes(queue.ref())).containsKey("RedrivePolicy");
        queues.update(declaration("Redriven", "{}"), queue);
        assertThat(fixture.attributes(queue.ref())).doesNotContainKey("RedrivePolicy");
    }

    @Test
    void anUpdateThatIsRefusedChangesNothing() {
        Declaration before = declaration("Kept", "{'Tags': [{'Key': 'a', 'Value': '1'}]}");
        Physical kept = queues.create(before);
        String nowhere = "{'deadLetterTargetArn': 'arn:aws:sqs:us-east-1:000000000000:nowhere', 'maxReceiveCount': 3}";
        Declaration refused =
                declaration("Kept", "{'Tags': [{'Key': 'b', 'Value': '2'}], 'RedrivePolicy': " + nowhere + "}");
        assertThatThrownBy(() -> queues.update(
                        new Declaration("Stack", "Kept", "1", refused.properties(), before.properties()), kept))
                .hasMessageContaining("Dead letter target does not exist.");
        assertThat(fixture.client.listQueueTags(r -> r.queueUrl(kept.ref())).tags())
                .containsExactly(Map.entry("a", "1"));
    }

    @Test
    void aPolicyThatOneOfItsQueuesRefusesIsOnNone() {
        String url = queues.create(declaration("Some", "{}")).ref();
        String document = "{'Statement': [{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*'}]}";
        Declaration policy = declaration(
                "Halfway", "{'Queues': ['" + url + "', '" + url + "-gone'], 'PolicyDocument': " + document + "}");
        assertThatThrownBy(() -> policies.create(policy)).isInstanceOf(AwsError.class);
        assertThat(fixture.attributes(url)).doesNotContainKey("Policy");
    }

    @Test
    void aFifoQueuesGeneratedNameEndsAsAwsWantsIt() {
        Physical queue = queues.create(declaration("Ordered", "{'FifoQueue': true}"));
        assertThat(queue.attributes()).containsEntry("QueueName", "Stack-Ordered-1.fifo");
        queues.update(declaration("Ordered", "{'FifoQueue': true, 'VisibilityTimeout': 5}"), queue);
    }

    /**
     * Verified on AWS by cdk-preflight's rules pf-sqs-fifo-only-attributes, pf-sqs-fifo-name-suffix,
     * pf-sqs-high-throughput-pairing and pf-sqs-dlq-same-type.
     *
     * @see <a href="https://github.com/aws/aws-cdk/pull/31922">The error of FifoQueue</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'FifoQueue': false | Unknown Attribute FifoQueue.
            'ContentBasedDeduplication': true | Unknown Attribute ContentBasedDeduplication.
            'DeduplicationScope': 'queue' | You can specify the DeduplicationScope only when FifoQueue is set to true.
            'FifoThroughputLimit': 'perQueue' | You can specify the FifoThroughputLimit only when FifoQueue is set to true.
            'FifoQueue': true, 'FifoThroughputLimit': 'perMessageGroupId' | Invalid value for the parameter FifoThroughputLimit. Reason: To set FifoThroughputLimit to perMessageGroupId, the DeduplicationScope must be messageGroup.
            'QueueName': 'orders.fifo' | Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
            'QueueName': 'orders', 'FifoQueue': true | The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.
            'FifoQueue': true, 'RedrivePolicy': {'maxReceiveCount': 5, 'deadLetterTargetArn': 'DEAD'} | Value {"maxReceiveCount":5,"deadLetterTargetArn":"DEAD"} for parameter RedrivePolicy is invalid. Reason: Dead-letter queue must be same type of queue as the source..
            """)
    void whatTheTypeOfAQueueDoesNotAllowStopsTheDeployment(String properties, String message) {
        fixture.client.createQueue(r -> r.queueName("Dead"));
        String dead = "arn:aws:sqs:us-east-1:000000000000:Dead";
        assertThatThrownBy(() -> queues.create(declaration("Some", "{" + properties.replace("DEAD", dead) + "}")))
                .hasMessage(message.replace("DEAD", dead));
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html">
     *     Queues</a>
     */
    @Test
    void aPolicyIsForQueuesByTheirUrl() {
        String arn = queues.create(declaration("Named", "{}")).attributes().get("Arn");
        Declaration policy = declaration("Policy", "{'Queues': ['" + arn + "'], 'PolicyDocument': {'Statement': []}}");

        assertThatThrownBy(() -> policies.create(policy))
                .hasMessage("The address " + arn + " is not valid for this endpoint.");
    }

    @Test
    void aPolicyIsInForceUntilItIsDeleted() {
        Physical queue = queues.create(declaration("Guarded", "{}"));
        Delivery delivery =
                new Delivery(Sender.service("events.amazonaws.com", "arn:aws:events:r"), "event", List.of());
        String arn = queue.attributes().get("Arn");
        Physical policy = policies.create(declaration(
                "Policy",
                "{'Queues': ['" + queue.ref() + "'], 'PolicyDocument': {'Statement': [{'Effect': 'Deny', 'Principal':"
                        + " {'AWS': '*'}, 'Action': 'sqs:*', 'Resource': '*', 'Condition': {'Bool':"
                        + " {'aws:SecureTransport': 'false'}}}, {'Effect': 'Allow', 'Principal': {'Service':"
                        + " 'events.amazonaws.com'}, 'Action': 'sqs:SendMessage', 'Resource': '" + arn + "'}]}}"));
        fixture.sqs.deliver(arn, delivery, () -> 1);
        policies.delete(policy);
        assertThatThrownBy(() -> fixture.sqs.deliver(arn, delivery, () -> 1)).isInstanceOf(AwsError.class);
        queues.delete(queue);
        policies.delete(policy);
    }
}

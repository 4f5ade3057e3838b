package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.CONTENT_BASED_DEDUPLICATION;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.DELAY_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.FIFO_QUEUE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeValueException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueDeletedRecentlyException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;
import workshop.cloud.AwsError;
import workshop.cloud.Client;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;

/**
 * What SQS refuses, in its own words and codes.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">Common errors</a>
 */
class SqsErrorsTest {
    @AutoClose
    private static QueuesFixture fixture;

    private static String queue;

    @BeforeAll
    static void open() {
        fixture = new QueuesFixture();
        queue = fixture.queue(Map.of(MAXIMUM_MESSAGE_SIZE, "1024"));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html">CreateQueue</a> */
    @Test
    void theNameOfADeletedQueueIsFreeAfterAMinute() {
        String url =
                fixture.client.createQueue(create -> create.queueName("again")).queueUrl();
        fixture.client.deleteQueue(delete -> delete.queueUrl(url));
        assertThatThrownBy(() -> fixture.client.createQueue(create -> create.queueName("again")))
                .isInstanceOf(QueueDeletedRecentlyException.class)
                .hasMessageContaining(
                        "You must wait 60 seconds after deleting a queue before you can create another with"
                                + " the same name.");
        fixture.later = fixture.later.plus(Duration.ofSeconds(61));
        assertThat(fixture.client
                        .createQueue(create -> create.queueName("again"))
                        .queueUrl())
                .isEqualTo(url);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Names of attributes</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UntagQueue | 'TagKeys': null | The request must contain the parameter TagKeys.
            ReceiveMessage | 'MaxNumberOfMessages': 11 | Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            ReceiveMessage | 'MaxNumberOfMessages': 0 | Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            ReceiveMessage | 'WaitTimeSeconds': 21 | Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            ReceiveMessage | 'WaitTimeSeconds': -1 | Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            ReceiveMessage | 'VisibilityTimeout': 43201 | Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
            ReceiveMessage | 'AttributeNames': ['Colour'] | Unknown Attribute Colour.
            GetQueueAttributes | 'AttributeNames': ['Colour'] | Unknown Attribute Colour.
            SendMessage | 'MessageBody': '' | The request must contain the parameter MessageBody.
            SendMessage | 'MessageBody': 'm', 'DelaySeconds': 901 | Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
            SendMessage | 'MessageBody': 'm', 'MessageGroupId': 'a b' | Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
            SendMessage | 'MessageBody': 'm', 'MessageDeduplicationId': 'd' | Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.
            SendMessage | 'MessageBody': 'm', 'MessageAttributes': {'ErrorDetails': {'DataType': 'String', 'StringValue': ''}} | Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.
            SendMessage | 'MessageBody': 'm', 'MessageAttributes': {'n': {'DataType': 'Number', 'StringValue': 'x'}} | Can't cast the value of message (user) attribute 'n' to a number.
            SendMessage | 'MessageBody': 'm', 'MessageAttributes': {'größe': {'DataType': 'String', 'StringValue': 'x'}} | The name of message (user) attribute 'größe' is invalid. It can have up to 256 of A-Z, a-z, 0-9, underscores, hyphens and single periods, and doesn't start with AWS. or Amazon.
            SendMessage | 'MessageBody': 'm', 'MessageSystemAttributes': {'Colour': {'DataType': 'String', 'StringValue': 'x'}} | Message system attribute name 'Colour' is invalid.
            SendMessage | 'MessageBody': 'm', 'MessageSystemAttributes': {'AWSTraceHeader': {'DataType': 'Number', 'StringValue': '1'}} | Message system attribute type of 'AWSTraceHeader' is invalid.
            DeleteMessage | 'ReceiptHandle': 'garbage' | The input receipt handle "garbage" is not a valid receipt handle.
            DeleteMessage | 'Colour': 1 | The local cloud does not have the parameter Colour (it has [ReceiptHandle, QueueUrl]) of sqs:DeleteMessage. See docs/local-cloud.md for what it emulates.
            SetQueueAttributes | 'Attributes': {'Colour': 'red'} | Unknown Attribute Colour.
            SetQueueAttributes | 'Attributes': {'VisibilityTimeout': '43201'} | Invalid value for the parameter VisibilityTimeout.
            SetQueueAttributes | 'Attributes': {'RedrivePolicy': 'no JSON'} | Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.
            SetQueueAttributes | 'Attributes': {'FifoQueue': 'true'} | Unknown Attribute FifoQueue.
            SetQueueAttributes | 'Attributes': {'DeduplicationScope': 'queue'} | You can specify the DeduplicationScope only when FifoQueue is set to true.
            """)
    void isRefusedInItsWords(String operation, String members, String message) {
        JsonNode answer = fixture.call(operation, "{'QueueUrl': '" + queue + "', " + members + "}");
        assertThat(answer.path("message").asText()).isEqualTo(message);
    }

    /** @see <a href="https://github.com/ansible-collections/community.aws/issues/2321">What AWS says of an empty one</a> */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {} | Redrive policy does not contain mandatory attribute: maxReceiveCount.
            {"maxReceiveCount": 3} | Redrive policy does not contain mandatory attribute: deadLetterTargetArn.
            {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:000000000000:gone", "maxReceiveCount": 3} | Dead letter target does not exist.
            {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000000:gone", "maxReceiveCount": 3} | Dead-letter target must be in same region as the source.
            {"deadLetterTargetArn": "arn:aws:sns:us-east-1:000000000000:t", "maxReceiveCount": 3} | Only SQS queues are valid resources for deadLetterTargetArn.
            {"deadLetterTargetArn": "a", "maxReceiveCount": 1001} | Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.
            """)
    void aRedrivePolicyThatCanNotWorkIsRefused(String policy, String reason) {
        assertThatThrownBy(() -> fixture.client.setQueueAttributes(
                        r -> r.queueUrl(queue).attributesWithStrings(Map.of("RedrivePolicy", policy))))
                .hasMessageContaining("Value " + policy + " for parameter RedrivePolicy is invalid. Reason: " + reason);
    }

    /**
     * Verified on AWS by cdk-preflight's rule pf-sqs-redrive-allow-policy.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">Attributes</a>
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"redrivePermission": "some"} | Invalid value for the parameter RedriveAllowPolicy. | , as it's in an unsupported format.
            {"sourceQueueArns": []} | Invalid value for the parameter RedriveAllowPolicy. | , as it's in an unsupported format.
            {"redrivePermission": "byQueue"} | Value {"redrivePermission": "byQueue"} for parameter RedriveAllowPolicy is invalid. | . When you specify the byQueue permission type, you must also specify between 1 and 10 source queue ARNs.
            {"redrivePermission": "allowAll", "sourceQueueArns": []} | for parameter RedriveAllowPolicy is invalid. | . You can specify source queue ARNs only when the permission type is byQueue.
            """)
    void aRedriveAllowPolicyThatCanNotWorkIsRefused(String policy, String start, String reason) {
        assertThatThrownBy(() -> fixture.client.setQueueAttributes(
                        r -> r.queueUrl(queue).attributesWithStrings(Map.of("RedriveAllowPolicy", policy))))
                .hasMessageContaining(start + " Reason: Amazon SQS can't create the redrive allow policy" + reason);
    }

    @Test
    void batchesAreRefusedAsTheExceptionsThatAwssClientKnows() {
        assertThatThrownBy(() -> fixture.batch(queue, "a", "a"))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class)
                .hasMessageContaining("Id a repeated.");
        assertThatThrownBy(() -> fixture.batch(queue)).isInstanceOf(EmptyBatchRequestException.class);
        assertThatThrownBy(() -> fixture.batch(queue, "in:valid")).isInstanceOf(InvalidBatchEntryIdException.class);
        assertThatThrownBy(() -> fixture.batch(queue, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"))
                .isInstanceOf(TooManyEntriesInBatchRequestException.class)
                .hasMessageContaining("Maximum number of entries per request are 10. You have sent 11.");
        assertThatThrownBy(() -> fixture.client.sendMessageBatch(r -> r.queueUrl(queue)
                        .entries(QueuesFixture.entry("1", "x".repeat(1 << 20)), QueuesFixture.entry("2", "x"))))
                .isInstanceOf(BatchRequestTooLongException.class)
                .hasMessageContaining(
                        "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.");
    }

    @Test
    void ofABatchOnlyWhatIsWrongFails() {
        var answer = fixture.client.sendMessageBatch(r -> r.queueUrl(queue)
                .entries(
                        QueuesFixture.entry("fits", "x".repeat(1024)),
                        QueuesFixture.entry("long", "x".repeat(1025)),
                        QueuesFixture.entry("odd", "\u0001")));
        assertThat(answer.successful()).extracting(entry -> entry.id()).containsExactly("fits");
        assertThat(answer.failed())
                .extracting(entry -> entry.code())
                .containsExactly("InvalidParameterValue", "InvalidMessageContents");
        assertThat(answer.failed().get(0).message())
                .isEqualTo(
                        "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">MessageBody</a> */
    @Test
    void whatAServiceDeliversHasABodyAndCharactersThatAMessageMayHave() {
        String arn = fixture.attributes(queue).get("QueueArn");
        Map.of("", "MissingParameter", "\u0001", "InvalidMessageContents").forEach((body, code) -> {
            Delivery delivery = new Delivery(new Sender(fixture.iam.owner(), "arn:source"), body, List.of());
            assertThatThrownBy(() -> fixture.sqs.deliver(arn, delivery, () -> 1))
                    .extracting(error -> ((AwsError) error).code())
                    .isEqualTo(code);
        });
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Size</a> */
    @Test
    void aBinaryAttributeCountsItsBytesInABatchToo() {
        MessageAttributeValue binary = MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(new byte[600_000]))
                .build();
        String large = fixture.queue(Map.of());
        assertThat(fixture.client
                        .sendMessageBatch(r -> r.queueUrl(large)
                                .entries(QueuesFixture.entry("1", "x".repeat(400_000)).toBuilder()
                                        .messageAttributes(Map.of("b", binary))
                                        .build()))
                        .successful())
                .hasSize(1);
    }

    @Test
    void otherErrorsAreTheExceptionsThatAwssClientKnows() {
        fixture.client.purgeQueue(r -> r.queueUrl(queue));
        assertThatThrownBy(() -> fixture.client.purgeQueue(r -> r.queueUrl(queue)))
                .isInstanceOf(PurgeQueueInProgressException.class)
                .satisfies(
                        error -> assertThat(((SqsException) error).statusCode()).isEqualTo(403))
                .hasMessageContaining("is allowed every 60 seconds.");
        assertThatThrownBy(() ->
                        fixture.client.deleteMessage(r -> r.queueUrl(queue).receiptHandle("x")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
        assertThatThrownBy(
                        () -> fixture.client.sendMessage(r -> r.queueUrl(queue).messageBody("\u0001")))
                .isInstanceOf(InvalidMessageContentsException.class);
        assertThatThrownBy(() -> fixture.queue(Map.of(DELAY_SECONDS, "901")))
                .isInstanceOf(InvalidAttributeValueException.class);
        assertThatThrownBy(() -> fixture.queue(Map.of(CONTENT_BASED_DEDUPLICATION, "true")))
                .isInstanceOf(InvalidAttributeNameException.class);
        assertThatThrownBy(() -> fixture.client.createQueue(r -> r.queueName("bad name!")))
                .hasMessageContaining("Can only include alphanumeric characters, hyphens, or underscores.");
        String name = queue.replaceFirst(".*/", "");
        assertThatThrownBy(
                        () -> fixture.client.createQueue(r -> r.queueName(name).attributes(Map.of(DELAY_SECONDS, "1"))))
                .isInstanceOf(QueueNameExistsException.class)
                .hasMessageContaining("and a different value for attribute DelaySeconds");
    }

    @Test
    void aFifoQueueWantsGroupsAndDeduplicationAndNoDelays() {
        String fifo = fixture.queue(Map.of(FIFO_QUEUE, "true"));
        assertThatThrownBy(
                        () -> fixture.client.sendMessage(r -> r.queueUrl(fifo).messageBody("m")))
                .hasMessageContaining("The request must contain the parameter MessageGroupId.");
        assertThatThrownBy(() -> fixture.client.sendMessage(
                        r -> r.queueUrl(fifo).messageBody("m").messageGroupId("g")))
                .hasMessageContaining("The queue should either have ContentBasedDeduplication enabled or"
                        + " MessageDeduplicationId provided explicitly");
        assertThatThrownBy(() -> fixture.client.sendMessage(r -> r.queueUrl(fifo)
                        .messageBody("m")
                        .messageGroupId("g")
                        .messageDeduplicationId("d")
                        .delaySeconds(2)))
                .hasMessageContaining("Value 2 for parameter DelaySeconds is invalid.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html">Tags</a> */
    @Test
    void tagsHaveBounds() {
        String queue = fixture.queue(Map.of());
        Map<String, String> fifty = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            fifty.put("k" + i, "");
        }
        fixture.client.tagQueue(r -> r.queueUrl(queue).tags(fifty));
        refused(queue, "one more", "", "Too many tags added for queue " + queue.replaceFirst(".*/", "") + ".");
        fixture.client.untagQueue(r -> r.queueUrl(queue).tagKeys("k0"));
        fifty.remove("k0");
        refused(queue, "aws:k0", "", "Tag keys may not start with aws:");
        refused(queue, "", "v", "Tag keys must be between 1 and 128 characters in length.");
        refused(queue, "k".repeat(129), "v", "Tag keys must be between 1 and 128 characters in length.");
        refused(queue, "k0", "v".repeat(257), "Tag values must be between 0 and 256 characters in length.");
        refused(queue, "k0", "v!", "Tag values may only contain unicode letters, digits, whitespace, or one of these");
        for (String none : List.of("[]", "['']")) { // the first as github.com/getmoto/moto has it
            assertThat(fixture.call("UntagQueue", "{'QueueUrl': '" + queue + "', 'TagKeys': " + none + "}")
                            .path("message")
                            .asText())
                    .isEqualTo("Tag keys must be between 1 and 128 characters in length.");
        }
        assertThat(fixture.client.listQueueTags(r -> r.queueUrl(queue)).tags()).isEqualTo(fifty);
        fixture.client.tagQueue(r -> r.queueUrl(queue).tags(Map.of("one more", "ü@1")));
    }

    private static void refused(String queue, String key, String value, String message) {
        assertThatThrownBy(() -> fixture.client.tagQueue(r -> r.queueUrl(queue).tags(Map.of(key, value))))
                .hasMessageContaining(message);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html">NextToken</a> */
    @Test
    void moreThanAThousandQueuesArePagedOnlyIfMaxResultsIsGiven() {
        for (int i = 0; i < 1001; i++) {
            fixture.sqs.create("many-" + i, Map.of(), Map.of());
        }
        JsonNode all = fixture.call("ListQueues", "{'QueueNamePrefix': 'many-'}");
        assertThat(all.path("QueueUrls")).hasSize(1000);
        assertThat(all.hasNonNull("NextToken")).isFalse();
        assertThat(fixture.call("ListQueues", "{'QueueNamePrefix': 'many-', 'MaxResults': 1000}")
                        .path("NextToken")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void olderClientsReadTheCodeOfTheOlderProtocol() {
        HttpResponse<String> gone = new Client("http://127.0.0.1:" + fixture.gateway.port())
                .send("sqs", "POST", "/", Map.of("X-Amz-Target", "AmazonSQS.PurgeQueue"), "{\"QueueUrl\": \"gone\"}");
        assertThat(gone.headers().firstValue("x-amzn-query-error"))
                .contains("AWS.SimpleQueueService.NonExistentQueue;Sender");
        assertThat(gone.body()).contains("QueueDoesNotExist");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html">URLs</a> */
    @Test
    void aQueueOfAnotherAccountIsNotThere() {
        String url = fixture.queue(Map.of()).replace("/000000000000/", "/111111111111/");
        assertThatThrownBy(() -> fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">InvalidAddress</a> */
    @Test
    void anArnIsNoUrl() {
        String arn = "arn:aws:sqs:us-east-1:000000000000:q";
        assertThatThrownBy(() -> fixture.client.sendMessage(r -> r.queueUrl(arn).messageBody("x")))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessageContaining("The address " + arn + " is not valid for this endpoint.");
    }
}

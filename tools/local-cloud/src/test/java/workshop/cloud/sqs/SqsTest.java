package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Sender;

/** With AWS's own client, which checks the MD5 of every message by itself. */
class SqsTest {
    @AutoClose
    private static QueuesFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new QueuesFixture();
    }

    private static String queue(Map<QueueAttributeName, String> attributes) {
        return fixture.queue(attributes);
    }

    private static String queue() {
        return queue(Map.of());
    }

    private static String attribute(String url, QueueAttributeName name) {
        return fixture.client
                .getQueueAttributes(r -> r.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
    }

    private static String arn(String url) {
        return attribute(url, QueueAttributeName.QUEUE_ARN);
    }

    private static List<Message> receive(String url) {
        return fixture.client
                .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
                .messages();
    }

    /** @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-services-sqs.html">SQS and X-Ray</a> */
    @Test
    void theTraceHeaderOfTheCallGoesWithTheMessage() {
        String url = queue();
        String header = "Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1";

        var sent = fixture.client.sendMessage(r ->
                r.queueUrl(url).messageBody("m").overrideConfiguration(o -> o.putHeader("X-Amzn-Trace-Id", header)));

        assertThat(sent.md5OfMessageSystemAttributes()).isNull();
        assertThat(fixture.client
                        .receiveMessage(r -> r.queueUrl(url).messageSystemAttributeNamesWithStrings("AWSTraceHeader"))
                        .messages())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.attributesAsStrings()).containsExactly(Map.entry("AWSTraceHeader", header)));
    }

    @Test
    void aQueueIsNamedByTheAccountsPortAndRegion() {
        String url = queue();
        assertThat(url).startsWith("http://127.0.0.1:" + fixture.gateway.port() + "/000000000000/q-");
        assertThat(arn(url)).isEqualTo("arn:aws:sqs:us-east-1:000000000000:" + url.replaceFirst(".*/", ""));
        assertThat(fixture.client.listQueues().queueUrls()).contains(url);
        assertThat(fixture.client
                        .getQueueUrl(r -> r.queueName(url.replaceFirst(".*/", "")))
                        .queueUrl())
                .isEqualTo(url);
    }

    @Test
    void aMessageComesWithItsAttributes() {
        String url = queue();
        fixture.client.sendMessage(r -> r.queueUrl(url)
                .messageBody("grüße")
                .messageAttributes(Map.of(
                        "kind",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue("x")
                                .build())));
        Message message = receive(url).get(0);
        assertThat(message.body()).isEqualTo("grüße");
        assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("x");
        assertThat(receive(url)).as("invisible while it is being handled").isEmpty();
    }

    @Test
    void aLongPollEndsAsSoonAsADeliveryComes() {
        String url = queue();
        CompletableFuture<Duration> waited = CompletableFuture.supplyAsync(() -> {
            Instant start = Instant.now();
            assertThat(fixture.client
                            .receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10))
                            .messages())
                    .hasSize(1);
            return Duration.between(start, Instant.now());
        });
        Awaitility.await("the poll to wait").pollDelay(Duration.ofMillis(300)).until(() -> true);
        fixture.sqs.deliver(
                arn(url), new Delivery(new Sender(fixture.iam.owner(), "arn:source"), "late", List.of()), () -> 1);
        assertThat(waited.join()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    @Test
    void aMessageReceivedTooOftenGoesToTheDeadLetterQueueAndBackWithAMoveTask() {
        String dead = queue();
        String url = queue(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn(dead) + "\",\"maxReceiveCount\":\"1\"}"));
        fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("poison"));
        assertThat(receive(url)).hasSize(1);
        assertThat(receive(url)).isEmpty();
        assertThat(attribute(dead, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("1");

        fixture.client.startMessageMoveTask(r -> r.sourceArn(arn(dead)));
        Awaitility.await("the message to be back in its queue")
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        receive(url).stream().anyMatch(message -> message.body().equals("poison")));
    }

    /** A source queue whose messages are dead after one receipt, with a message that is. */
    private static String sourceOf(String dead, String body) {
        String url = queue(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn(dead) + "\",\"maxReceiveCount\":\"1\"}"));
        fixture.client.sendMessage(r -> r.queueUrl(url).messageBody(body));
        assertThat(receive(url)).hasSize(1);
        assertThat(receive(url)).isEmpty();
        return url;
    }

    @Test
    void twoSourcesOfOneDeadLetterQueueGetTheirOwnMessagesBack() {
        String dead = queue();
        String one = sourceOf(dead, "of one");
        String other = sourceOf(dead, "of the other");
        assertThat(fixture.client
                        .listDeadLetterSourceQueues(r -> r.queueUrl(dead))
                        .queueUrls())
                .containsExactlyInAnyOrder(one, other);
        assertThat(fixture.client
                        .listDeadLetterSourceQueues(r -> r.queueUrl(one))
                        .hasQueueUrls())
                .as("AWS's model: queueUrls is always answered")
                .isTrue();

        fixture.client.startMessageMoveTask(r -> r.sourceArn(arn(dead)));

        for (var expected : Map.of(one, "of one", other, "of the other").entrySet()) {
            assertThat(fixture.client
                            .receiveMessage(r -> r.queueUrl(expected.getKey()).waitTimeSeconds(5))
                            .messages())
                    .extracting(Message::body)
                    .containsExactly(expected.getValue());
        }
        assertThat(fixture.client
                        .listMessageMoveTasks(r -> r.sourceArn(arn(dead)))
                        .results())
                .singleElement()
                .satisfies(task ->
                        assertThat(task.approximateNumberOfMessagesMoved()).isEqualTo(2));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-dlq-redrive.html">Why</a> */
    @Test
    void aMessageThatWasSentToADeadLetterQueueHasNoSourceToGoBackTo() {
        String dead = queue();
        sourceOf(dead, "moved");
        fixture.client.purgeQueue(r -> r.queueUrl(dead));
        fixture.client.sendMessage(r -> r.queueUrl(dead).messageBody("sent"));
        fixture.client.startMessageMoveTask(r -> r.sourceArn(arn(dead)));
        Awaitility.await("the task")
                .untilAsserted(() -> assertThat(fixture.client
                                .listMessageMoveTasks(r -> r.sourceArn(arn(dead)))
                                .results())
                        .singleElement()
                        .satisfies(
                                task -> assertThat(task.failureReason()).isEqualTo("CouldNotDetermineMessageSource")));
        assertThat(receive(dead)).hasSize(1);
    }

    @Test
    void fromAQueueThatIsNobodysDeadLetterQueueNothingIsMoved() {
        String url = queue();
        assertThatThrownBy(() -> fixture.client.startMessageMoveTask(r -> r.sourceArn(arn(url))))
                .hasMessageContaining("Source queue must be configured as a Dead Letter Queue.");
        assertThatThrownBy(() -> fixture.client.startMessageMoveTask(r -> r.sourceArn(arn(url) + "-gone")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> fixture.client.cancelMessageMoveTask(r -> r.taskHandle("garbage")))
                .hasMessageContaining("Value for parameter TaskHandle is invalid.");
    }

    @Test
    void aMessageIsDeletedByAnOlderHandleAndAgain() {
        String url = queue(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
        fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("once"));
        String older = receive(url).get(0).receiptHandle();
        String newer = receive(url).get(0).receiptHandle();
        assertThat(newer).isNotEqualTo(older);
        fixture.client.changeMessageVisibility(
                r -> r.queueUrl(url).receiptHandle(newer).visibilityTimeout(9));
        assertThat(receive(url)).hasSize(1); // it was visible again, and is not hidden

        fixture.client.deleteMessage(r -> r.queueUrl(url).receiptHandle(older));
        fixture.client.deleteMessage(r -> r.queueUrl(url).receiptHandle(older));
        fixture.client.deleteMessage(r -> r.queueUrl(url).receiptHandle(newer));

        assertThat(receive(url)).isEmpty();
        assertThatThrownBy(() -> fixture.client.changeMessageVisibility(
                        r -> r.queueUrl(url).receiptHandle(newer).visibilityTimeout(1)))
                .hasMessageContaining("Message does not exist or is not available for visibility timeout change.");
    }

    @Test
    void aPollerInTheAccountReceivesAndDeletesWithItsRole() {
        String url = queue();
        String arn = arn(url);
        fixture.sqs.deliver(arn, new Delivery(new Sender(fixture.iam.owner(), "arn:source"), "m", List.of()), () -> 1);
        ReceivedMessage first =
                fixture.sqs.receive(fixture.iam.owner(), arn, 10, Duration.ZERO).get(0);

        fixture.client.changeMessageVisibility(
                r -> r.queueUrl(url).receiptHandle(first.receiptHandle()).visibilityTimeout(0));
        ReceivedMessage again =
                fixture.sqs.receive(fixture.iam.owner(), arn, 10, Duration.ZERO).get(0);
        fixture.sqs.delete(fixture.iam.owner(), arn, again.receiptHandle());

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.systemAttributes()).containsEntry("ApproximateReceiveCount", "2");
        assertThat(fixture.sqs.receive(fixture.iam.owner(), arn, 10, Duration.ZERO))
                .isEmpty();
        var stranger = fixture.iam.session("arn:aws:iam::000000000000:role/Stranger", "F");
        assertThatThrownBy(() -> fixture.sqs.receive(stranger, arn, 10, Duration.ZERO))
                .hasMessageContaining("not authorized to perform: sqs:ReceiveMessage");
    }

    @Test
    void aMessageOlderThanTheRetentionPeriodIsGone() {
        String url = queue(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"));
        fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("old"));
        try {
            fixture.later = Duration.ofSeconds(61);
            assertThat(receive(url)).isEmpty();
        } finally {
            fixture.later = Duration.ZERO;
        }
    }

    @Test
    void aReceiverGetsTheAttributesThatItAsksFor() {
        String url = queue(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
        MessageAttributeValue any = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue("x")
                .build();
        MessageAttributeValue bytes = MessageAttributeValue.builder()
                .dataType("Binary.gif")
                .binaryValue(SdkBytes.fromUtf8String("\u0001x"))
                .build();
        fixture.client.sendMessage(r -> r.queueUrl(url)
                .messageBody("m")
                .messageAttributes(Map.of("todo.id", any, "todo.kind", bytes, "other", any)));
        Message all = receive(url).get(0);
        assertThat(all.messageAttributes()).containsEntry("todo.kind", bytes).hasSize(3);
        Message some = fixture.client
                .receiveMessage(r -> r.queueUrl(url)
                        .messageAttributeNames("todo.*")
                        .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages()
                .get(0);
        assertThat(some.messageAttributes()).containsOnlyKeys("todo.id", "todo.kind");
        assertThat(some.attributes())
                .containsOnly(Map.entry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2"));
    }

    @Test
    void aFifoQueueHidesWhatComesAfterAMessageThatIsBeingHandledInItsGroup() {
        String url = queue(
                Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        for (String body : List.of("a1", "b1", "a2")) {
            fixture.client.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId(body.substring(0, 1)));
        }
        Message first =
                fixture.client.receiveMessage(r -> r.queueUrl(url)).messages().get(0);
        assertThat(first.body()).isEqualTo("a1");
        assertThat(receive(url)).extracting(Message::body).containsExactly("b1");
        fixture.client.deleteMessage(r -> r.queueUrl(url).receiptHandle(first.receiptHandle()));
        assertThat(receive(url)).extracting(Message::body).containsExactly("a2");
    }

    @Test
    void aFifoQueueDropsWhatItHasHad() {
        String url = queue(
                Map.of(QueueAttributeName.FIFO_QUEUE, "true", QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
        for (String body : List.of("first", "first", "second")) {
            fixture.client.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId("g"));
        }
        assertThat(receive(url)).extracting(Message::body).containsExactly("first", "second");
    }

    @Test
    void aBatchIsSentDeletedAndPurged() {
        String url = queue();
        fixture.client.sendMessageBatch(r -> r.queueUrl(url)
                .entries(
                        SendMessageBatchRequestEntry.builder()
                                .id("1")
                                .messageBody("a")
                                .build(),
                        SendMessageBatchRequestEntry.builder()
                                .id("2")
                                .messageBody("b")
                                .build()));
        Message one = receive(url).get(0);
        fixture.client.deleteMessage(r -> r.queueUrl(url).receiptHandle(one.receiptHandle()));
        fixture.client.purgeQueue(r -> r.queueUrl(url));
        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("0");
        assertThat(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .isEqualTo("0");
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        String url = queue(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, "2048"));
        fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(2048)));
        assertThatThrownBy(() -> fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(2049))))
                .isInstanceOf(SqsException.class)
                .hasMessageContaining("shorter than 2048 bytes");
    }

    @Test
    void attributesThatAreSetAreGiven() {
        String url = queue(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600"));
        fixture.client.setQueueAttributes(
                r -> r.queueUrl(url).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7")));
        assertThat(fixture.client
                        .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "7")
                .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
    }

    @Test
    void aQueueThatExistsWithOtherAttributesIsNotCreatedAgain() {
        String name = queue().replaceFirst(".*/", "");
        fixture.client.createQueue(r -> r.queueName(name));
        assertThatThrownBy(() -> fixture.client.createQueue(
                        r -> r.queueName(name).attributes(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"))))
                .isInstanceOf(QueueNameExistsException.class);
    }

    @Test
    void aQueueThatIsGoneIsTheExceptionThatAwssClientKnows() {
        String url = queue();
        fixture.client.deleteQueue(r -> r.queueUrl(url));
        assertThatThrownBy(() -> fixture.client.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void anOperationThatIsNotHereIsNamed() {
        assertThat(fixture.call("AddPermission", "{}").path("message").asText()).contains("sqs:AddPermission");
    }
}

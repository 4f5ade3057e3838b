package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.CONTENT_BASED_DEDUPLICATION;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.FIFO_QUEUE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * An attempt to receive that is tried again, as JMS and Spring do.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">ReceiveMessage</a>
 */
class ReceiveAgainTest {
    @AutoClose
    private final QueuesFixture fixture = new QueuesFixture();

    private final String queue = fixture.queue(Map.of(FIFO_QUEUE, "true", CONTENT_BASED_DEDUPLICATION, "true"));

    private List<Message> receive(String url, String attempt) {
        return fixture.client
                .receiveMessage(receive -> receive.queueUrl(url)
                        .receiveRequestAttemptId(attempt)
                        .maxNumberOfMessages(10)
                        .visibilityTimeout(60))
                .messages();
    }

    private void send(String body) {
        fixture.client.sendMessage(
                send -> send.queueUrl(queue).messageBody(body).messageGroupId("g"));
    }

    @Test
    void theSameAttemptGetsTheSameAndHidesItAnew() {
        send("one");
        send("two");
        List<Message> first = receive(queue, "a");
        assertThat(first).hasSize(2);
        assertThat(receive(queue, "b")).isEmpty();
        fixture.later = Duration.ofSeconds(50);
        assertThat(receive(queue, "a")).isEqualTo(first);
        fixture.later = Duration.ofSeconds(100);
        assertThat(receive(queue, "b")).isEmpty();
        fixture.later = Duration.ofSeconds(111);
        assertThat(receive(queue, "b")).hasSize(2);
    }

    /** @see <a href="https://github.com/aws/aws-sdk-java/issues/2613">What SQS says</a> */
    @Test
    void anAttemptWhoseMessagesWereChangedCanNotBeTriedAgain() {
        send("one");
        List<Message> first = receive(queue, "a");
        fixture.client.deleteMessage(
                delete -> delete.queueUrl(queue).receiptHandle(first.get(0).receiptHandle()));
        assertThatThrownBy(() -> receive(queue, "a"))
                .hasMessageContaining("Value a for parameter ReceiveRequestAttemptId is invalid. Reason: The"
                        + " receiveRequestAttemptId is not valid anymore since the receive call is not retryable.");
        fixture.later = Duration.ofMinutes(6);
        send("two");
        assertThat(receive(queue, "a")).hasSize(1);
    }

    /** @see <a href="https://github.com/awspring/spring-cloud-aws/issues/529">AWS doesn't complain</a> */
    @Test
    void aStandardQueueTakesItWithoutEffect() {
        String standard = fixture.queue(Map.of());
        fixture.batch(standard, "1");
        assertThat(receive(standard, "a")).hasSize(1);
        assertThat(receive(standard, "a")).isEmpty();
    }
}

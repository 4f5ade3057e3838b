package workshop.cloud.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_ALLOW_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/** Messages that go from a dead-letter queue back to where they came from, and who may have them there. */
class MoveTasksTest {
    @AutoClose
    private final QueuesFixture fixture = new QueuesFixture();

    private String arn(String url) {
        return fixture.attributes(url).get(QUEUE_ARN.toString());
    }

    private static String redrive(String arn) {
        return "{\"deadLetterTargetArn\": \"" + arn + "\", \"maxReceiveCount\": 1}";
    }

    private ListMessageMoveTasksResultEntry newest(String arn) {
        return fixture.client
                .listMessageMoveTasks(list -> list.sourceArn(arn))
                .results()
                .get(0);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html">
     *     CancelMessageMoveTask</a>
     */
    @Test
    void aTaskIsAloneAndCanBeCancelled() {
        String dead = fixture.queue(Map.of());
        fixture.queue(Map.of(REDRIVE_POLICY, redrive(arn(dead))));
        fixture.batch(dead, "1", "2", "3", "4", "5", "6", "7", "8", "9");
        String handle = fixture.client
                .startMessageMoveTask(start -> start.sourceArn(arn(dead))
                        .destinationArn(arn(fixture.queue(Map.of())))
                        .maxNumberOfMessagesPerSecond(1))
                .taskHandle();
        assertThatThrownBy(() -> fixture.client.startMessageMoveTask(start -> start.sourceArn(arn(dead))))
                .hasMessageContaining("There is already a task running. Only one active task is allowed for a source"
                        + " queue arn at a given time.");

        long moved = fixture.client
                .cancelMessageMoveTask(cancel -> cancel.taskHandle(handle))
                .approximateNumberOfMessagesMoved();
        assertThat(moved).isLessThan(9);
        await().untilAsserted(() -> assertThat(newest(arn(dead)).status()).isEqualTo("CANCELLED"));
        assertThat(newest(arn(dead)).taskHandle()).isNull();
        assertThatThrownBy(() -> fixture.client.cancelMessageMoveTask(cancel -> cancel.taskHandle(handle)))
                .hasMessageContaining("Task does not exist.");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">
     *     RedriveAllowPolicy</a>
     */
    @Test
    void aDeadLetterQueueSaysWhoseItIs() {
        String source = fixture.queue(Map.of());
        String dead = fixture.queue(Map.of(
                REDRIVE_ALLOW_POLICY,
                "{\"redrivePermission\": \"byQueue\", \"sourceQueueArns\": [\"" + arn(source) + "\"]}"));
        Map<String, String> policy = Map.of(REDRIVE_POLICY.toString(), redrive(arn(dead)));
        fixture.client.setQueueAttributes(set -> set.queueUrl(source).attributesWithStrings(policy));
        String other = fixture.queue(Map.of());
        assertThatThrownBy(() -> fixture.client.setQueueAttributes(
                        set -> set.queueUrl(other).attributesWithStrings(policy)))
                .hasMessageContaining("The RedriveAllowPolicy of the dead-letter queue does not allow this queue.");
        assertThat(fixture.client
                        .listDeadLetterSourceQueues(list -> list.queueUrl(dead))
                        .queueUrls())
                .containsExactly(source);
    }
}

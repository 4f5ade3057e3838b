package todo.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue that is subscribed to the topic for as long as the tests run, as they can't read anybody's mail: it gets what
 * each mailbox gets.
 */
final class TopicListener implements AutoCloseable {
    private static final SnsClient SNS = SnsClient.create();
    private static final SqsClient SQS = SqsClient.create();

    /** What the topic sends to its subscribers. */
    record Notice(String subject, String text) {}

    private final String queueUrl;
    private final String subscriptionArn;
    private final Set<String> seen = new HashSet<>();
    private final List<Notice> notices = new ArrayList<>();

    /** Subscribes a new queue. */
    TopicListener(DeployedStack stack) {
        String topicArn = stack.output("TopicArn");
        queueUrl = SQS.createQueue(create -> create.queueName(stack.name() + "-e2e-" + UUID.randomUUID()))
                .queueUrl();
        String queueArn = SQS.getQueueAttributes(
                        get -> get.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        String policy = """
                {"Version": "2012-10-17", "Statement": [{
                  "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                  "Resource": "%s", "Condition": {"ArnEquals": {"aws:SourceArn": "%s"}}}]}
                """.formatted(queueArn, topicArn);
        SQS.setQueueAttributes(set -> set.queueUrl(queueUrl).attributes(Map.of(QueueAttributeName.POLICY, policy)));
        subscriptionArn = SNS.subscribe(subscribe -> subscribe
                        .topicArn(topicArn)
                        .protocol("sqs")
                        .endpoint(queueArn)
                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    /** The notices so far that have this phrase in their text. A message that SQS delivers again counts once. */
    List<Notice> about(String phrase) {
        List<Message> received;
        do {
            received = SQS.receiveMessage(receive ->
                            receive.queueUrl(queueUrl).maxNumberOfMessages(10).waitTimeSeconds(1))
                    .messages();
            received.forEach(this::take);
        } while (!received.isEmpty());
        return notices.stream().filter(notice -> notice.text().contains(phrase)).toList();
    }

    private void take(Message message) {
        JsonObject envelope = JsonParser.parseString(message.body()).getAsJsonObject();
        if (seen.add(envelope.get("MessageId").getAsString())) {
            notices.add(new Notice(
                    envelope.has("Subject") ? envelope.get("Subject").getAsString() : "",
                    envelope.get("Message").getAsString()));
        }
        SQS.deleteMessage(delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
    }

    @Override
    public void close() {
        SNS.unsubscribe(unsubscribe -> unsubscribe.subscriptionArn(subscriptionArn));
        SQS.deleteQueue(delete -> delete.queueUrl(queueUrl));
    }
}

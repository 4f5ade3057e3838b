package workshop.redrive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import workshop.aws.Services;
import workshop.terminal.Problem;

/** A queue of the stack in which waits what failed at every attempt. */
public record ParkingQueue(Contents holds, String url) {
    private static final int MAX_AT_ONCE = 10;
    private static final int WAIT_SECONDS = 1;
    private static final int HIDDEN_SECONDS = 300;

    /** What is parked, by the word in the queue's logical id. */
    public enum Contents {
        /** Where records of the table's stream are that the publisher could not publish. */
        FAILED_RECORDS("FailedRecords"),
        /** Events that EventBridge could not hand to a target. */
        UNDELIVERED_EVENTS("UndeliveredEvents"),
        /** Events whose handler failed each time. */
        UNHANDLED_EVENTS("UnhandledEvents");

        private final String word;

        Contents(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** The parking queues of a stack; none if its layers with queues are not built yet; {@link Problem} if it isn't there. */
    public static List<ParkingQueue> of(Services services, String stack) {
        List<StackResourceSummary> queues = resources(services, stack).stream()
                .filter(resource -> resource.resourceType().equals("AWS::SQS::Queue"))
                .toList();
        return Arrays.stream(Contents.values())
                .flatMap(holds -> queues.stream()
                        .filter(queue -> queue.logicalResourceId().contains(holds.word))
                        .map(queue -> new ParkingQueue(holds, queue.physicalResourceId())))
                .toList();
    }

    private static List<StackResourceSummary> resources(Services services, String stack) {
        try {
            return services
                    .cloudFormation()
                    .listStackResourcesPaginator(list -> list.stackName(stack))
                    .stackResourceSummaries()
                    .stream()
                    .toList();
        } catch (CloudFormationException e) {
            throw new Problem(
                    "Can't read the stack " + stack + ": " + e.awsErrorDetails().errorMessage() + ".",
                    "Deploy it first, or name another one with --stack.",
                    e);
        }
    }

    /**
     * Takes every message that was sent before now, once. One on which {@code hand} returns false stays in the queue; the
     * others are deleted after it has returned, not before. What is parked anew meanwhile is left for the next time.
     */
    void each(Services services, Predicate<Message> hand) {
        Instant start = Instant.now();
        List<Message> kept = new ArrayList<>();
        try {
            for (List<Message> some = receive(services); !some.isEmpty(); some = receive(services)) {
                for (Message message : some) {
                    if (sentAt(message).isAfter(start)) {
                        kept.add(message);
                    } else if (hand.test(message)) {
                        services.sqs()
                                .deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
                    } else {
                        kept.add(message);
                    }
                }
            }
        } finally {
            kept.forEach(message -> services.sqs()
                    .changeMessageVisibility(change -> change.queueUrl(url)
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0)));
        }
    }

    /** About how many messages somebody has received and not deleted: until that runs out, nobody else gets them. */
    int hidden(Services services) {
        return Integer.parseInt(services.sqs()
                .getQueueAttributes(get ->
                        get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static Instant sentAt(Message message) {
        return Instant.ofEpochMilli(
                Long.parseLong(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP)));
    }

    private List<Message> receive(Services services) {
        return services.sqs()
                .receiveMessage(receive -> receive.queueUrl(url)
                        .maxNumberOfMessages(MAX_AT_ONCE)
                        .waitTimeSeconds(WAIT_SECONDS)
                        .visibilityTimeout(HIDDEN_SECONDS)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP)
                        .messageAttributeNames("All"))
                .messages();
    }
}

package workshop.cloud.sns;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue.Attempt;
import workshop.cloud.delivery.DeliveryQueue.Task;
import workshop.cloud.delivery.Sender;

/**
 * One message on its way to one subscription: tried again while that can help, then left in the subscription's
 * dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html">Delivery retries</a>
 */
record MessageDelivery(Sns sns, Topic topic, Subscription subscription, Message message, List<Long> causes)
        implements Task {
    private static final String PRINCIPAL = "sns.amazonaws.com";
    private static final int MAX_RETRIES = 100_015;

    @Override
    public void deliver() {
        switch (subscription.protocol) {
            case "sqs" -> hand(toQueue());
            case "lambda" -> hand(delivery(record()));
            case "email" -> mail(message.textFor("email") + footer());
            case "email-json" -> mail(envelope("URL").toPrettyString());
            default -> throw AwsError.notHere("SNS's protocol " + subscription.protocol);
        }
    }

    private void hand(Delivery delivery) {
        sns.platform.targets().deliver(subscription.endpoint, delivery);
    }

    private Delivery toQueue() {
        return subscription.settings.isRaw()
                ? new Delivery(sender(), message.textFor("sqs"), message.attributes(), causes, message.traceHeader())
                : delivery(envelope("URL"));
    }

    private Delivery delivery(ObjectNode payload) {
        return new Delivery(sender(), Json.write(payload), Map.of(), causes, message.traceHeader());
    }

    private Sender sender() {
        return Sender.service(PRINCIPAL, topic.arn);
    }

    private ObjectNode envelope(String urlEnding) {
        return message.envelope(subscription, subscription.unsubscribeUrl(sns.platform.endpoint()), urlEnding);
    }

    private ObjectNode record() {
        ObjectNode event = Json.object();
        event.putArray("Records")
                .addObject()
                .put("EventSource", "aws:sns")
                .put("EventVersion", "1.0")
                .put("EventSubscriptionArn", subscription.arn)
                .set("Sns", envelope("Url"));
        return event;
    }

    private void mail(String text) {
        String subject = message.subject() == null ? "AWS Notification Message" : message.subject();
        sns.inbox()
                .receive(new Mail(
                        message.id(), topic.sender(), subscription.endpoint, subject, text, Instant.now(), null));
        sns.trace.hop(causes, "email:Deliver", topic.arn, subscription.arn, "ok", message.text());
    }

    private String footer() {
        return "\n\n--\nIf you wish to stop receiving notifications from this topic, please click or visit the link"
                + " below to unsubscribe:\n" + subscription.unsubscribeUrl(sns.platform.endpoint())
                + "\n\nPlease do not reply directly to this email.\n";
    }

    /** At once, then after seconds, then every 20 seconds for 23 days: SNS's schedule for queues and functions. */
    @Override
    public Optional<Attempt> again(AwsError error, int retries, Duration age) {
        if (!error.isTemporary() || retries >= MAX_RETRIES) {
            return Optional.empty();
        }
        long seconds = retries < 3 ? 0 : retries < 5 ? 1 : Math.min(20, 1L << Math.min(retries - 5, 5));
        return Optional.of(new Attempt(Duration.ofSeconds(seconds), retries + 2, MAX_RETRIES + 1));
    }

    @Override
    public void giveUp(AwsError error, int retries) {
        String queue = subscription.settings.deadLetterArn();
        leave(sns.platform.targets(), subscription.arn, queue.isEmpty() ? null : queue, this::toQueue);
    }

    @Override
    public void trace(String kind, String to, String outcome, Map<String, Object> details) {
        String at = to == null ? subscription.arn : to;
        sns.trace.hop(causes, "sns:" + kind, topic.arn, at, outcome, message.text(), details);
    }
}

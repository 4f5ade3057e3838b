package workshop.cloud.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue;
import workshop.cloud.delivery.Target;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Policy;
import workshop.cloud.trace.Trace;

/** The account's topics: what is published to one goes to all of its confirmed subscriptions that want it. */
public final class Sns implements Target, AutoCloseable {
    private static final Set<String> PROTOCOLS = Set.of("email", "email-json", "sqs", "lambda");
    private static final int MAX_WAITING = 100_000;
    private static final int ARN_ELEMENTS = 6;

    final Platform platform;
    final Trace trace;
    private final Inbox inbox = new Inbox();
    private final DeliveryQueue deliveries;
    final Map<String, Topic> topics = new ConcurrentSkipListMap<>();

    /** Ended by the link in an email, and restored by the link in the last one. */
    private final Queue<Subscription> ended = new ConcurrentLinkedQueue<>();

    public Sns(Platform platform) {
        this.platform = platform;
        this.trace = platform.trace();
        this.deliveries = new DeliveryQueue("sns", 1, platform.options().retryUnit());
    }

    static AwsError invalid(String what) {
        return AwsError.of("InvalidParameter", "Invalid parameter: " + what);
    }

    /** Throws InvalidParameter if that is so. */
    static void refuse(boolean when, String what) {
        AwsError.refuse(when, "InvalidParameter", "Invalid parameter: " + what);
    }

    public Inbox inbox() {
        return inbox;
    }

    @Override
    public void deliver(String arn, Delivery delivery, LongSupplier taken) {
        Topic topic = topic(arn);
        platform.iam().authorize(delivery.sender().caller(), "sns:Publish", arn, topic.policies);
        ObjectNode input = Json.object().put("Message", delivery.payload());
        ObjectNode attributes = input.putObject("MessageAttributes");
        delivery.attributes().forEach((name, attribute) -> attributes.set(name, attribute.json()));
        Message message = Message.of(arn, input, delivery.traceHeader());
        publish(topic, message, delivery.sourceArn(), List.of(taken.getAsLong()));
    }

    /** Takes a message; it is delivered soon after, in its turn. */
    void publish(Topic topic, Message message, String from, List<Long> causes) {
        if (deliveries.open() >= MAX_WAITING) {
            throw new AwsError(429, "Throttled", "Rate exceeded: too many messages wait to be delivered");
        }
        List<Long> published = List.of(trace.hop(causes, "sns:Publish", from, topic.arn, "ok", message.text()));
        Collection<Subscription> subscriptions = topic.subscriptions.values();
        if (subscriptions.isEmpty()) {
            trace.hop(published, "sns:Match", topic.arn, topic.arn, "the topic has no subscription", message.text());
        }
        for (Subscription subscription : subscriptions) {
            if (!subscription.confirmed) {
                String kind = subscription.protocol + ":Deliver";
                String why = "not sent: " + subscription.endpoint + " has not confirmed the subscription";
                trace.hop(published, kind, topic.arn, subscription.arn, why, message.text());
            } else if (subscription.settings.filter().passes(message)) {
                deliveries.add(new MessageDelivery(this, topic, subscription, message, published));
            } else {
                String why = "the subscription's filter policy does not match";
                Map<String, Object> details = Map.of("attributes", Json.write(FilterPolicy.attributes(message)));
                trace.hop(published, "sns:Filter", topic.arn, subscription.arn, why, message.text(), details);
            }
        }
    }

    /** Subscribes; the same endpoint again is the same subscription. An address is sent a link to confirm it with. */
    Subscription subscribe(String topicArn, String protocol, String endpoint, Map<String, String> attributes) {
        Topic topic = topic(topicArn);
        Instant now = platform.clock().instant();
        Subscription asked = new Subscription(topicArn, protocol, endpoint, attributes, now);
        validate(protocol, endpoint);
        topic.subscriptions.values().removeIf(each -> each.isTooOldToConfirm(now));
        Subscription subscription = topic.subscriptions.values().stream()
                .filter(existing -> existing.protocol.equals(protocol) && existing.endpoint.equals(endpoint))
                .findFirst()
                .orElse(asked);
        if (!subscription.settings.have(asked.settings, attributes.keySet())) {
            throw invalid("Attributes Reason: Subscription already exists with different attributes");
        }
        topic.subscriptions.put(subscription.arn, subscription);
        ended.removeIf(each -> each.topicArn.equals(topicArn) && each.endpoint.equals(endpoint));
        if (!subscription.confirmed) {
            String text = "You have chosen to subscribe to the topic:\n" + topic.arn
                    + "\n\nTo confirm this subscription, click or visit the link below (if this was in error no action"
                    + " is necessary):\n";
            write(subscription, "AWS Notification - Subscription Confirmation", text);
        }
        return subscription;
    }

    private static void validate(String protocol, String endpoint) {
        if (protocol.matches("https?|sms|application|firehose")) {
            throw AwsError.notHere("SNS's protocol \"" + protocol + "\" (it has " + new TreeSet<>(PROTOCOLS) + ")");
        }
        refuse(!PROTOCOLS.contains(protocol), "Amazon SNS does not support this protocol string: " + protocol);
        refuse(endpoint.isEmpty(), "Endpoint");
        boolean mail = protocol.startsWith("email");
        refuse(mail && !endpoint.matches(Mail.ADDRESS), "Email address");
        String resource = protocol.equals("sqs") ? "[^:]+" : "function:.+";
        if (!mail && !endpoint.matches("arn:aws:" + protocol + ":[^:]*:[^:]*:" + resource)) {
            throw invalid((protocol.equals("sqs") ? "SQS" : "Lambda") + " endpoint ARN");
        }
        refuse(
                protocol.equals("sqs") && endpoint.endsWith(".fifo"),
                "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
    }

    /** Sends a link with a text about it: that confirms a subscription, or restores one that was. */
    private void write(Subscription subscription, String subject, String text) {
        String link = subscription.confirmationUrl(platform.endpoint());
        String id = UUID.randomUUID().toString();
        String from = topic(subscription.topicArn).sender();
        String url = subscription.confirmed ? null : link;
        inbox.receive(new Mail(id, from, subscription.endpoint, subject, text + link + "\n", Instant.now(), url));
    }

    /** Confirms a token's subscription, whichever topic of the region comes with it; throws InvalidParameter if there is none. */
    Subscription confirm(String topicArn, String token) {
        refuse(!topicArn.startsWith(arn("")), "Topic");
        AwsError.refuse(!token.matches("[0-9a-f]+"), "InvalidParameter", "Invalid token");
        Subscription subscription = Stream.concat(subscriptions().stream(), ended.stream())
                .filter(candidate -> candidate.token.equals(token))
                .findFirst()
                .orElseThrow(() -> invalid("Token"));
        subscription.confirm(platform.clock().instant());
        topic(subscription.topicArn).subscriptions.put(subscription.arn, subscription);
        ended.remove(subscription);
        return subscription;
    }

    /** Ends a subscription; one that is gone already is no error, one that waits for its confirmation is. */
    void unsubscribe(String arn) {
        refuse(arn.isEmpty(), "SubscriptionArn Reason: no value for required parameter");
        requireArn("SubscriptionArn", arn);
        refuse(arn.split(":").length < ARN_ELEMENTS + 1, "SubscriptionId");
        existing(arn).ifPresent(subscription -> {
            refuse(
                    !subscription.confirmed,
                    "SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation");
            topic(subscription.topicArn).subscriptions.remove(arn);
        });
    }

    /** The same by a link, which needs no signature; so an address is sent another one to take it back. */
    void unsubscribeByLink(String arn) {
        Optional<Subscription> mail = existing(arn).filter(Subscription::isMail);
        unsubscribe(arn);
        mail.ifPresent(subscription -> {
            subscription.token = Subscription.token();
            ended.add(subscription);
            String text = "You have chosen to deactivate subscription " + arn
                    + ".\n\nTo cancel this operation and restore the subscription, click or visit the link below:\n";
            write(subscription, "AWS Notification - Unsubscribe Confirmation", text);
        });
    }

    Subscription subscription(String arn) {
        requireArn("SubscriptionArn", arn);
        return existing(arn).orElseThrow(() -> new AwsError(404, "NotFound", "Subscription does not exist"));
    }

    Optional<Subscription> existing(String arn) {
        return find(topicOf(arn)).map(topic -> topic.subscriptions.get(arn));
    }

    /** A subscription's ARN is its topic's followed by an id. */
    static String topicOf(String subscriptionArn) {
        return subscriptionArn.replaceFirst(":[^:]*$", "");
    }

    List<Subscription> subscriptions() {
        return topics.values().stream()
                .flatMap(topic -> topic.subscriptions.values().stream())
                .toList();
    }

    /** A topic by its ARN; throws what SNS says of one that is none, or of another region, or not there. */
    Topic topic(String arn) {
        requireArn("TopicArn", arn);
        refuse(!arn.startsWith(arn("")), "TopicArn");
        return find(arn).orElseThrow(() -> new AwsError(404, "NotFound", "Topic does not exist"));
    }

    private static void requireArn(String parameter, String arn) {
        int elements = arn.split(":").length;
        if (elements < ARN_ELEMENTS) {
            throw invalid(
                    parameter + " Reason: An ARN must have at least " + ARN_ELEMENTS + " elements, not " + elements);
        }
    }

    public void policy(String arn, Optional<JsonNode> document) {
        document.ifPresentOrElse(
                given -> topic(arn).policies(List.of(Policy.of(given))),
                () -> find(arn).ifPresent(topic -> topic.policies(List.of())));
    }

    Optional<Topic> find(String arn) {
        return Optional.ofNullable(topics.get(arn));
    }

    /** Makes a topic, or finds the one of this name if it has these attributes. */
    synchronized Topic create(String name, Map<String, String> attributes) {
        Map<String, String> given = new TreeMap<>(attributes);
        boolean fifo = Boolean.parseBoolean(given.remove("FifoTopic"));
        if (fifo && name.matches("[A-Za-z0-9_-]{1,251}\\.fifo")) {
            throw AwsError.notHere("FIFO topics");
        }
        refuse(fifo || !name.matches("[A-Za-z0-9_-]{1,256}"), "Topic Name");
        Topic existing = topics.get(arn(name));
        if (existing != null && !existing.has(given)) {
            throw invalid("Attributes Reason: Topic already exists with different attributes");
        }
        Topic topic = existing == null ? new Topic(arn(name), platform.iam()) : existing;
        given.forEach(topic::set);
        topics.put(topic.arn, topic);
        return topic;
    }

    void delete(String topicArn) {
        requireArn("TopicArn", topicArn);
        topics.remove(topicArn);
    }

    String arn(String topicName) {
        return Arn.inRegion("sns", topicName);
    }

    /** Checks a call against the caller's policies and the topic's; SNS has a code of its own for a refusal. */
    void authorize(Caller caller, String action, String resource) {
        try {
            var policies = find(resource).map(topic -> topic.policies).orElse(List.of());
            platform.iam().authorize(caller, action, resource, policies);
        } catch (AwsError e) {
            throw new AwsError(
                    403, "AuthorizationError", e.getMessage().replace(action, action.replaceFirst("^sns:", "SNS:")));
        }
    }

    public boolean isQuiet() {
        return deliveries.isQuiet();
    }

    @Override
    public void close() {
        deliveries.close();
    }
}

package workshop.cloud.sns;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Names;
import workshop.cloud.Options;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.DeliveryQueue;
import workshop.cloud.delivery.Target;
import workshop.cloud.delivery.Targets;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Iam;
import workshop.cloud.trace.Trace;

/** The account's topics: what is published to one goes to all of its confirmed subscriptions that want it. */
public final class Sns implements Target, AutoCloseable {
    private static final Set<String> PROTOCOLS = Set.of("email", "email-json", "sqs", "lambda");
    private static final int MAX_WAITING = 100_000;

    private final Names names;
    private final Duration retryUnit;
    private final Iam iam;
    private final Trace trace;
    private final Targets targets;
    private final InstantSource clock;
    private final Links links;
    private final Inbox inbox = new Inbox();
    private final DeliveryQueue deliveries = new DeliveryQueue("sns");
    private final Map<String, Topic> topics = new ConcurrentSkipListMap<>();

    /** @param port where the account listens, for links in mails; known only once it does */
    public Sns(Names names, Options options, Iam iam, Trace trace, Targets targets, IntSupplier port) {
        this(names, options, iam, trace, targets, port, InstantSource.system());
    }

    Sns(Names names, Options options, Iam iam, Trace trace, Targets targets, IntSupplier port, InstantSource clock) {
        this.names = names;
        this.retryUnit = options.retryUnit();
        this.iam = iam;
        this.trace = trace;
        this.targets = targets;
        this.links = new Links(port);
        this.clock = clock;
    }

    static AwsError invalid(String what) {
        return new AwsError(400, "InvalidParameter", "Invalid parameter: " + what);
    }

    /** Where the mail arrives. */
    public Inbox inbox() {
        return inbox;
    }

    /** Publishes what another service delivers. */
    @Override
    public void deliver(String arn, Delivery delivery) {
        Topic topic = topic(arn);
        iam.authorize(delivery.sender().caller(), "sns:Publish", arn, topic.policies());
        publish(topic, Message.of(arn, delivery.payload()), delivery.sourceArn());
    }

    /** Takes a message; it is delivered soon after, in its turn. */
    void publish(Topic topic, Message message, String from) {
        if (deliveries.open() >= MAX_WAITING) {
            throw new AwsError(429, "Throttled", "Rate exceeded: too many messages wait to be delivered");
        }
        trace.hop("sns:Publish", from, topic.arn(), "ok", message.text());
        for (Subscription subscription : topic.subscriptions().values()) {
            if (!subscription.isConfirmed()) {
                trace.hop(
                        subscription.protocol() + ":Deliver",
                        topic.arn(),
                        subscription.arn(),
                        "not sent: " + subscription.endpoint() + " has not confirmed the subscription",
                        message.text());
            } else if (subscription.wants(message)) {
                deliveries.add(new MessageDelivery(this, topic, subscription, message));
            }
        }
    }

    /** Subscribes; the same endpoint again is the same subscription. An address is sent a link to confirm it with. */
    Subscription subscribe(String topicArn, String protocol, String endpoint, Map<String, String> attributes) {
        Topic topic = topic(topicArn);
        if (!PROTOCOLS.contains(protocol)) {
            throw AwsError.notHere("SNS's protocol \"" + protocol + "\" (it has " + PROTOCOLS + ")");
        }
        validate(protocol, endpoint);
        Subscription subscription = topic.subscriptions().values().stream()
                .filter(existing -> existing.protocol().equals(protocol)
                        && existing.endpoint().equals(endpoint))
                .findFirst()
                .orElseGet(() -> new Subscription(topicArn, protocol, endpoint, clock.instant()));
        attributes.forEach(subscription::set);
        topic.subscriptions().put(subscription.arn(), subscription);
        if (!subscription.isConfirmed()) {
            deliveries.inTurn(() -> inbox.receive(invitation(topic, subscription)));
        }
        return subscription;
    }

    private static void validate(String protocol, String endpoint) {
        boolean mail = protocol.startsWith("email");
        if (mail && !OutgoingMail.isAddress(endpoint)) {
            throw invalid("Email address");
        }
        if (!mail && !endpoint.startsWith("arn:aws:" + protocol + ":")) {
            throw invalid("Endpoint Reason: the protocol " + protocol + " needs the ARN of its receiver, not \""
                    + endpoint + "\"");
        }
    }

    private OutgoingMail invitation(Topic topic, Subscription subscription) {
        String sender = topic.displayName().isEmpty() ? "AWS Notifications" : topic.displayName();
        return new OutgoingMail(
                UUID.randomUUID().toString(),
                sender,
                subscription.endpoint(),
                "AWS Notification - Subscription Confirmation",
                "You have chosen to subscribe to the topic:\n" + topic.arn()
                        + "\n\nTo confirm this subscription, click or visit the link below (if this was in error no"
                        + " action is necessary):\n" + links.confirm(subscription) + "\n");
    }

    /** Confirms the subscription that a link's token is for; throws InvalidParameter if there is none or it is too old. */
    Subscription confirm(String topicArn, String token) {
        Subscription subscription = topic(topicArn).subscriptions().values().stream()
                .filter(candidate -> candidate.token().equals(token))
                .findFirst()
                .orElseThrow(() -> invalid("Token"));
        subscription.confirm(clock.instant());
        return subscription;
    }

    /** Ends a subscription; throws NotFound if there is none. */
    void unsubscribe(String subscriptionArn) {
        Subscription subscription = subscription(subscriptionArn);
        topic(subscription.topicArn()).subscriptions().remove(subscription.arn());
    }

    Subscription subscription(String arn) {
        return topics.values().stream()
                .map(topic -> topic.subscriptions().get(arn))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow(() -> new AwsError(404, "NotFound", "Subscription does not exist"));
    }

    /** A topic by its ARN; throws NotFound. */
    Topic topic(String arn) {
        Topic topic = topics.get(arn);
        if (topic != null) {
            return topic;
        }
        try {
            Arn.parse(arn);
        } catch (IllegalArgumentException e) {
            throw invalid("TopicArn Reason: " + e.getMessage());
        }
        throw new AwsError(404, "NotFound", "Topic does not exist");
    }

    /** Makes a topic, or finds the one of this name. */
    Topic create(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
            throw name.endsWith(".fifo") ? AwsError.notHere("FIFO topics") : invalid("Topic Name");
        }
        return topics.computeIfAbsent(arn(name), Topic::new);
    }

    String arn(String topicName) {
        return names.arn("sns", topicName);
    }

    /** Checks a call against the caller's policies and the topic's; SNS has a code of its own for a refusal. */
    void authorize(Caller caller, String action, String resource) {
        Topic topic = topics.get(resource);
        try {
            iam.authorize(caller, action, resource, topic == null ? List.of() : topic.policies());
        } catch (AwsError e) {
            throw new AwsError(
                    403, "AuthorizationError", e.getMessage().replace(action, action.replaceFirst("^sns:", "SNS:")));
        }
    }

    Map<String, Topic> topics() {
        return topics;
    }

    Links links() {
        return links;
    }

    Targets targets() {
        return targets;
    }

    Trace trace() {
        return trace;
    }

    Duration retryUnit() {
        return retryUnit;
    }

    /** Whether no message and no mail waits to be delivered. */
    public boolean isQuiet() {
        return deliveries.isQuiet();
    }

    @Override
    public void close() {
        deliveries.close();
    }
}

package workshop.cloud.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Target;
import workshop.cloud.iam.Caller;
import workshop.cloud.iam.Policy;
import workshop.cloud.trace.Trace;

/** The account's queues. */
public final class Sqs implements Target {
    /** @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html">DeleteQueue</a> */
    private static final Duration UNTIL_ITS_NAME_IS_FREE = Duration.ofSeconds(60);

    private final Platform platform;
    final Trace trace;
    private final InstantSource clock;
    final Map<String, Queue> queues = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> deletedAt = new ConcurrentHashMap<>();

    public Sqs(Platform platform) {
        this.platform = platform;
        this.trace = platform.trace();
        this.clock = platform.clock();
    }

    /** Creates a queue, or finds the one of this name if it has these attributes; throws QueueNameExists if it hasn't. */
    synchronized Queue create(String name, Map<String, String> attributes, Map<String, String> tags) {
        Queue existing = queues.get(name);
        if (existing == null) {
            Instant deleted = deletedAt.getOrDefault(name, Instant.MIN);
            AwsError.refuse(
                    clock.instant().isBefore(deleted.plus(UNTIL_ITS_NAME_IS_FREE)),
                    "QueueDeletedRecently",
                    "You must wait 60 seconds after deleting a queue before you can create another with the same"
                            + " name.");
            QueueSettings settings = QueueSettings.of(name, attributes);
            Queue queue = new Queue(arn(name), settings, tags, clock);
            checkPrincipals(settings);
            checkRedrive(queue, settings);
            queues.put(name, queue);
            return queue;
        }
        existing.settings.differing(attributes).ifPresent(attribute -> {
            throw AwsError.of(
                    "QueueNameExists",
                    "A queue already exists with the same name and a different value for attribute " + attribute);
        });
        return existing;
    }

    synchronized void set(Queue queue, QueueSettings settings) {
        String before = queue.settings.values().get(QueueSettings.POLICY);
        if (!Objects.equals(before, settings.values().get(QueueSettings.POLICY))) {
            checkPrincipals(settings);
        }
        checkRedrive(queue, settings);
        queue.set(settings);
    }

    /** Gives a queue the policy of a document, or takes it away from one that is there. */
    public void policy(String url, Optional<JsonNode> document) {
        SqsError.refuse(url.startsWith("arn:"), "The address " + url + " is not valid for this endpoint.");
        String text = document.map(Json::text).orElse("");
        Map<String, String> change = Map.of(QueueSettings.POLICY, text);
        document.map(given -> queue(url))
                .or(() -> find(url))
                .ifPresent(queue -> set(queue, queue.settings.with(change)));
    }

    private void checkPrincipals(QueueSettings settings) {
        settings.policy().flatMap(platform.iam()::invalidPrincipal).ifPresent(why -> {
            throw QueueSettings.invalidValue(QueueSettings.POLICY, "");
        });
    }

    private void checkRedrive(Queue queue, QueueSettings settings) {
        settings.redrive().ifPresent(policy -> {
            Queue dead = find(policy.deadLetterArn())
                    .orElseThrow(() -> policy.refused(
                            policy.deadLetterArn().matches("arn:aws:sqs:(?!" + Options.REGION + ":).*")
                                    ? "Dead-letter target must be in same region as the source."
                                    : "Dead letter target does not exist."));
            if (dead.settings.isFifo() != settings.isFifo()) {
                throw policy.refused("Dead-letter queue must be same type of queue as the source..");
            }
            String allowed = dead.settings.values().get(QueueSettings.REDRIVE_ALLOW_POLICY);
            if (allowed != null && !RedrivePolicy.Allow.of(allowed).allows(queue.arn)) {
                throw policy.refused("The RedriveAllowPolicy of the dead-letter queue does not allow this queue.");
            }
        });
    }

    void delete(Queue queue) {
        queues.remove(queue.name());
        deletedAt.put(queue.name(), clock.instant());
    }

    /** A queue by its name, its URL or its ARN. */
    Optional<Queue> find(String named) {
        String name = named.substring(Math.max(named.lastIndexOf('/'), named.lastIndexOf(':')) + 1);
        return Optional.ofNullable(queues.get(name))
                .filter(queue -> !named.startsWith("arn:") || named.equals(queue.arn))
                .filter(queue -> !named.contains("/") || named.endsWith("/" + Options.ACCOUNT_ID + "/" + name));
    }

    Queue queue(String named) {
        return find(named).orElseThrow(() -> AwsError.of("QueueDoesNotExist", "The specified queue does not exist."));
    }

    /** The ARN of the queue whose URL is in a request. */
    String arn(ObjectNode request) {
        return arn(url(request).replaceFirst("^.*/", ""));
    }

    Queue queue(ObjectNode request) {
        return queue(url(request));
    }

    private static String url(ObjectNode request) {
        String url = SqsError.required(request, "QueueUrl");
        AwsError.refuse(
                url.startsWith("arn:"), "InvalidAddress", "The address " + url + " is not valid for this endpoint.");
        return url;
    }

    List<Queue> sourcesOf(String arn) {
        return queues.values().stream()
                .filter(queue -> queue.settings
                        .redrive()
                        .filter(policy -> policy.deadLetterArn().equals(arn))
                        .isPresent())
                .toList();
    }

    String arn(String name) {
        return Arn.inRegion("sqs", name);
    }

    String url(Queue queue) {
        return platform.endpoint() + "/" + Options.ACCOUNT_ID + "/" + queue.name();
    }

    public boolean exists(String arn) {
        return find(arn).isPresent();
    }

    /** How many messages a queue has, visible or hidden; one that doesn't exist has none. */
    public int depth(String named) {
        return find(named).map(Queue::depth).orElse(0);
    }

    /** How long a received message of a queue stays hidden; throws QueueDoesNotExist. */
    public Duration visibilityTimeout(String arn) {
        return queue(arn).settings.seconds("VisibilityTimeout");
    }

    /**
     * Receives messages; those that were received too often go to the queue's dead-letter queue instead. Returns none if
     * none came in time, or when the thread is interrupted.
     *
     * @param most 1 to 10
     * @param wait for the first one
     */
    public List<ReceivedMessage> receive(Caller caller, String arn, int most, Duration wait) {
        Queue queue = allowed(caller, "sqs:ReceiveMessage", arn);
        return receive(queue, new ReceiveRequest(most, queue.settings.seconds("VisibilityTimeout"), wait, ""));
    }

    List<ReceivedMessage> receive(Queue queue, ReceiveRequest request) {
        return queue.receive(request, message -> deadLetter(queue, message));
    }

    private void deadLetter(Queue queue, Message message) {
        Queue dead = queue.settings
                .redrive()
                .flatMap(policy -> find(policy.deadLetterArn()))
                .orElse(queue);
        List<Long> causes = List.of(message.hop);
        Map<String, Object> details = Map.of("received", message.receiveCount);
        message.hop = trace.hop(causes, "sqs:DeadLetter", queue.arn, dead.arn, "ok", message.sent.body(), details);
        dead.add(message);
    }

    /** Deletes a message by the handle of its receipt; one that is gone already is no error. */
    public void delete(Caller caller, String arn, String receiptHandle) {
        allowed(caller, "sqs:DeleteMessage", arn).messages.delete(receiptHandle);
    }

    private Queue allowed(Caller caller, String action, String arn) {
        authorize(caller, action, arn);
        return queue(arn);
    }

    /** Returns if the caller may do this to the queue; throws if not. */
    public void authorize(Caller caller, String action, String arn) {
        Optional<Policy> policy = find(arn).flatMap(queue -> queue.settings.policy());
        platform.iam().authorize(caller, action, arn, policy.stream().toList());
    }

    @Override
    public void deliver(String arn, Delivery delivery, LongSupplier taken) {
        Queue queue = queue(arn);
        Caller caller = delivery.sender().caller();
        authorize(caller, "sqs:SendMessage", arn);
        Caller owner = platform.iam().owner();
        platform.faults().around("sqs", "SendMessage", owner, () -> send(queue, Outgoing.of(delivery), caller, taken));
    }

    Message send(Queue queue, Outgoing outgoing, Caller caller, LongSupplier taken) {
        int most = queue.settings.number("MaximumMessageSize");
        SqsError.refuse(
                outgoing.bytes() > most,
                "One or more parameters are invalid. Reason: Message must be shorter than " + most + " bytes.");
        String sender = caller instanceof Caller.Session ? "AROALOCAL:" + caller.session() : Options.ACCOUNT_ID;
        return queue.send(outgoing, sender, taken);
    }
}

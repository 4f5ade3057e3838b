package todo.testing;

import static java.util.stream.Collectors.joining;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import todo.testing.StackTemplate.Resource;

/**
 * A queue for what failed at every attempt, as the class {@code ParkingQueue} makes one.
 *
 * <p>A queue takes messages of up to 1 MiB unless its template says less, and encrypts them with a key of its own (SSE-SQS),
 * which senders need no permission for, unless its template names a key.
 *
 * @param what how the lesson calls it, such as "the dead-letter queue"
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html">A queue's
 *     attributes</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html">What a
 *     template's Ref of a queue is: its URL, where both services ask for its ARN</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/rule-dlq.html">Dead-letter queues of rules</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Destinations of asynchronous
 *     invocations</a>
 */
public record FailureQueue(Lesson lesson, StackTemplate template, String what, Resource resource) {
    private static final Duration MIN_RETENTION = Duration.ofDays(4);
    private static final int MIN_BYTES = 256 * 1024;
    private static final int DEFAULT_BYTES = 1024 * 1024;
    private static final List<String> KEY_ACTIONS = List.of("kms:GenerateDataKey", "kms:Decrypt");
    private static final String SEND = "sqs:SendMessage";
    /** What sending takes, with what CDK's grant allows besides. */
    public static final Set<String> SENDING = Set.of("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl");

    private static final String ADVICE = " (new ParkingQueue(this, …) does)";

    /**
     * The queue with this ARN; fails unless it is one of the stack that somebody can look into days later.
     *
     * @param senders who send to it: functions, or services on behalf of something
     */
    public static FailureQueue expect(
            Lesson lesson, StackTemplate template, String what, JsonElement arn, List<Caller> senders) {
        FailureQueue queue = new FailureQueue(lesson, template, what, find(lesson, template, what, arn));
        queue.expectWhatAwsTakes();
        senders.forEach(queue::expectNotDenied);
        queue.expectUnreadable();
        queue.expectKept();
        queue.expectClosed();
        return queue;
    }

    private static Resource find(Lesson lesson, StackTemplate template, String what, JsonElement arn) {
        Values values = template.values();
        Resource queue = template.resources("AWS::SQS::Queue").stream()
                .filter(candidate -> refersTo(arn).contains(candidate.logicalId()))
                .findFirst()
                .orElseThrow(() -> lesson.failure(what + " is a queue of this stack", kind(template, arn)));
        lesson.expect(
                values.text(arn).equals(values.arn(queue)),
                what + " is given by the queue's ARN (getQueueArn), and AWS refuses anything else",
                values.words(arn));
        return queue;
    }

    /** The kind of the resource that it is, such as "a topic", if it is one of the stack. */
    private static String kind(StackTemplate template, JsonElement arn) {
        Values values = template.values();
        return template.resources().stream()
                .filter(resource -> refersTo(arn).contains(resource.logicalId())
                        || values.text(arn).equals(values.arn(resource)))
                .map(StackRules::word)
                .map(word -> (word.startsWith("e") ? "an " : "a ") + word)
                .findFirst()
                .orElseGet(() -> values.words(arn));
    }

    private void expectWhatAwsTakes() {
        lesson.expect(
                resource.property("FifoQueue").filter(JsonElement::getAsBoolean).isEmpty(),
                what + " is a standard queue, because AWS accepts no FIFO queue here",
                "a FIFO queue");
        int bytes = resource.property("MaximumMessageSize")
                .map(JsonElement::getAsInt)
                .orElse(DEFAULT_BYTES);
        lesson.expect(
                bytes >= MIN_BYTES,
                what + " takes messages of at least 256 KB" + ADVICE,
                "a queue that refuses messages of more than " + bytes + " bytes, which would be lost");
    }

    private void expectNotDenied(Caller sender) {
        lesson.expect(
                statements().stream().noneMatch(statement -> statement.mayDeny(sender, SEND, arn())),
                "the policy of " + what + " doesn't refuse what AWS sends to the queue" + ADVICE,
                "a policy of the queue that denies sqs:SendMessage, which overrules every permission");
    }

    private void expectUnreadable() {
        long policies =
                template.referring("AWS::SQS::QueuePolicy", "Queues", resource).size();
        lesson.expect(
                policies <= 1,
                what
                        + " has one policy with all its statements (addToResourcePolicy adds a statement): of several policies, AWS keeps only the last",
                policies + " policies of the same queue");
        lesson.expect(
                template.isEncryptedInTransit(resource, SEND),
                what + " refuses messages that come unencrypted, without TLS" + ADVICE,
                "a queue that accepts them: its policy denies no request without TLS");
        lesson.expect(
                StackRules.isEncryptedAtRest(resource),
                what + " keeps its messages encrypted" + ADVICE,
                "a queue without encryption");
    }

    private void expectKept() {
        Duration retention = resource.property("MessageRetentionPeriod")
                .map(seconds -> Duration.ofSeconds(seconds.getAsLong()))
                .orElse(MIN_RETENTION);
        lesson.expect(
                retention.compareTo(MIN_RETENTION) >= 0,
                what + " keeps its messages for at least four days, so that somebody has time to look at them" + ADVICE,
                "a retention period of "
                        + (retention.toHours() < 2 ? retention.toMinutes() + " min" : retention.toHours() + " h"));
        StackRules.expectOwn(
                lesson,
                stack -> stack.resources("AWS::SQS::Queue").stream()
                        .filter(queue -> queue.logicalId().equals(resource.logicalId()))
                        .toList());
    }

    private void expectClosed() {
        for (Statement statement : statements()) {
            for (String name : statement.principals().toList()) {
                lesson.expect(
                        Caller.outside(name, template.values().account()).stream()
                                .noneMatch(caller -> statement.allowsAnything(caller, arn())),
                        "the policy of " + what
                                + " allows nothing to anybody outside this account, and a service only what it"
                                + " does for this account (a condition with aws:SourceArn or aws:SourceAccount)",
                        "a policy that allows " + statement.wordsWithPrincipal() + whoElse(name));
            }
        }
    }

    private static String whoElse(String name) {
        if (name.equals("*")) {
            return ": * is everybody";
        }
        return name.endsWith(".amazonaws.com")
                ? ": it may do that for every account, too"
                : ": that is another account";
    }

    /** Fails if a function's role allows more with queues than sending to the one with this ARN, or that on a condition. */
    public static void expectOnlySending(Lesson lesson, String function, Grants grants, String arn) {
        for (Statement grant : grants.about("sqs:")) {
            String sends = function + " may send to its on-failure destination";
            String got = "a role that allows " + grant.words();
            lesson.expect(grant.resources().equals(List.of(arn)), sends + ", and to no other queue", got);
            lesson.expect(
                    grant.actions().stream().allMatch(action -> SENDING.stream().anyMatch(action::equalsIgnoreCase)),
                    sends + ", and do nothing else with it (sqs:SendMessage)",
                    got);
            lesson.expect(
                    grants.condition(grant).isEmpty(),
                    sends + " at any time",
                    "only under the condition " + grants.condition(grant).orElse(null));
        }
    }

    public String arn() {
        return template.values().arn(resource);
    }

    /**
     * Fails if the queue has a key that a sender may not use: a service needs a permission in the key's policy, which that of
     * AWS's own key for SQS doesn't give to services, but to whoever in the account may use SQS.
     *
     * @param granted what the sender's role allows
     * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">Key
     *     management of SQS</a>
     */
    public void expectKeyFor(Caller sender, List<Statement> granted) {
        JsonElement key = resource.properties().get("KmsMasterKeyId");
        if (key == null) {
            return;
        }
        List<Resource> own = keysOfStack(key);
        boolean mayUse = own.isEmpty()
                ? !sender.isService()
                : own.stream()
                        .allMatch(
                                each -> KEY_ACTIONS.stream().allMatch(action -> mayUse(sender, granted, each, action)));
        lesson.expect(
                mayUse,
                what + " has no key, or one that " + sender.word() + " may use (kms:GenerateDataKey and kms:Decrypt)"
                        + ADVICE,
                own.isEmpty()
                        ? "a key that is not of this stack, such as AWS's own for SQS, which no service may use"
                        : "a key of this stack that it may not use, so what it sends would be lost");
    }

    /** The key of this stack that has this id, ARN or alias. */
    private List<Resource> keysOfStack(JsonElement key) {
        String name = template.values().text(key).replaceFirst("^arn:aws:kms:[^:]*:[^:]*:", "");
        Set<String> named = new TreeSet<>(refersTo(key));
        template.resources("AWS::KMS::Alias").stream()
                .filter(alias -> named.contains(alias.logicalId())
                        || template.values()
                                .text(alias.properties().get("AliasName"))
                                .equals(name))
                .forEach(alias -> named.addAll(refersTo(alias.properties().get("TargetKeyId"))));
        return template.resources("AWS::KMS::Key").stream()
                .filter(own -> named.contains(own.logicalId()))
                .toList();
    }

    /** Whether the key's policy allows it, or leaves it to the account's roles, and this role allows it. */
    private boolean mayUse(Caller sender, List<Statement> granted, Resource key, String action) {
        List<Statement> policy = Statement.of(
                        template.values(), key.properties().get("KeyPolicy"))
                .toList();
        return policy.stream().anyMatch(statement -> statement.allows(sender, action, "*"))
                || policy.stream().anyMatch(statement -> statement.leavesToRoles(sender, action))
                        && granted.stream()
                                .anyMatch(statement -> statement.matches(
                                        action, template.values().arn(key)));
    }

    /** Whether the queue's policy allows this sender to send to it. */
    public boolean isOpenTo(Caller sender) {
        return statements().stream().anyMatch(statement -> statement.allows(sender, SEND, arn()));
    }

    /** What the queue's policy allows and to whom, for a message. */
    public String allowedInWords() {
        String allowed = statements().stream()
                .filter(statement -> !statement.isDeny())
                .map(Statement::wordsWithPrincipal)
                .collect(joining("; "));
        return "a policy of the queue that allows " + (allowed.isEmpty() ? "nothing" : allowed);
    }

    private List<Statement> statements() {
        return template.policy(resource);
    }
}

package workshop.cloud.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import workshop.cloud.AwsError;
import workshop.cloud.Platform;
import workshop.cloud.delivery.Delivery;
import workshop.cloud.delivery.Delivery.Attribute;
import workshop.cloud.delivery.DeliveryQueue.Attempt;
import workshop.cloud.delivery.DeliveryQueue.Task;
import workshop.cloud.delivery.Sender;

/**
 * One event on its way to one target of one rule: tried again while that can help, then left in the dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html">Retry policy</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html">Dead-letter queues</a>
 */
record EventDelivery(Platform platform, Rule rule, RuleTarget target, Event event) implements Task {
    private static final String CANNOT_ASSUME = "FAILED_TO_ASSUME_ROLE";

    @Override
    public void deliver() {
        platform.targets().deliver(target.arn(), delivery());
    }

    /** What the target gets; throws what keeps it from getting anything, which is a hop of its own. */
    private Delivery delivery() {
        try {
            platform.faults().strike("events:Deliver", target.arn());
            if (event.forwarded() && target.service().equals("events")) {
                throw AwsError.of("ThirdBus", "An event is sent on from bus to bus only once");
            }
            String input = target.input().apply(rule, event);
            return new Delivery(sender(), input, Map.of(), event.causes(), event.traceHeader());
        } catch (AwsError e) {
            String kind = target.service() + ":Deliver";
            String outcome = e.code() + ": " + e.getMessage();
            platform.trace().hop(event.causes(), kind, rule.arn(), target.arn(), outcome, event.json());
            throw e;
        }
    }

    /** The target's role where it has one, as to another bus it must; else EventBridge, if the target's policy lets it. */
    private Sender sender() {
        if (target.roleArn() == null) {
            return itself();
        }
        String refusal = "The role " + target.roleArn() + " of the target " + target.id() + " of rule " + rule.name()
                + " does not let " + EventBridge.PRINCIPAL + " assume it";
        platform.iam().pass(target.roleArn(), EventBridge.PRINCIPAL, () -> new AwsError(403, CANNOT_ASSUME, refusal));
        return new Sender(platform.iam().session(target.roleArn(), rule.name()), rule.arn());
    }

    private Sender itself() {
        return Sender.service(EventBridge.PRINCIPAL, rule.arn());
    }

    @Override
    public Optional<Attempt> again(AwsError error, int retries, Duration age) {
        if (!error.isTemporary() || retries >= target.retries() || age.compareTo(target.maximumAge()) >= 0) {
            return Optional.empty();
        }
        // Exponential as AWS's, up to eight minutes; its jitter is for many senders at once, and here is one.
        Duration wait = Duration.ofSeconds(Math.min(480, 15L << Math.min(retries, 6)));
        return Optional.of(new Attempt(wait, retries + 2, target.retries() + 1));
    }

    @Override
    public void giveUp(AwsError error, int retries) {
        leave(
                platform.targets(),
                target.arn(),
                target.deadLetterArn(),
                () -> new Delivery(itself(), event.json(), deadLetter(error, retries), event.causes(), ""));
    }

    @Override
    public void trace(String kind, String to, String outcome, Map<String, Object> details) {
        String at = to == null ? target.arn() : to;
        platform.trace().hop(event.causes(), "events:" + kind, rule.arn(), at, outcome, event.json(), details);
    }

    private Map<String, Attribute> deadLetter(AwsError error, int retries) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("RULE_ARN", Attribute.text(rule.arn()));
        attributes.put("TARGET_ARN", Attribute.text(target.arn()));
        attributes.put("ERROR_CODE", Attribute.text(errorCode(error)));
        attributes.put("ERROR_MESSAGE", Attribute.text(error.getMessage()));
        if (error.isTemporary()) {
            attributes.put(
                    "EXHAUSTED_RETRY_CONDITION",
                    Attribute.text(retries >= target.retries() ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds"));
        }
        attributes.put("RETRY_ATTEMPTS", Attribute.text(String.valueOf(retries)));
        return attributes;
    }

    private static String errorCode(AwsError error) {
        String code = error.code();
        if (code.equals(CANNOT_ASSUME) || code.equals(TargetInput.INVALID_JSON)) {
            return code;
        }
        if (code.startsWith("AccessDenied") || code.startsWith("Authorization")) {
            return "NO_PERMISSIONS";
        }
        if (code.contains("NotFound") || code.contains("NonExistent") || code.contains("DoesNotExist")) {
            return "NO_RESOURCE";
        }
        if (error.isThrottling()) {
            return "THROTTLING";
        }
        return error.status() >= 500 ? "INTERNAL_ERROR" : "ERROR_FROM_TARGET";
    }
}

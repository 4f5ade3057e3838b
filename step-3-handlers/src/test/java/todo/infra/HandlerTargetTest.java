package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate.Resource;

/** How an event gets from its rule to its handler. */
class HandlerTargetTest {
    private static final Lesson LESSON = new Lesson("3.5");

    /** What EventBridge does for a target that doesn't say how often. */
    private static final int RETRIES_BY_DEFAULT = 185;

    /** What EventBridge takes. */
    private static final int MIN_AGE_SECONDS = 60;

    private static final int MAX_AGE_SECONDS = 24 * 60 * 60;

    private final HandlersTemplate handlers = HandlersTemplate.of(LESSON);

    @Test
    void a_rule_hands_the_whole_event_to_its_handler() {
        for (String event : EVENTS) {
            JsonObject target = target(event);
            for (String part : List.of("Input", "InputPath", "InputTransformer")) {
                LESSON.expect(
                        !target.has(part),
                        event
                                + "Handler gets the event as it is: the detail-type, which it reads, is not in the detail",
                        part + " " + target.get(part));
            }
        }
    }

    @Test
    void a_rule_may_call_its_handler() {
        for (String event : EVENTS) {
            target(event);
            Resource rule = handlers.rule(event);
            LESSON.expect(
                    handlers.referring("AWS::Lambda::Permission", "FunctionName", handlers.handler(event)).stream()
                            .anyMatch(permission ->
                                    permission.properties().toString().contains("events.amazonaws.com")
                                            && refersTo(permission.properties().get("SourceArn"))
                                                    .contains(rule.logicalId())),
                    "the rule for " + event + " may call " + event + "Handler"
                            + " (a Lambda permission, which the target LambdaFunction adds by itself)",
                    "no permission for it");
        }
    }

    @Test
    void a_delivery_that_fails_is_tried_again_a_few_times() {
        for (String event : EVENTS) {
            int retries = retryPolicy(event, "MaximumRetryAttempts").orElse(RETRIES_BY_DEFAULT);
            LESSON.expect(
                    1 <= retries && retries < RETRIES_BY_DEFAULT,
                    "a " + event + " that EventBridge can't deliver is tried again a few times and then given up,"
                            + " so that somebody sees it before the day is over",
                    retries == RETRIES_BY_DEFAULT
                            ? "185 retries in 24 hours, which is what a target gets that says nothing"
                            : retries + " retries");
            int age = retryPolicy(event, "MaximumEventAgeInSeconds").orElse(MAX_AGE_SECONDS);
            LESSON.expect(
                    MIN_AGE_SECONDS <= age && age <= MAX_AGE_SECONDS,
                    "EventBridge tries to deliver a " + event + " for at least a minute, and at most a day",
                    "a maximum age of " + age + " seconds");
        }
    }

    @Test
    void an_event_that_can_not_be_delivered_is_parked_in_a_dead_letter_queue() {
        for (String event : EVENTS) {
            JsonElement arn = Optional.ofNullable(target(event).getAsJsonObject("DeadLetterConfig"))
                    .map(config -> config.get("Arn"))
                    .orElseThrow(() -> LESSON.failure(
                            "a " + event + " that EventBridge can't deliver ends in a dead-letter queue,"
                                    + " such as \"undelivered\"",
                            "a target without one: the event would be lost"));
            Resource queue = handlers.parkingQueue(arn, "the dead-letter queue", "UnhandledEvents");
            String rule = handlers.rule(event).logicalId();
            LESSON.expect(
                    handlers.hasPolicy(
                            queue,
                            policy -> policy.toString().contains("events.amazonaws.com")
                                    && refersTo(policy).contains(rule)),
                    "the dead-letter queue lets EventBridge send to it for the rule for " + event,
                    "a queue whose policy doesn't allow it");
        }
    }

    /** The handler among the targets of an event's rule. */
    private JsonObject target(String event) {
        String handler = handlers.handler(event).logicalId();
        return handlers.rule(event).property("Targets").stream()
                .flatMap(targets -> targets.getAsJsonArray().asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(target -> refersTo(target.get("Arn")).contains(handler))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "the rule for " + event + " has a second target beside the log group: " + event + "Handler",
                        "a rule that doesn't call it, so it never hears of an event"));
    }

    private Optional<Integer> retryPolicy(String event, String name) {
        return Optional.ofNullable(target(event).getAsJsonObject("RetryPolicy"))
                .map(policy -> policy.get(name))
                .map(JsonElement::getAsInt);
    }
}

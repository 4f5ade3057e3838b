package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate.Resource;

/** How an event gets from its rule to its handler. */
class HandlerTargetTest {
    private static final Lesson LESSON = new Lesson("3.5");

    /** What EventBridge does for a target that doesn't say how often. */
    private static final int RETRIES_BY_DEFAULT = 185;

    private static final int MAX_RETRIES = 30;

    /** Most outages are over after some minutes. */
    private static final int MIN_AGE_SECONDS = 5 * 60;

    private static final int MAX_AGE_SECONDS = 24 * 60 * 60;

    private final HandlersTemplate handlers = HandlersTemplate.of(LESSON);

    @Test
    void a_rule_hands_the_whole_event_to_its_handler() {
        for (String event : EVENTS) {
            JsonObject target = target(event);
            String state = handlers.rule(event)
                    .property("State")
                    .map(JsonElement::getAsString)
                    .orElse("ENABLED");
            LESSON.expect(
                    !state.equals("DISABLED"),
                    "the rule for " + event + " is enabled",
                    "State " + state + ": it hands over no event");
            for (String part : List.of("Input", "InputPath", "InputTransformer")) {
                LESSON.expect(
                        !target.has(part) || isWholeEvent(part, target.get(part)),
                        event
                                + "Handler gets the event as it is: the detail-type, which it reads, is not in the detail",
                        part + " " + target.get(part));
            }
        }
    }

    /** A path can say "all of it", too. */
    private static boolean isWholeEvent(String part, JsonElement value) {
        return part.equals("InputPath") && value.getAsString().equals("$");
    }

    @Test
    void a_rule_and_nobody_else_may_call_its_handler() {
        for (String event : EVENTS) {
            Set<String> called = refersTo(target(event).get("Arn"));
            String rule = handlers.rule(event).logicalId();
            List<JsonObject> permissions = handlers.template().resources("AWS::Lambda::Permission").stream()
                    .map(Resource::properties)
                    .filter(permission -> HandlersTemplate.meet(refersTo(permission.get("FunctionName")), called))
                    .toList();
            String expected = "the rule for " + event + " may call " + event + "Handler"
                    + " (a Lambda permission, which the target LambdaFunction adds by itself)";
            LESSON.expect(
                    permissions.stream()
                            .anyMatch(permission -> isForEventBridge(permission)
                                    && refersTo(permission.get("SourceArn")).contains(rule)),
                    expected,
                    "no permission for it");
            LESSON.expect(
                    permissions.stream()
                            .allMatch(permission -> isForEventBridge(permission) && permission.has("SourceArn")),
                    expected + ", and nobody else",
                    "a permission that lets others call it");
        }
    }

    private static boolean isForEventBridge(JsonObject permission) {
        return "events.amazonaws.com".equals(permission.get("Principal").getAsString());
    }

    @Test
    void a_delivery_that_fails_is_tried_again_a_few_times() {
        for (String event : EVENTS) {
            int retries = retryPolicy(event, "MaximumRetryAttempts").orElse(RETRIES_BY_DEFAULT);
            LESSON.expect(
                    1 <= retries && retries <= MAX_RETRIES,
                    "a " + event + " that EventBridge can't deliver is tried again a few times, at most " + MAX_RETRIES
                            + ", and then given up, so that somebody sees it before the day is over",
                    retries == RETRIES_BY_DEFAULT
                            ? "185 retries in 24 hours, which is what a target gets that says nothing"
                            : retries + " retries");
            int age = retryPolicy(event, "MaximumEventAgeInSeconds").orElse(MAX_AGE_SECONDS);
            LESSON.expect(
                    MIN_AGE_SECONDS <= age && age <= MAX_AGE_SECONDS,
                    "EventBridge tries to deliver a " + event + " for at least five minutes, and at most a day",
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
            LESSON.expect(
                    handlers.targets(event).stream()
                            .noneMatch(target -> refersTo(target.get("Arn")).contains(queue.logicalId())),
                    "only a " + event + " that EventBridge can't deliver is in the dead-letter queue",
                    "a rule that sends each " + event + " there, too");
        }
    }

    /** The handler among the targets of an event's rule. */
    private JsonObject target(String event) {
        List<JsonObject> targets = handlers.handlersAmongTargets(event);
        LESSON.expect(
                !targets.isEmpty(),
                "the rule for " + event + " has a second target beside the log group: " + event + "Handler",
                "a rule that doesn't call it, so it never gets an event");
        LESSON.expect(
                targets.size() == 1,
                "the rule for " + event + " calls " + event + "Handler once for each event",
                targets.size() + " targets that are this function");
        return targets.get(0);
    }

    private Optional<Integer> retryPolicy(String event, String name) {
        return Optional.ofNullable(target(event).getAsJsonObject("RetryPolicy"))
                .map(policy -> policy.get(name))
                .map(JsonElement::getAsInt);
    }
}

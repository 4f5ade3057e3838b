package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate.Resource;

/** What becomes of an event that a handler got and doesn't manage to handle. */
class HandlerFailureTest {
    private static final Lesson LESSON = new Lesson("3.6");

    /** Lambda's own maximum. */
    private static final int RETRIES_BY_DEFAULT = 2;

    /** Lambda tries again after one minute, and then after two. */
    private static final int SECONDS_FOR_RETRIES = 180;

    private final HandlersTemplate handlers = HandlersTemplate.of(LESSON);

    @Test
    void when_a_handler_fails_Lambda_tries_again() {
        for (String event : EVENTS) {
            int retries = invokeConfig(event)
                    .property("MaximumRetryAttempts")
                    .map(JsonElement::getAsInt)
                    .orElse(RETRIES_BY_DEFAULT);
            LESSON.expect(
                    retries > 0,
                    "when " + event + "Handler fails, Lambda tries again: most failures are over in a minute",
                    "no retry");
            int age = invokeConfig(event)
                    .property("MaximumEventAgeInSeconds")
                    .map(JsonElement::getAsInt)
                    .orElse(Integer.MAX_VALUE);
            LESSON.expect(
                    age > SECONDS_FOR_RETRIES,
                    "a " + event + " may be old enough to be tried again: Lambda waits a minute, and then two",
                    "a maximum age of " + age + " seconds");
        }
    }

    @Test
    void an_event_that_a_handler_never_managed_is_parked() {
        for (String event : EVENTS) {
            JsonElement destination = invokeConfig(event)
                    .property("DestinationConfig.OnFailure.Destination")
                    .orElseThrow(() -> LESSON.failure(
                            "a " + event + " that " + event + "Handler never managed ends in an on-failure destination,"
                                    + " such as the queue \"unhandled\": for EventBridge it is delivered,"
                                    + " so the rule's dead-letter queue never sees it",
                            "no on-failure destination: the event would be lost"));
            Resource queue = handlers.parkingQueue(destination, "the on-failure destination", "UndeliveredEvents");
            LESSON.expect(
                    handlers.statements(event).stream()
                            .anyMatch(statement ->
                                    statement.get("Action").toString().contains("sqs:SendMessage")
                                            && refersTo(statement.get("Resource"))
                                                    .contains(queue.logicalId())),
                    "the role of " + event
                            + "Handler may send to the on-failure destination: Lambda sends in that role",
                    "a role that may not");
        }
    }

    /** What Lambda is told about calling a handler asynchronously. */
    private Resource invokeConfig(String event) {
        return handlers.referring("AWS::Lambda::EventInvokeConfig", "FunctionName", handlers.handler(event)).stream()
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "Lambda is told what to do with a " + event + " that " + event + "Handler doesn't manage"
                                + " (configureAsyncInvoke)",
                        "nothing is said: after two retries the event would be lost"));
    }
}

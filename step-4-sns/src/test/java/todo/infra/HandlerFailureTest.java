package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import java.util.List;
import org.junit.jupiter.api.Test;
import todo.testing.Caller;
import todo.testing.FailureQueue;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;

/** What becomes of an event that a handler got and doesn't manage to handle. */
class HandlerFailureTest {
    private static final Lesson LESSON = new Lesson("3.6");

    /** Lambda's own maximum. */
    private static final int RETRIES_BY_DEFAULT = 2;

    /** Lambda tries again after one minute, and then after two; before that, each attempt takes up to 20 seconds. */
    private static final int MINUTES_FOR_ONE = 2;

    private static final int MINUTES_FOR_TWO = 4;

    private final HandlersTemplate handlers = HandlersTemplate.of(LESSON);

    @Test
    void when_a_handler_fails_Lambda_tries_again() {
        for (String event : EVENTS) {
            int retries = number(invokeConfig(event), "MaximumRetryAttempts", RETRIES_BY_DEFAULT);
            LESSON.expect(
                    retries > 0,
                    "when " + event + "Handler fails, Lambda tries again: most failures are over in a minute",
                    "no retry, so an event is parked after one failure, also one that got EventInProgress because"
                            + " another invocation still holds the lease");
            int age = number(invokeConfig(event), "MaximumEventAgeInSeconds", Integer.MAX_VALUE);
            int minutes = retries == 1 ? MINUTES_FOR_ONE : MINUTES_FOR_TWO;
            LESSON.expect(
                    age >= minutes * 60,
                    "a " + event + " is not given up before its "
                            + (retries == 1
                                    ? "retry: Lambda waits one minute"
                                    : "two retries: Lambda waits one minute, and then two")
                            + ", and each attempt takes up to 20 seconds; so maxEventAge, if you set it, is at least "
                            + minutes + " minutes",
                    "a maximum age of " + age + " seconds");
        }
    }

    @Test
    void an_event_that_a_handler_fails_to_handle_is_parked() {
        for (String event : EVENTS) {
            JsonElement destination = invokeConfig(event)
                    .property("DestinationConfig.OnFailure.Destination")
                    .orElseThrow(() -> LESSON.failure(
                            "a " + event + " that " + event
                                    + "Handler fails to handle goes to an on-failure destination,"
                                    + " such as the queue \"unhandled\": for EventBridge it is delivered,"
                                    + " so the rule's dead-letter queue never sees it",
                            "no on-failure destination, so the event would be lost"));
            Grants grants = handlers.grants(event);
            Caller role = Caller.function(handlers.template().values(), handlers.handler(event));
            FailureQueue queue =
                    handlers.failureQueue(destination, "the on-failure destination", "UndeliveredEvents", role);
            grants.expectOwnPolicies(
                    LESSON,
                    event + "Handler",
                    "the role of " + event + "Handler may send to the on-failure destination",
                    List.of("sqs:SendMessage"),
                    queue.arn());
            List<String> sends =
                    grants.naming("sqs:").stream().map(Statement::words).toList();
            LESSON.expect(
                    grants.all().stream().anyMatch(grant -> grant.matches("sqs:SendMessage", queue.arn())),
                    "the role of " + event
                            + "Handler may send to the on-failure destination: Lambda sends with that role, and needs sqs:SendMessage",
                    queue.isOpenTo(role)
                            ? "a policy of the queue that allows it. AWS takes that, too, but the local cloud, where you run this,"
                                    + " does not. Give the permission to the role (SqsDestination does)"
                            : sends.isEmpty()
                                    ? "a role that allows nothing with SQS"
                                    : "a role that allows only " + String.join(", ", sends));
            queue.expectKeyFor(role, grants.all());
            LESSON.expect(
                    invokeConfig(event)
                            .property("DestinationConfig.OnSuccess.Destination")
                            .isEmpty(),
                    "only a " + event + " that failed is sent on (onFailure)",
                    "an on-success destination, which gets each event that was handled");
            FailureQueue.expectOnlySending(LESSON, event + "Handler", grants, queue.arn());
        }
        StackRules.expectLayer(LESSON, "Handlers");
    }

    private static int number(Resource resource, String property, int otherwise) {
        return resource.property(property).map(JsonElement::getAsInt).orElse(otherwise);
    }

    /** What is configured for asynchronous calls of what the rule calls: the function, a version or an alias. */
    private Resource invokeConfig(String event) {
        String called = handlers.called(event);
        boolean isFunction = called.equals(handlers.handler(event).logicalId());
        List<Resource> all = handlers.template()
                .referring("AWS::Lambda::EventInvokeConfig", "FunctionName", handlers.handler(event));
        return all.stream()
                .filter(config -> isFunction
                        ? config.properties().get("Qualifier").toString().equals("\"$LATEST\"")
                        : refersTo(config.properties().get("Qualifier")).contains(called))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "a " + event + " that " + event
                                + "Handler fails to handle goes to an on-failure destination in the end"
                                + " (configureAsyncInvoke of the function that the rule calls)",
                        notConfigured(event, !all.isEmpty())));
    }

    private String notConfigured(String event, boolean isConfiguredForOthers) {
        if (isConfiguredForOthers) {
            return "a configuration for another version or alias than the one that the rule calls"
                    + (handlers.called(event).equals(handlers.handler(event).logicalId())
                            ? ""
                            : ": in TODO 3.5 its target is a version or an alias, and not the function itself"
                                    + " (LambdaFunction.Builder.create(function))");
        }
        return handlers.handler(event).property("DeadLetterConfig").isPresent()
                ? "the function's own dead-letter queue, whose messages have the reason in their attributes and not beside the"
                        + " event, so that ./workshop redrive can't read it"
                : "no such configuration, so the event would be lost after two retries";
    }
}

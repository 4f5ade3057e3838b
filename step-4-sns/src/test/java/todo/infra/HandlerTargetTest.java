package todo.infra;

import static java.util.stream.Collectors.toSet;
import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import todo.testing.Caller;
import todo.testing.FailureQueue;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;
import todo.testing.Values;

/** How an event gets from its rule to its handler. */
class HandlerTargetTest {
    private static final Lesson LESSON = new Lesson("3.5");

    /** What EventBridge does for a target that doesn't say how often. */
    private static final int RETRIES_BY_DEFAULT = 185;

    private static final int MAX_RETRIES = 30;

    private static final String PARKED_AT_ONCE =
            ", so an event whose target can't be reached for a moment waits in the queue for a person";

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
            Set<String> wanted = handlers.rule(event)
                    .properties()
                    .getAsJsonObject("EventPattern")
                    .keySet();
            LESSON.expect(
                    Set.of("source", "detail-type").containsAll(wanted),
                    "the rule for " + event + " matches every " + event
                            + ": its pattern has only source and detail-type, as in step 2",
                    "a pattern of " + String.join(", ", wanted));
            JsonObject sample = sample(event);
            JsonElement input = input(target, sample);
            for (String read : List.of("detail-type", "detail")) {
                LESSON.expect(
                        input.isJsonObject()
                                && sample.get(read)
                                        .equals(input.getAsJsonObject().get(read)),
                        event + "Handler gets the event with its detail-type and its detail, both of which it reads",
                        "for the event " + sample + ", the target passes on " + input);
            }
        }
    }

    private static JsonObject sample(String event) {
        JsonObject sample = new JsonObject();
        sample.addProperty("detail-type", event);
        sample.add("detail", JsonParser.parseString("{\"data\":{\"todoId\":\"t-1\"}}"));
        return sample;
    }

    /** What a target gets of an event. */
    private static JsonElement input(JsonObject target, JsonObject event) {
        if (target.has("Input")) {
            return json(target.get("Input").getAsString());
        }
        if (target.has("InputTransformer")) {
            JsonObject transformer = target.getAsJsonObject("InputTransformer");
            String template = transformer.get("InputTemplate").getAsString();
            JsonObject paths =
                    transformer.has("InputPathsMap") ? transformer.getAsJsonObject("InputPathsMap") : new JsonObject();
            for (Map.Entry<String, JsonElement> path : paths.entrySet()) {
                String value = String.valueOf(at(path.getValue().getAsString(), event));
                template = template.replace("<" + path.getKey() + ">", value);
            }
            return json(template);
        }
        return target.has("InputPath") ? at(target.get("InputPath").getAsString(), event) : event;
    }

    /** What is no JSON, such as lines of text, is a text. */
    private static JsonElement json(String text) {
        try {
            return JsonParser.parseString(text);
        } catch (JsonSyntaxException e) {
            return new JsonPrimitive(text);
        }
    }

    /** What is at a path such as {@code $.detail.data}. */
    private static JsonElement at(String path, JsonObject event) {
        JsonElement value = event;
        for (String name : path.replaceFirst("^\\$\\.?", "").split("\\.")) {
            value = name.isEmpty() || value == null || !value.isJsonObject()
                    ? value
                    : value.getAsJsonObject().get(name);
        }
        return value == null ? JsonNull.INSTANCE : value;
    }

    @Test
    void a_rule_and_nobody_else_may_call_its_handler() {
        for (String event : EVENTS) {
            Set<String> called = refersTo(target(event).get("Arn"));
            List<JsonObject> permissions = handlers.template().resources("AWS::Lambda::Permission").stream()
                    .map(Resource::properties)
                    .filter(permission -> HandlersTemplate.meet(refersTo(permission.get("FunctionName")), called))
                    .toList();
            String expected = "the rule for " + event + " may call " + event + "Handler"
                    + " (a Lambda permission for events.amazonaws.com, which the target LambdaFunction adds by itself)";
            LESSON.expect(
                    permissions.stream()
                            .anyMatch(permission -> isForEventBridge(permission) && allows(permission, event)),
                    expected,
                    permissions.isEmpty()
                            ? "no permission for it. LambdaFunction adds none for a function that is imported, such as by"
                                    + " fromFunctionArn: pass function. With CfnRule, add it yourself (function.addPermission)"
                            : "only a permission " + inWords(permissions.get(0)));
            for (JsonObject permission : permissions) {
                LESSON.expect(
                        isForEventBridge(permission) && isOfThisAccount(permission),
                        expected + ", and nobody else but rules of this account",
                        "a permission that lets others call it, " + inWords(permission));
            }
        }
    }

    /**
     * Whether a permission is one to call what the rule calls, for this rule or for all of this account.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html">AddPermission</a>
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html">What
     *     EventBridge says of a rule: its ARN and its account</a>
     */
    private boolean allows(JsonObject permission, String event) {
        Values values = handlers.template().values();
        String rule = values.arn(handlers.rule(event));
        List<String> called = List.of(values.text(target(event).get("Arn")), values.name(handlers.handler(event)));
        return called.contains(values.text(permission.get("FunctionName")))
                && (!permission.has("SourceArn") || Statement.isLike(values.text(permission.get("SourceArn")), rule))
                && values.text(permission.get("Action")).matches("lambda:(\\*|InvokeFunction)")
                && List.of("nothing", Values.ACCOUNT).contains(values.text(permission.get("SourceAccount")));
    }

    private String inWords(JsonObject permission) {
        Values values = handlers.template().values();
        return "of " + values.text(permission.get("Principal")) + " for " + values.text(permission.get("Action"))
                + " of "
                + values.text(permission.get("FunctionName"))
                + (permission.has("SourceArn") ? " from " + values.text(permission.get("SourceArn")) : "")
                + whence(permission);
    }

    private String whence(JsonObject permission) {
        Values values = handlers.template().values();
        if (permission.has("SourceAccount")) {
            return " in the account " + values.text(permission.get("SourceAccount"));
        }
        if (permission.has("PrincipalOrgID")) {
            return " in the organization " + values.text(permission.get("PrincipalOrgID"));
        }
        return permission.has("SourceArn") ? "" : ", wherever it calls from (no SourceArn)";
    }

    private boolean isOfThisAccount(JsonObject permission) {
        Values values = handlers.template().values();
        return values.text(permission.get("SourceAccount")).equals(Values.ACCOUNT)
                || values.text(permission.get("SourceArn")).matches("arn:aws:events:[^:]*:" + Values.ACCOUNT + ":.*");
    }

    private boolean isForEventBridge(JsonObject permission) {
        return "events.amazonaws.com".equals(handlers.template().values().text(permission.get("Principal")));
    }

    @Test
    void a_delivery_that_fails_is_tried_again_a_few_times() {
        for (String event : EVENTS) {
            int retries = retryPolicy(event, "MaximumRetryAttempts").orElse(RETRIES_BY_DEFAULT);
            LESSON.expect(
                    1 <= retries && retries <= MAX_RETRIES,
                    "a " + event
                            + " that EventBridge can't deliver is tried again a few times (retryAttempts(RETRIES)), at most "
                            + MAX_RETRIES + ", and then given up, so that somebody sees it before the day is over",
                    retries == RETRIES_BY_DEFAULT
                            ? "up to 185 retries in 24 hours, which is the default"
                            : retries + " retries" + (retries == 0 ? PARKED_AT_ONCE : ""));
            int age = retryPolicy(event, "MaximumEventAgeInSeconds").orElse(MAX_AGE_SECONDS);
            LESSON.expect(
                    MIN_AGE_SECONDS <= age && age <= MAX_AGE_SECONDS,
                    "EventBridge tries to deliver a " + event
                            + " for at least five minutes, and at most a day (maxEventAge)",
                    "a maximum age of " + age + " seconds" + whyNot(age));
        }
    }

    private static String whyNot(int age) {
        return age < 60 || MAX_AGE_SECONDS < age
                ? ", and EventBridge accepts 60 to " + MAX_AGE_SECONDS
                : ": most outages are over after some minutes, but the event would wait in the queue by then, for a person";
    }

    @Test
    void an_event_that_can_not_be_delivered_is_parked_in_a_dead_letter_queue() {
        for (String event : EVENTS) {
            JsonElement arn = Optional.ofNullable(target(event).getAsJsonObject("DeadLetterConfig"))
                    .map(config -> config.get("Arn"))
                    .orElseThrow(() -> LESSON.failure(
                            "a " + event + " that EventBridge can't deliver goes to a dead-letter queue,"
                                    + " such as \"undelivered\" (deadLetterQueue(undelivered))",
                            "a target without a dead-letter queue, so the event would be lost"));
            Caller rule = Caller.service(
                    "events.amazonaws.com", handlers.template().values().arn(handlers.rule(event)));
            FailureQueue queue = handlers.failureQueue(arn, "the dead-letter queue", "UnhandledEvents", rule);
            queue.expectKeyFor(rule, List.of());
            LESSON.expect(
                    queue.isOpenTo(rule),
                    "the dead-letter queue's policy allows events.amazonaws.com to send messages to the queue on behalf of the rule for "
                            + event,
                    queue.allowedInWords());
            boolean isForFailures = handlers // which is for TODO 3.6 to say
                    .template()
                    .referring("AWS::Lambda::EventInvokeConfig", "FunctionName", handlers.handler(event))
                    .stream()
                    .anyMatch(config -> refersTo(config.properties())
                            .contains(queue.resource().logicalId()));
            handlers.grants(event).all().stream()
                    .filter(grant -> !isForFailures && grant.matches("sqs:SendMessage", queue.arn()))
                    .forEach(grant -> LESSON.expect(
                            false,
                            "EventBridge sends to the dead-letter queue, and " + event
                                    + "Handler doesn't: its role needs no permission for it",
                            "a role that allows " + grant.words()));
            LESSON.expect(
                    handlers.targets(event).stream()
                            .noneMatch(target -> refersTo(target.get("Arn"))
                                    .contains(queue.resource().logicalId())),
                    "only a " + event + " that EventBridge can't deliver is in the dead-letter queue",
                    "a rule that sends each " + event + " there, too");
            expectNoOtherTarget(event);
        }
        List<Resource> ofFunctions = EVENTS.stream() // which is for TODO 3.6 to say
                .flatMap(event -> handlers.handler(event).property("DeadLetterConfig").stream())
                .flatMap(config -> refersTo(config).stream())
                .flatMap(queue -> handlers.template().resource(queue).stream())
                .toList();
        StackRules.expectLayer(LESSON, "Handlers", ofFunctions);
    }

    /** Fails if a rule hands each event to a queue, or to another function than its handler. */
    private void expectNoOtherTarget(String event) {
        Set<String> queuesAndFunctions = handlers.template().resources().stream()
                .filter(resource -> resource.type().matches("AWS::(SQS::Queue|Lambda::(Function|Version|Alias))"))
                .map(Resource::logicalId)
                .collect(toSet());
        JsonObject handler = target(event);
        List<String> others = handlers.targets(event).stream()
                .filter(target -> !target.equals(handler))
                .map(target -> target.get("Arn"))
                .filter(arn -> HandlersTemplate.meet(refersTo(arn), queuesAndFunctions))
                .map(handlers.template().values()::words)
                .toList();
        LESSON.expect(
                others.isEmpty(),
                "the rule for " + event + " has two targets, the log group and " + event
                        + "Handler: each target gets every " + event,
                "one more: " + String.join(", ", others));
    }

    /** The handler among the targets of an event's rule. */
    private JsonObject target(String event) {
        List<JsonObject> targets = handlers.handlersAmongTargets(event);
        LESSON.expect(
                !targets.isEmpty(),
                "the rule for " + event + " has a second target beside the log group (rule.addTarget): " + event
                        + "Handler",
                calledInstead(event));
        LESSON.expect(
                targets.size() == 1,
                "the rule for " + event + " calls " + event + "Handler once for each event",
                targets.size() + " targets that are this function");
        LESSON.expect(
                handlers.targets(event).size() > 1,
                "the rule for " + event + " has " + event
                        + "Handler as a second target beside the log group, from TODO 2.6",
                "no other target: this one took its place");
        JsonElement arn = targets.get(0).get("Arn");
        Values values = handlers.template().values();
        LESSON.expect(
                values.text(arn).startsWith("arn:"),
                "the rule's target is given by the function's ARN (getFunctionArn), and AWS refuses anything else",
                values.words(arn));
        List<String> ids = handlers.targets(event).stream()
                .map(target -> values.text(target.get("Id")))
                .toList();
        LESSON.expect(
                ids.size() == Set.copyOf(ids).size(),
                "each target of the rule for " + event + " has an Id of its own: with the Id of another, it takes that"
                        + " one's place",
                "the Ids " + String.join(", ", ids));
        return targets.get(0);
    }

    /** What the rule calls in place of the handler, or what else calls the handler. */
    private String calledInstead(String event) {
        List<String> others = EVENTS.stream()
                .filter(other -> handlers.targets(event).stream()
                        .anyMatch(target -> refersTo(target.get("Arn"))
                                .contains(handlers.handler(other).logicalId())))
                .map(other -> other + "Handler")
                .toList();
        if (!others.isEmpty()) {
            return "a rule that calls " + String.join(", ", others)
                    + (handlers.rules(event).size() > 1 ? "; more than one rule matches " + event : "");
        }
        return handlers.template().mappings(handlers.handler(event)).isEmpty()
                ? "a rule that doesn't call it, so it never gets an event"
                : "a rule that doesn't call it. An event source (addEventSource) is a queue or a stream that Lambda reads; a rule"
                        + " gets a target (rule.addTarget)";
    }

    private Optional<Integer> retryPolicy(String event, String name) {
        return Optional.ofNullable(target(event).getAsJsonObject("RetryPolicy"))
                .map(policy -> policy.get(name))
                .map(JsonElement::getAsInt);
    }
}

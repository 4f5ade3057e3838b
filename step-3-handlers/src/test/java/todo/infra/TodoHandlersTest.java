package todo.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** What stands behind the rules. */
class TodoHandlersTest {
    private static final Lesson ACCESS = new Lesson("3.4");
    private static final Lesson TARGET = new Lesson("3.5");
    private static final Lesson FAILURE = new Lesson("3.6");

    private static final List<String> EVENTS = List.of("TodoCreated", "TodoCompleted", "TodoDeleted");

    /** What claiming, completing and releasing take. */
    private static final Set<String> ACTIONS = Set.of("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");

    /** What EventBridge does if a target doesn't say how often. */
    private static final int RETRIES_BY_DEFAULT = 185;

    private final StackTemplate template = StackTemplate.synthesized();

    @Test
    void the_activity_table_forgets_and_can_be_restored() {
        Resource table = activityTable();
        assertThat(table.property("TimeToLiveSpecification.AttributeName"))
                .hasValueSatisfying(name -> assertThat(name.getAsString()).isEqualTo("expiresAt"));
        assertThat(table.property("TimeToLiveSpecification.Enabled"))
                .hasValueSatisfying(
                        enabled -> assertThat(enabled.getAsBoolean()).isTrue());
        assertThat(table.property("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"))
                .hasValueSatisfying(
                        enabled -> assertThat(enabled.getAsBoolean()).isTrue());
        assertThat(table.property("BillingMode"))
                .hasValueSatisfying(mode -> assertThat(mode.getAsString()).isEqualTo("PAY_PER_REQUEST"));
    }

    @Test
    void a_handler_knows_the_activity_table() {
        for (String event : EVENTS) {
            JsonElement name = handler(event)
                    .property("Environment.Variables.ACTIVITY_TABLE_NAME")
                    .orElseThrow(() -> ACCESS.failure(
                            event + "Handler knows the activity table, as ACTIVITY_TABLE_NAME in its environment",
                            handler(event)
                                    .property("Environment.Variables")
                                    .map(variables -> "only " + variables)
                                    .orElse("no environment")));
            ACCESS.expect(
                    name.toString().equals("{\"Ref\":\"" + activityTable().logicalId() + "\"}"),
                    "ACTIVITY_TABLE_NAME of " + event + "Handler is the name of the activity table",
                    name);
        }
    }

    @Test
    void a_handler_may_do_with_the_activity_table_what_handling_takes() {
        for (String event : EVENTS) {
            Set<String> missing = new TreeSet<>(ACTIONS);
            missing.removeAll(allowed(event));
            ACCESS.expect(
                    missing.isEmpty(),
                    event
                            + "Handler may put (to claim an event), update (to record it as done) and delete (to give it back)"
                            + " in the activity table",
                    "a role without " + String.join(", ", missing) + ", so AWS answers AccessDeniedException");
        }
    }

    @Test
    void a_handler_may_do_nothing_else_with_any_table() {
        boolean mayAnything = false;
        for (String event : EVENTS) {
            for (JsonObject statement : template.statements(handler(event))) {
                for (String action : StackTemplate.texts(statement.get("Action"))) {
                    if (action.startsWith("dynamodb:") || action.equals("*")) {
                        mayAnything = true;
                        ACCESS.expect(
                                ACTIONS.contains(action),
                                event + "Handler may do no more with a table than its three writes"
                                        + " (PutItem, UpdateItem, DeleteItem)",
                                action);
                        ACCESS.expect(
                                isActivityTable(statement.get("Resource")),
                                event + "Handler may use the activity table and no other",
                                action + " on " + statement.get("Resource"));
                    }
                }
            }
        }
        ACCESS.expect(mayAnything, "the handlers may use the activity table, and only that", "roles that may use none");
    }

    @Test
    void each_event_goes_to_its_function() {
        for (String event : EVENTS) {
            JsonElement whole = target(event);
            for (String part : List.of("Input", "InputPath", "InputTransformer")) {
                TARGET.expect(
                        !whole.getAsJsonObject().has(part),
                        event + "Handler gets the whole event, as its detail-type stands outside of the detail",
                        part + " " + whole.getAsJsonObject().get(part));
            }
        }
    }

    @Test
    void a_rule_may_call_its_function() {
        for (String event : EVENTS) {
            target(event);
            String function = handler(event).logicalId();
            String rule = rule(event).logicalId();
            TARGET.expect(
                    template.resources("AWS::Lambda::Permission").stream()
                            .filter(permission ->
                                    permission.properties().toString().contains("events.amazonaws.com"))
                            .filter(permission -> refersTo(
                                            permission.properties().get("FunctionName"))
                                    .contains(function))
                            .anyMatch(permission -> refersTo(
                                            permission.properties().get("SourceArn"))
                                    .contains(rule)),
                    "EventBridge may call " + event + "Handler for the rule " + rule + " (a Lambda permission,"
                            + " which the target LambdaFunction adds by itself)",
                    "no such permission");
        }
    }

    @Test
    void a_delivery_that_fails_is_tried_again_a_few_times() {
        for (String event : EVENTS) {
            int retries = Optional.ofNullable(target(event).getAsJsonObject().getAsJsonObject("RetryPolicy"))
                    .map(policy -> policy.get("MaximumRetryAttempts"))
                    .map(JsonElement::getAsInt)
                    .orElse(RETRIES_BY_DEFAULT);
            TARGET.expect(
                    1 <= retries && retries < RETRIES_BY_DEFAULT,
                    "a " + event + " that can't be delivered is tried again some times, and is then given up,"
                            + " so that somebody sees it before a day is over",
                    retries + " retries"
                            + (retries == RETRIES_BY_DEFAULT ? ", for 24 hours: EventBridge's default" : ""));
        }
    }

    @Test
    void an_event_that_was_given_up_is_parked_in_the_dead_letter_queue() {
        for (String event : EVENTS) {
            JsonElement queue = Optional.ofNullable(
                            target(event).getAsJsonObject().getAsJsonObject("DeadLetterConfig"))
                    .map(config -> config.get("Arn"))
                    .orElseThrow(() -> TARGET.failure(
                            "a " + event + " that can't be delivered ends in the dead-letter queue \"undelivered\"",
                            "a target without one: the event would be lost"));
            Resource parked = queue(queue)
                    .orElseThrow(() -> TARGET.failure("the dead-letter queue is a queue of this stack", queue));
            TARGET.expect(
                    template.resources("AWS::SQS::QueuePolicy").stream()
                            .filter(policy ->
                                    refersTo(policy.properties().get("Queues")).contains(parked.logicalId()))
                            .anyMatch(policy -> policy.properties().toString().contains("events.amazonaws.com")
                                    && refersTo(policy.properties().get("PolicyDocument"))
                                            .contains(rule(event).logicalId())),
                    "EventBridge may send to the dead-letter queue for the rule "
                            + rule(event).logicalId(),
                    "a queue whose policy doesn't allow it");
            expectTls(TARGET, parked);
        }
    }

    @Test
    void Lambda_itself_tries_again_when_a_handler_fails() {
        for (String event : EVENTS) {
            int retries = invokeConfig(event)
                    .property("MaximumRetryAttempts")
                    .map(JsonElement::getAsInt)
                    .orElse(2);
            FAILURE.expect(
                    retries >= 1,
                    "when " + event + "Handler fails, Lambda tries again, as most failures are over in a minute",
                    retries + " retries");
        }
    }

    @Test
    void an_event_that_a_handler_never_managed_is_parked_with_the_reason() {
        for (String event : EVENTS) {
            JsonElement destination = invokeConfig(event)
                    .property("DestinationConfig.OnFailure.Destination")
                    .orElseThrow(() -> FAILURE.failure(
                            "what " + event + "Handler never managed ends in the queue \"unhandled\": EventBridge"
                                    + " has delivered it, so the rule's dead-letter queue never sees it",
                            "a configuration without an on-failure destination: the event would be lost"));
            Resource parked = queue(destination)
                    .orElseThrow(
                            () -> FAILURE.failure("the on-failure destination is a queue of this stack", destination));
            FAILURE.expect(
                    template.statements(handler(event)).stream()
                            .anyMatch(statement ->
                                    statement.get("Action").toString().contains("sqs:SendMessage")
                                            && refersTo(statement.get("Resource"))
                                                    .contains(parked.logicalId())),
                    "the role of " + event
                            + "Handler may send to the on-failure destination: Lambda sends in that role",
                    "a role that may not");
            expectTls(FAILURE, parked);
        }
    }

    private void expectTls(Lesson lesson, Resource queue) {
        lesson.expect(
                template.resources("AWS::SQS::QueuePolicy").stream()
                        .filter(policy ->
                                refersTo(policy.properties().get("Queues")).contains(queue.logicalId()))
                        .anyMatch(policy -> policy.properties().toString().contains("aws:SecureTransport")),
                "the queue refuses what comes unencrypted (TLS only), as every ParkingQueue does",
                "a queue without such a policy");
    }

    /** The rule that an event of this type finds. */
    private Resource rule(String event) {
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> rule.property("EventPattern.detail-type")
                        .filter(types -> StackTemplate.texts(types).contains(event))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> TARGET.failure("there is a rule for " + event + ", from step 2", "none"));
    }

    /** The function among the targets of an event's rule. */
    private JsonElement target(String event) {
        String function = handler(event).logicalId();
        JsonElement targets = rule(event)
                .property("Targets")
                .orElseThrow(() -> TARGET.failure("the rule for " + event + " has targets", "none"));
        return targets.getAsJsonArray().asList().stream()
                .filter(target -> refersTo(target.getAsJsonObject().get("Arn")).contains(function))
                .findFirst()
                .orElseThrow(() -> TARGET.failure(
                        "the rule for " + event + " has " + event + "Handler as a target, beside the log group",
                        "a rule that doesn't call it: the function never hears of an event"));
    }

    private Resource invokeConfig(String event) {
        String function = handler(event).logicalId();
        return template.resources("AWS::Lambda::EventInvokeConfig").stream()
                .filter(config ->
                        refersTo(config.properties().get("FunctionName")).contains(function))
                .findFirst()
                .orElseThrow(() -> FAILURE.failure(
                        "Lambda is told what to do with a " + event + " that " + event + "Handler never managed:"
                                + " a configuration of its asynchronous invocation",
                        "none: after two retries the event is lost"));
    }

    private Resource handler(String event) {
        return template.function(event + "Handler").orElseThrow();
    }

    private Set<String> allowed(String event) {
        Set<String> actions = new TreeSet<>();
        for (JsonObject statement : template.statements(handler(event))) {
            if (isActivityTable(statement.get("Resource"))) {
                for (String action : StackTemplate.texts(statement.get("Action"))) {
                    actions.addAll(action.equals("dynamodb:*") ? ACTIONS : Set.of(action));
                }
            }
        }
        return actions;
    }

    private boolean isActivityTable(JsonElement resource) {
        return refersTo(resource).equals(Set.of(activityTable().logicalId()));
    }

    private Optional<Resource> queue(JsonElement arn) {
        return template.resources("AWS::SQS::Queue").stream()
                .filter(queue -> refersTo(arn).contains(queue.logicalId()))
                .findFirst();
    }

    /** The table that the output {@code ActivityTableName} names. */
    private Resource activityTable() {
        Set<String> named = refersTo(template.output("ActivityTableName").orElseThrow());
        return template.resources("AWS::DynamoDB::Table").stream()
                .filter(table -> named.contains(table.logicalId()))
                .findFirst()
                .orElseThrow();
    }
}

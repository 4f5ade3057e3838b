package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import todo.handlers.ActivityCalls;
import todo.testing.AwsOnThisMachine;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;
import todo.testing.Values;

/** What the handlers know and may do. */
@ExtendWith(AwsOnThisMachine.Started.class)
class HandlerAccessTest {
    private static final Lesson LESSON = new Lesson("3.4");

    private final List<HandlersTemplate> stacks = HandlersTemplate.ofTwoStacks(LESSON);

    @Test
    void a_handler_knows_the_activity_table() {
        StackRules.expectOwn(LESSON, stack -> List.of(new HandlersTemplate(LESSON, stack).activityTable()));
        for (HandlersTemplate stack : stacks) {
            EVENTS.forEach(event -> expectKnown(stack, event));
        }
    }

    private static void expectKnown(HandlersTemplate stack, String event) {
        JsonObject variables = stack.handler(event)
                .property("Environment.Variables")
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
        LESSON.expect(
                variables.has("ACTIVITY_TABLE_NAME"),
                event
                        + "Handler finds the activity table's name in its environment, as ACTIVITY_TABLE_NAME (addEnvironment)",
                Values.namesInWords(variables));
        Values values = stack.template().values();
        JsonElement variable = variables.get("ACTIVITY_TABLE_NAME");
        LESSON.expect(
                values.text(variable).equals(values.name(stack.activityTable())),
                "ACTIVITY_TABLE_NAME of " + event + "Handler is the name of this stack's activity table (getTableName)",
                values.words(variable));
    }

    @Test
    void a_handler_may_make_the_calls_that_the_activity_log_makes() {
        Set<String> called = ActivityCalls.actions();
        called.retainAll(ActivityCalls.ALLOWED);
        for (HandlersTemplate stack : stacks) {
            for (String event : EVENTS) {
                expectAllowed(stack, event, called.isEmpty() ? ActivityCalls.ALLOWED : called);
            }
        }
    }

    private static void expectAllowed(HandlersTemplate stack, String event, Set<String> actions) {
        Values values = stack.template().values();
        String arn = values.arn(stack.activityTable());
        String name = values.name(stack.activityTable());
        List<Statement> grants = stack.grants(event).all();
        LESSON.expect(
                StackRules.isOpenToRoles(stack.template(), stack.activityTable()),
                "the role of " + event + "Handler, and no other policy, says what it may do with the activity table",
                "a resource policy of the table. AWS takes that, too, but the local cloud, where you run this, does not. Give the"
                        + " permission to the role (function.allow)");
        stack.grants(event).expectOwnPolicies(LESSON, event + "Handler", threeWrites(event), actions, arn);
        LESSON.expect(
                grants.stream().noneMatch(grant -> grant.resources().contains(name)),
                "a role names the table by its ARN (getTableArn); AWS refuses anything else",
                "the table's name");
        Set<String> missing = new TreeSet<>(actions);
        missing.removeIf(action -> grants.stream().anyMatch(grant -> grant.matches(action, arn)));
        LESSON.expect(
                missing.isEmpty(),
                event + "Handler may make the calls on the activity table that ActivityLog makes: "
                        + String.join(", ", new TreeSet<>(actions)),
                "a role without " + String.join(", ", missing) + " on that table, so AWS answers AccessDeniedException"
                        + whatElse(grants));
        Grants own = stack.grants(event);
        own.about("dynamodb:")
                .forEach(grant -> LESSON.expect(
                        own.condition(grant).isEmpty(),
                        event + "Handler may write to the activity table at any time",
                        "only under the condition " + own.condition(grant).orElse(null)));
    }

    /** What the role allows instead, such as actions with another prefix. */
    private static String whatElse(List<Statement> grants) {
        List<Statement> instead = grants.stream()
                .filter(grant -> !grant.isAbout("logs:", "sqs:", "sns:"))
                .toList();
        if (instead.stream().flatMap(grant -> grant.actions().stream()).anyMatch(action -> action.startsWith("arn:"))) {
            return "; it has an ARN in the place of an action (swapped: allow(…) takes the ARN first, then the actions)";
        }
        return instead.isEmpty()
                ? ""
                : "; it allows " + instead.stream().map(Statement::words).collect(Collectors.joining("; "));
    }

    private static String threeWrites(String event) {
        return event + "Handler may do its three writes and nothing else (dynamodb:PutItem, UpdateItem, DeleteItem)";
    }

    @Test
    void a_handler_may_do_nothing_else_with_a_table() {
        for (HandlersTemplate stack : stacks) {
            EVENTS.forEach(event -> expectNothingElse(stack, event));
        }
        StackTemplate template = stacks.get(0).template();
        List<Resource> queues = template.resources("AWS::SQS::Queue").stream() // of TODO 3.5 and 3.6
                .flatMap(queue -> StackRules.withKeys(template, queue).stream())
                .toList();
        StackRules.expectLayer(LESSON, "Handlers", queues);
    }

    private static void expectNothingElse(HandlersTemplate stack, String event) {
        String writes = threeWrites(event);
        String arn = stack.template().values().arn(stack.activityTable());
        stack.grants(event).expectOwnPolicies(LESSON, event + "Handler", writes, ActivityCalls.ALLOWED, arn);
        List<Statement> grants = stack.grants(event).about("dynamodb:");
        LESSON.expect(!grants.isEmpty(), writes, "a role that allows nothing with DynamoDB");
        for (Statement grant : grants) {
            for (String action : grant.actions()) {
                LESSON.expect(
                        ActivityCalls.ALLOWED.stream().anyMatch(action::equalsIgnoreCase),
                        writes,
                        (action.equals("*") ? grant.words() : action) + " is allowed too, which is more than it needs");
            }
            for (String resource : grant.resources()) {
                LESSON.expect(
                        resource.equals(arn),
                        event + "Handler may write to the activity table and no other",
                        String.join(", ", grant.actions()) + " on " + inWords(resource, arn)
                                + ", which is more than it needs");
            }
        }
    }

    private static String inWords(String resource, String arn) {
        if (resource.equals("*")) {
            return "every table (*)";
        }
        return resource.startsWith(arn) ? "the table's ARN followed by " + resource.substring(arn.length()) : resource;
    }
}

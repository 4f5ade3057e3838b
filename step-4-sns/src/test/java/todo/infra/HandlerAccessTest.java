package todo.infra;

import static todo.infra.HandlersTemplate.EVENTS;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;

/** What the handlers know and may do. */
class HandlerAccessTest {
    private static final Lesson LESSON = new Lesson("3.4");

    /** What claiming, completing and releasing take. */
    private static final Set<String> THREE_WRITES =
            Set.of("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");

    private final HandlersTemplate handlers = HandlersTemplate.of(LESSON);

    @Test
    void a_handler_knows_the_activity_table() {
        for (String event : EVENTS) {
            JsonElement name = handlers.handler(event)
                    .property("Environment.Variables.ACTIVITY_TABLE_NAME")
                    .orElseThrow(() -> LESSON.failure(
                            event
                                    + "Handler finds the activity table's name in its environment, as ACTIVITY_TABLE_NAME",
                            handlers.handler(event)
                                    .property("Environment.Variables")
                                    .map(variables -> "only " + variables)
                                    .orElse("no environment")));
            LESSON.expect(
                    name.toString()
                            .equals("{\"Ref\":\"" + handlers.activityTable().logicalId() + "\"}"),
                    "ACTIVITY_TABLE_NAME of " + event + "Handler is the name of the activity table",
                    name);
        }
    }

    @Test
    void a_handler_may_put_update_and_delete_in_the_activity_table() {
        for (String event : EVENTS) {
            Set<String> missing = new TreeSet<>(THREE_WRITES);
            String name = "{\"Ref\":\"" + handlers.activityTable().logicalId() + "\"}";
            handlers.statements(event).stream()
                    .filter(this::isAboutTheActivityTable)
                    .peek(statement -> LESSON.expect(
                            !StackTemplate.texts(statement.get("Resource")).contains(name),
                            "a role names the table by its ARN; AWS deploys no other",
                            "the table's name, " + name))
                    .flatMap(statement -> StackTemplate.texts(statement.get("Action")).stream())
                    .forEach(action -> missing.removeIf(write -> action.equals(write) || action.equals("dynamodb:*")));
            LESSON.expect(
                    missing.isEmpty(),
                    event + "Handler may put (to claim an event), update (to record it as done) and delete"
                            + " (to give it back) in the activity table",
                    "a role without " + String.join(", ", missing) + " there, so AWS answers AccessDeniedException");
        }
    }

    @Test
    void a_handler_may_do_nothing_else_with_a_table() {
        boolean mayAnything = false;
        for (String event : EVENTS) {
            for (JsonObject statement : handlers.statements(event)) {
                for (String action : StackTemplate.texts(statement.get("Action"))) {
                    if (action.startsWith("dynamodb:") || action.equals("*")) {
                        mayAnything = true;
                        LESSON.expect(
                                THREE_WRITES.contains(action),
                                event + "Handler may do its three writes and nothing else"
                                        + " (dynamodb:PutItem, UpdateItem, DeleteItem)",
                                action + " is allowed too");
                        LESSON.expect(
                                isAboutTheActivityTable(statement),
                                event + "Handler may write to the activity table and no other",
                                action + " is allowed on " + statement.get("Resource"));
                    }
                }
            }
        }
        LESSON.expect(
                mayAnything, "the handlers may write to the activity table and no other", "roles that allow no table");
    }

    private boolean isAboutTheActivityTable(JsonObject statement) {
        return refersTo(statement.get("Resource"))
                .equals(Set.of(handlers.activityTable().logicalId()));
    }
}

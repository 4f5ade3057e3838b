package todo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import todo.events.TodoEvent;

/** Step 3: each rule calls a function, which handles its event once. */
@Order(3)
class HandlersIT {
    private static final String RULE_TO_HANDLER = "rule → handler → activity table: no %s is recorded as done."
            + " Is the handler a target of its rule, does it know the table's name, and may it write there?";

    private final DeployedStack stack = DeployedStack.find();
    private final ActivityTable activity = new ActivityTable(stack.output("ActivityTableName"));
    private final Bus bus = new Bus(stack.output("EventBusName"));
    private final Todos todos = new Todos(stack);

    @AfterEach
    void leaveNothing() {
        todos.close();
    }

    @Test
    void each_event_in_the_life_of_a_to_do_is_recorded_once() {
        Stimulus<String> life = new Stimulus<>(() -> {
            String id = todos.complete("End-to-end test");
            todos.delete(id);
            return id;
        });
        expectHandled("TodoCreated", life);
        expectHandled("TodoCompleted", life);
        String id = expectHandled("TodoDeleted", life);

        assertThat(activity.entries(id))
                .as("activity table: one record for each event of the to-do " + id)
                .extracting(ActivityTable.Entry::type)
                .containsExactlyInAnyOrder("TodoCreated", "TodoCompleted", "TodoDeleted");
        activity.forget(id);
    }

    @Test
    void an_event_that_comes_twice_is_handled_once() {
        LogGroup log = stack.logOf("TodoCreatedHandler");
        TodoEvent event = Bus.creation();
        Supplier<TodoEvent> delivery = () -> {
            bus.put(TodoEvent.SOURCE, event);
            return event;
        };
        new Stimulus<>(delivery)
                .reaches(
                        RULE_TO_HANDLER.formatted("TodoCreated"),
                        log,
                        it -> activity.hasDone("TodoCreated", it.todo().todoId()));
        new Stimulus<>(delivery)
                .reaches(
                        "handler: its log doesn't say that it has seen the event " + event.id()
                                + " before. Does it claim the event before it works (once)?",
                        log,
                        it -> log.has("Seen before", it.id()));

        assertThat(log.lines("Created:", event.id()))
                .as("TodoCreatedHandler: the event " + event.id() + " that came twice is handled once")
                .hasSize(1);
        activity.forget(event.todo().todoId());
    }

    private String expectHandled(String detailType, Stimulus<String> life) {
        return life.reaches(
                RULE_TO_HANDLER.formatted(detailType),
                stack.logOf(detailType + "Handler"),
                id -> activity.hasDone(detailType, id));
    }
}

package todo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import todo.events.TodoEvent;

/** Step 2: the events travel on the bus, and the rules write those of this system to the log group. */
@Order(2)
class EventBusIT {
    private static final String PUBLISHER_TO_BUS =
            "publisher → bus: the publisher's log doesn't say that it published a %s."
                    + " Does it know the bus's name, and may it put events on it?";
    private static final String RULE_TO_LOG =
            "bus → rule → log group: no %s arrives in the log group %s. Does a rule of"
                    + " this bus match source TodoService and this detail-type, and is the log group its target?";

    private final DeployedStack stack = DeployedStack.find();
    private final LogGroup published = stack.logOf("StreamPublisher");
    private final LogGroup events = new LogGroup(stack.output("EventLogGroup"));
    private final Bus bus = new Bus(stack.output("EventBusName"));
    private final Todos todos = new Todos(stack);

    @AfterEach
    void leaveNothing() {
        todos.close();
    }

    @Test
    void a_creation_travels_on_the_bus_and_its_rule_logs_it() {
        expectLogged("TodoCreated", new Stimulus<>(todos::create));
    }

    @Test
    void a_completion_travels_on_the_bus_and_its_rule_logs_it() {
        expectLogged("TodoCompleted", new Stimulus<>(() -> todos.complete("End-to-end test")));
    }

    @Test
    void a_deletion_travels_on_the_bus_and_its_rule_logs_it() {
        expectLogged("TodoDeleted", new Stimulus<>(() -> {
            String id = todos.create();
            todos.delete(id);
            return id;
        }));
    }

    @Test
    void an_event_from_another_source_matches_no_rule() {
        TodoEvent foreign = Bus.creation();
        Stimulus<TodoEvent> own = new Stimulus<>(() -> {
            bus.put("SomebodyElse", foreign);
            TodoEvent event = Bus.creation();
            bus.put(TodoEvent.SOURCE, event);
            return event;
        });
        own.reaches(
                RULE_TO_LOG.formatted("TodoCreated", events.name()),
                events,
                event -> events.has("TodoCreated", event.id()));
        assertThat(events.lines(foreign.id()))
                .as("bus → rule: an event whose source is SomebodyElse matches no rule")
                .isEmpty();
    }

    private void expectLogged(String detailType, Stimulus<String> change) {
        change.reaches(
                PUBLISHER_TO_BUS.formatted(detailType), published, id -> published.has("Published " + detailType, id));
        change.reaches(RULE_TO_LOG.formatted(detailType, events.name()), events, id -> events.has(detailType, id));
    }
}

package todo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import todo.Todo;
import todo.events.TodoEvent;

/** The stack's event bus, for events that no change of a to-do brought about. */
record Bus(String name) {
    private static final EventBridgeClient EVENT_BRIDGE = EventBridgeClient.create();

    /** The creation of a to-do that is in no table. */
    static TodoEvent creation() {
        long now = System.currentTimeMillis();
        Todo todo = new Todo(UUID.randomUUID().toString(), "End-to-end test", false, now, now);
        TodoEvent.Metadata metadata = new TodoEvent.Metadata(UUID.randomUUID().toString(), "1", now);
        return new TodoEvent(TodoEvent.CREATED, new TodoEvent.Detail(metadata, todo));
    }

    void put(String source, TodoEvent event) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(name)
                .source(source)
                .detailType(event.detailType())
                .detail(event.detailJson())
                .build();
        PutEventsResponse response = EVENT_BRIDGE.putEvents(put -> put.entries(entry));
        assertThat(response.failedEntryCount())
                .as("test → bus " + name + ": " + response.entries())
                .isZero();
    }
}

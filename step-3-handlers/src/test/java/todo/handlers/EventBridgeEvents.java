package todo.handlers;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import todo.Json;
import todo.Todo;
import todo.events.TodoEvent;

/** Events as EventBridge hands them to a Lambda function. */
final class EventBridgeEvents {
    /** When all changes happened: 2026-01-02T03:04:05Z. */
    static final long OCCURRED_AT = 1_767_323_045_000L;

    private EventBridgeEvents() {}

    /** An event about the to-do "Water the plants". */
    static TodoEvent event(String detailType, String eventId) {
        return event(detailType, eventId, "Water the plants");
    }

    static TodoEvent event(String detailType, String eventId, String name) {
        Todo todo = new Todo("t-1", name, detailType.equals(TodoEvent.COMPLETED), 1_767_323_000_123L, OCCURRED_AT);
        return new TodoEvent(detailType, new TodoEvent.Detail(new TodoEvent.Metadata(eventId, "1", OCCURRED_AT), todo));
    }

    /** One delivery of it; EventBridge makes up the envelope's id for every PutEvents. */
    static InputStream delivery(TodoEvent event, String envelopeId) {
        String json = """
                {
                  "version": "0",
                  "id": "%s",
                  "detail-type": %s,
                  "source": "TodoService",
                  "account": "123456789012",
                  "time": "2026-01-02T03:04:06Z",
                  "region": "eu-central-1",
                  "resources": [],
                  "detail": %s
                }""".formatted(envelopeId, Json.write(event.detailType()), event.detailJson());
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }
}

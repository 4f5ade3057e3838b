package todo.handlers;

import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import todo.Json;
import todo.events.TodoEvent;

/** Reads the event in what EventBridge hands to a Lambda function. */
final class EventReader {
    private EventReader() {}

    private record Envelope(@SerializedName("detail-type") String detailType, TodoEvent.Detail detail) {}

    /** Throws {@link IllegalArgumentException} showing what came if it is no event of this system. */
    static TodoEvent read(InputStream input) throws IOException {
        String json = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        try {
            Envelope envelope = Json.read(json, Envelope.class);
            if (envelope != null
                    && envelope.detailType != null
                    && envelope.detail != null
                    && envelope.detail.metadata() != null
                    && envelope.detail.metadata().id() != null
                    && envelope.detail.data() != null
                    && envelope.detail.data().todoId() != null
                    && envelope.detail.data().name() != null) {
                return new TodoEvent(envelope.detailType, envelope.detail);
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("Not an event of this system: " + json, e);
        }
        throw new IllegalArgumentException("Not an event of this system: " + json);
    }
}

package todo.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import todo.events.TodoEvent;

class EventReaderTest {
    @Test
    void an_event_is_read_as_it_was_published() throws IOException {
        TodoEvent event = EventBridgeEvents.event(TodoEvent.DELETED, "change-7", "Grüße\n\"Blumen\" 🌷");
        assertThat(EventReader.read(EventBridgeEvents.delivery(event, "envelope-1")))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"TodoCreated\"",
                "{",
                "{}",
                "{\"detail-type\": \"TodoCreated\"}",
                "{\"detail-type\": \"TodoCreated\", \"detail\": {}}",
                "{\"detail-type\": \"TodoCreated\", \"detail\": {\"metadata\": {}, \"data\": {}}}",
                "{\"detail-type\": \"TodoCreated\", \"detail\": {\"metadata\": {\"id\": \"change-1\"}, \"data\": {}}}",
                "{\"detail-type\": \"TodoCreated\", \"detail\": \"yes\"}",
                "{\"detail\": {\"metadata\": {\"id\": \"c\"}, \"data\": {\"todoId\": \"t\", \"name\": \"n\"}}}"
            })
    void what_is_no_event_is_refused_and_shown(String garbage) {
        assertThatThrownBy(() -> EventReader.read(new ByteArrayInputStream(garbage.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Not an event of this system: " + garbage);
    }
}

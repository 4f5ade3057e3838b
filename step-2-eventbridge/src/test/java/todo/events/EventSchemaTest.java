package todo.events;

import static todo.events.StreamRecords.change;
import static todo.events.StreamRecords.record;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;

/** What goes to the bus keeps the contract in {@code docs/events/}. */
@ExtendWith(AwsOnThisMachine.Started.class)
class EventSchemaTest {
    private static final Lesson LESSON = new Lesson("2.3");

    @Test
    void the_detail_of_each_type_of_event_is_valid_under_its_schema() {
        TodoEvent.TYPES.forEach(EventSchemaTest::expectValid);
    }

    private static void expectValid(String schema) {
        PutEventsRequestEntry entry = entry(change(schema));
        LESSON.expect(
                schema.equals(entry.detailType()),
                "the entry's detail-type is that of the event, " + schema + ", letter by letter",
                BusClientTest.given(entry.detailType()));
        String detail = String.valueOf(entry.detail());
        List<String> errors = errors(schema(schema), detail);
        LESSON.expect(
                errors.isEmpty(),
                "the entry's detail is valid under the schema docs/events/" + schema + ".schema.json",
                detail + ", which has the errors " + errors);
    }

    private static List<String> errors(Schema schema, String detail) {
        try {
            return schema.validate(detail, InputFormat.JSON).stream()
                    .map(Error::toString)
                    .toList();
        } catch (RuntimeException e) {
            throw LESSON.failure("the entry's detail is JSON", detail);
        }
    }

    private static PutEventsRequestEntry entry(String record) {
        AwsOnThisMachine.fresh();
        TodoEvent event = new TodoChange(record(record)).event().orElseThrow();
        PutEventsRequestEntry entry;
        try (EventBridgeClient eventBridge = EventBridgeClient.create()) {
            entry = new BusClient(eventBridge, "todo").entry(event);
        } catch (RuntimeException | java.lang.Error e) {
            throw LESSON.failure("entry(event) returns an entry with bus, source, detail-type and detail", e);
        }
        LESSON.expect(entry != null, "entry(event) returns an entry with bus, source, detail-type and detail", "null");
        return entry;
    }

    private static Schema schema(String name) {
        String file = "/events/" + name + ".schema.json";
        try (InputStream schema = EventSchemaTest.class.getResourceAsStream(file)) {
            if (schema == null) {
                throw new AssertionError(name + " has no schema: copy docs/events/" + name
                        + ".schema.json to src/test/resources/events");
            }
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

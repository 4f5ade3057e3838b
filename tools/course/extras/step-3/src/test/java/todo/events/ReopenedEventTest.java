package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.record;
import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** The fourth event, from the change in the table to its handler; the step's own tests say the rest about it. */
class ReopenedEventTest {
    private static final Lesson LESSON = new Lesson("3.E1", "modified");
    private static final String TYPE = "TodoReopened";
    private static final String OPEN = todo("Milk", "false");
    private static final String COMPLETED = todo("Milk", "true");

    private static final String NEVER_COMPLETED = todo("Milk", null);

    @Test
    void a_to_do_that_is_reopened_is_published_as_TodoReopened() {
        String expected = "a to-do that is completed, and then open again, is published as " + TYPE;
        TodoEvent event = event(modify(1, COMPLETED, OPEN)).orElseThrow(() -> LESSON.failure(expected, "no event"));
        LESSON.expect(event.detailType().equals(TYPE), expected, event.detailType());
        LESSON.expect(
                !event.todo().completed(),
                "the event is published with the to-do as it is now, which is open",
                event.todo());
        expectNone("a new name of an open to-do", modify(2, OPEN, todo("Bread", "false")));
        expectNone(
                "a new name of an item that never had the attribute \"completed\"", modify(5, NEVER_COMPLETED, OPEN));
        expectNone("a new name of a completed to-do", modify(3, COMPLETED, todo("Bread", "true")));
        String completion =
                event(modify(4, OPEN, COMPLETED)).map(TodoEvent::detailType).orElse("no event");
        LESSON.expect(
                completion.equals("TodoCompleted"), "a completed to-do is published as TodoCompleted", completion);
    }

    private static void expectNone(String change, String record) {
        Optional<TodoEvent> event = event(record);
        LESSON.expect(
                event.isEmpty(),
                change + " publishes no event",
                event.map(TodoEvent::detailType).orElse(""));
    }

    @Test
    void it_is_one_of_the_types_of_events_and_fits_its_schema() throws IOException {
        LESSON.expect(
                TodoEvent.TYPES.contains(TYPE),
                "TodoEvent.TYPES has " + TYPE + ": rules and tests go through this list",
                TodoEvent.TYPES);
        String file = TYPE + ".schema.json";
        try (InputStream text = ReopenedEventTest.class.getResourceAsStream("/events/" + file)) {
            LESSON.expect(
                    text != null,
                    "listeners find what the event looks like in src/test/resources/events/" + file,
                    "no such file");
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8));
            String detail =
                    event(modify(1, COMPLETED, OPEN)).map(TodoEvent::detailJson).orElse("{}");
            List<String> errors = errors(schema, detail);
            LESSON.expect(
                    errors.isEmpty(),
                    "the event's detail is valid under the schema " + file,
                    detail + ", with " + errors);
            LESSON.expect(
                    !errors(schema, "{\"metadata\":{}}").isEmpty(),
                    file + " refuses an event without \"data\"",
                    "a schema that accepts it");
        }
    }

    private static List<String> errors(Schema schema, String detail) {
        return schema.validate(detail, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    @Test
    void its_rule_hands_it_to_a_handler_of_its_own() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Resource rule = template.resources("AWS::Events::Rule").stream()
                .filter(each -> each.property("EventPattern.detail-type")
                        .filter(types -> StackTemplate.texts(types).contains(TYPE))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "there is a rule whose detail-type is " + TYPE
                                + ": TodoBus makes one for each of TodoEvent.TYPES",
                        "no such rule"));
        Resource handler = template.function(TYPE + "Handler")
                .orElseThrow(() -> LESSON.failure(
                        "there is a function " + TYPE + "Handler, which TodoHandlers makes", "no such function"));
        LESSON.expect(
                rule.property("Targets").stream()
                        .flatMap(all -> all.getAsJsonArray().asList().stream())
                        .map(target -> target.getAsJsonObject().get("Arn"))
                        .anyMatch(arn -> isOf(template, arn, handler)),
                "the rule for " + TYPE + " has " + TYPE + "Handler as a target (handle(bus.rule(…), …))",
                "a rule without it");
    }

    /** The function itself, or a version or an alias of it. */
    private static boolean isOf(StackTemplate template, JsonElement arn, Resource function) {
        return refersTo(arn).stream()
                .flatMap(id -> template.resource(id).stream())
                .anyMatch(target ->
                        target.equals(function) || refersTo(target.properties()).contains(function.logicalId()));
    }

    private static Optional<TodoEvent> event(String record) {
        try {
            return new TodoChange(record(record)).event();
        } catch (RuntimeException e) {
            throw LESSON.failure("a change of a to-do can be read", e);
        }
    }

    private static String todo(String name, String completed) {
        return image("6f1d8f2e-53a4-4ad4-9a0a-6f8a3a0c2b10", name, completed, 1_767_323_044_999L);
    }
}

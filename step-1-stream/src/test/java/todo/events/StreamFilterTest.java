package todo.events;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import todo.testing.EventPattern;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** Which records of the stream get to the publisher. */
class StreamFilterTest {
    private static final Lesson LESSON = new Lesson("1.6");

    @Test
    void every_change_that_becomes_an_event_gets_to_the_publisher() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Resource publisher = template.function("StreamPublisher").orElseThrow();
        List<Resource> mappings = template.mappings(publisher);
        LESSON.expect(
                !mappings.isEmpty(),
                "every change that becomes an event gets to StreamPublisher",
                "no event source mapping for it");
        for (String type : TodoEvent.TYPES) {
            JsonObject record =
                    JsonParser.parseString(StreamRecords.change(type)).getAsJsonObject();
            LESSON.expect(
                    mappings.stream().anyMatch(mapping -> letsThrough(mapping, record)),
                    "a change that becomes a " + type + " gets to StreamPublisher",
                    "filters that keep it away: " + StackTemplate.filters(LESSON, mappings.get(0)));
        }
    }

    /** Without a filter, everything passes; with several, what one of them lets through. */
    private static boolean letsThrough(Resource mapping, JsonObject record) {
        List<String> filters = StackTemplate.filters(LESSON, mapping);
        return filters.isEmpty() || filters.stream().anyMatch(filter -> matches(filter, record));
    }

    private static boolean matches(String filter, JsonObject record) {
        try {
            return new EventPattern(JsonParser.parseString(filter).getAsJsonObject()).matches(record);
        } catch (RuntimeException e) {
            throw LESSON.failure("Lambda accepts the filter " + filter, e.getMessage());
        }
    }
}

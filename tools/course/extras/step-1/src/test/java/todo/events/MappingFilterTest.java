package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.remove;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import todo.testing.EventPattern;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/**
 * Which records Lambda keeps away from the publisher.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html">Event filtering with DynamoDB</a>
 */
class MappingFilterTest {
    private static final Lesson LESSON = new Lesson("1.E1");
    private static final int MAX_FILTERS = 5;

    private final List<String> filters = filters();

    @Test
    void most_of_what_becomes_no_event_is_kept_away() {
        LESSON.expect(
                !filters.isEmpty(), "the event source mapping has filters (filters of DynamoEventSource)", "no filter");
        Map<String, String> records = new LinkedHashMap<>();
        records.put(
                "a change of the name of a to-do that is open",
                modify(1, todo("Old name", "false"), todo("New name", "false")));
        records.put(
                "a change of a to-do from completed to open", modify(2, todo("Milk", "true"), todo("Milk", "false")));
        records.forEach((what, record) -> LESSON.expect(
                !isThrough(record),
                what + " is kept away: it becomes no event",
                "filters that let it through: " + filters));
    }

    @Test
    void what_becomes_an_event_gets_through() {
        LESSON.expect(
                !filters.isEmpty(), "the event source mapping has filters (filters of DynamoEventSource)", "no filter");
        LESSON.expect(
                filters.size() <= MAX_FILTERS,
                "a mapping has at most " + MAX_FILTERS + " filters, unless AWS raises your quota",
                filters.size() + " filters");
        Map<String, String> records = new LinkedHashMap<>();
        records.put("a new to-do", insert(1, todo("Milk", "false")));
        records.put("a new to-do that is completed already", insert(2, todo("Milk", "true")));
        records.put("a change from open to completed", modify(3, todo("Milk", "false"), todo("Milk", "true")));
        records.put(
                "a change to completed of a to-do that had no attribute \"completed\" before",
                modify(4, todo("Milk", null), todo("Milk", "true")));
        records.put(
                "a completion that changes the name as well", modify(5, todo("Milk", "false"), todo("Bread", "true")));
        records.put("a removed to-do", remove(6, todo("Milk", "false")));
        records.put("a removed to-do that was completed", remove(7, todo("Milk", "true")));
        records.forEach((what, record) -> LESSON.expect(
                isThrough(record),
                what + " gets through: it becomes an event",
                "filters that keep it away: " + filters + advice()));
    }

    /** What to do about a mistake in a filter, by a pattern of it. */
    private static final Map<String, String> ADVICE = Map.of(
            "\"BOOL\":\\[\"(true|false)\"",
            "DynamoDB's BOOL is a boolean: write true without quotation marks",
            "\"completed\":\\[",
            "In an image, each attribute has its type: \"completed\", Map.of(\"BOOL\", …)",
            "((^\\[|, )\\{|],)\"(New|Old)Image\":",
            "An image is in the field dynamodb: \"dynamodb\", Map.of(\"NewImage\", …)",
            "\"detail-type\":",
            "A record of the stream has no detail-type: the publisher makes the event only later");

    private String advice() {
        return ADVICE.entrySet().stream()
                .filter(mistake -> Pattern.compile(mistake.getKey())
                        .matcher(filters.toString())
                        .find())
                .map(mistake -> ". " + mistake.getValue())
                .findFirst()
                .orElse("");
    }

    /** A record needs to fit one filter. */
    private boolean isThrough(String record) {
        JsonObject json = JsonParser.parseString(record).getAsJsonObject();
        return filters.isEmpty() || filters.stream().anyMatch(filter -> matches(filter, json));
    }

    private static boolean matches(String filter, JsonObject record) {
        try {
            return new EventPattern(JsonParser.parseString(filter).getAsJsonObject()).matches(record);
        } catch (RuntimeException e) {
            throw LESSON.failure("Lambda accepts the filter " + filter, e.getMessage());
        }
    }

    private static List<String> filters() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Resource publisher = template.function("StreamPublisher")
                .orElseThrow(() -> LESSON.failure("there is a function StreamPublisher", "no such function"));
        return StackTemplate.filters(
                LESSON,
                template.mappings(publisher).stream()
                        .findFirst()
                        .orElseThrow(() -> new Lesson("1.6")
                                .failure("an event source mapping hands records to StreamPublisher", "no mapping")));
    }

    private static String todo(String name, String completed) {
        return image("6f1d8f2e-53a4-4ad4-9a0a-6f8a3a0c2b10", name, completed, 1_767_323_044_999L);
    }
}

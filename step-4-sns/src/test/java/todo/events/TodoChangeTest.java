package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.record;
import static todo.events.StreamRecords.remove;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import todo.Todo;
import todo.testing.Lesson;
import todo.testing.Lesson.Expectation;

class TodoChangeTest {
    /** When the to-do was changed first, then completed, then renamed, in epoch milliseconds. */
    private static final long CHANGED_AT = 1_767_323_010_111L;

    private static final long COMPLETED_AT = 1_767_323_020_222L;
    private static final long RENAMED_AT = 1_767_323_030_333L;

    /** As long as the API allows. */
    private static final int LONGEST_NAME = 256;

    private static final String NAME = " Käse für 5 € kaufen 🧀";

    private static final String OPEN = image("t-1", NAME, "false", CHANGED_AT);
    private static final String COMPLETED = image("t-1", NAME, "true", COMPLETED_AT);
    private static final String RENAMED = image("t-1", "Brot kaufen", "true", RENAMED_AT);
    private static final String NAMED_SPACE = image("t-1", " ", "false", CHANGED_AT);
    private static final String WITHOUT_COMPLETED = image("t-1", NAME, null, CHANGED_AT);

    /** What differs from record to record: its ids, and the to-do's. */
    private static final Pattern UNIQUE =
            Pattern.compile("(?<=\"(?:eventID|SequenceNumber|todoId\": \\{\"S)\": \")[^\"]+");

    private static final String WITHOUT_NAME = COMPLETED.replace("\"name\"", "\"label\"");

    private static final String LET_THROUGH =
            "let it go through, without a check for null or a catch: the publisher catches"
                    + " it, and reports the record (see 1.5)";
    private static final String TYPES =
            "completed is a boolean (getBOOL), which isCompleted(image) reads; a time is a number"
                    + " (getN), and the name and the id are texts (getS)";

    /** What is said of an exception, by what is in its message. */
    private static final Map<String, String> MEANINGS = Map.of(
            " has no string \"name\"", "an image (before, after) has the whole item, getKeys() only its key",
            "\"image\" is null", "a new item has no image before the change, a removed item none after it",
            "AttributeValue.getS()\" is null", TYPES,
            "AttributeValue.getN()\" is null", TYPES,
            "AttributeValue.getBOOL()\" is null", TYPES);

    private static final String LOST = "no exception and no event, so the change is lost";

    @Test
    void a_new_item_is_published_as_TodoCreated_with_the_item_as_it_is_now() {
        Lesson lesson = new Lesson("1.2", "inserted");
        String expected = "a new item is published as TodoCreated";
        expectEvent(lesson, expected, "TodoCreated", todo(NAME, false, CHANGED_AT), 1, insert(1, OPEN));
        String completed = expected + ", also if it is completed already";
        expectEvent(lesson, completed, "TodoCreated", todo(NAME, true, COMPLETED_AT), 2, insert(2, COMPLETED));
        String name = "½ kg Käse";
        String unchanged = expected + ", with the name letter by letter";
        expectEvent(
                lesson,
                unchanged,
                "TodoCreated",
                todo(name, false, CHANGED_AT),
                3,
                insert(3, image("t-1", name, "false", CHANGED_AT)));
        String longest = "a".repeat(LONGEST_NAME);
        int length = event(lesson, expected, insert(6, image("t-1", longest, "false", CHANGED_AT)))
                .map(event -> event.todo().name().length())
                .orElse(0);
        lesson.expect(
                length == LONGEST_NAME,
                expected + ", with all of its name, which may have " + LONGEST_NAME + " characters",
                length + " characters of it");
        expectEvent(
                lesson,
                expected + ", also if its name is a space",
                "TodoCreated",
                todo(" ", false, CHANGED_AT),
                7,
                insert(7, NAMED_SPACE));
        expectThrows(lesson, "without a name, event(…)", insert(4, WITHOUT_NAME));
        expectThrows(lesson, "that isn't in the record (null), event(…)", insert(5, null));
    }

    @Test
    void an_item_that_becomes_completed_is_published_as_TodoCompleted_with_the_item_after() {
        Lesson lesson = new Lesson("1.3", "modified");
        String expected = "an item that becomes completed is published as TodoCompleted";
        expectEvent(
                lesson,
                expected + ": it is open before the change and completed after it",
                "TodoCompleted",
                todo(NAME, true, COMPLETED_AT),
                1,
                modify(1, OPEN, COMPLETED));
        expectEvent(
                lesson,
                "an item that had no attribute \"completed\" before the change counts as open",
                "TodoCompleted",
                todo(NAME, true, COMPLETED_AT),
                2,
                modify(2, WITHOUT_COMPLETED, COMPLETED));
        expectEvent(
                lesson,
                expected + ", also if it gets another name at the same time",
                "TodoCompleted",
                todo("Brot kaufen", true, RENAMED_AT),
                3,
                modify(3, OPEN, RENAMED));
        expectEvent(
                lesson,
                expected + ", also within the same millisecond",
                "TodoCompleted",
                todo(NAME, true, CHANGED_AT),
                4,
                modify(4, OPEN, image("t-1", NAME, "true", CHANGED_AT)));
        expectEvent(
                lesson,
                expected + ", also if its name is a space",
                "TodoCompleted",
                todo(" ", true, CHANGED_AT),
                9,
                modify(9, NAMED_SPACE, NAMED_SPACE.replace("false", "true")));
        expectThrows(lesson, "without a name, event(…)", modify(5, OPEN, WITHOUT_NAME));
        expectThrows(lesson, "that isn't in the record (null), isCompleted(…)", modify(6, OPEN, null));
        expectNotLost(lesson, "was not in the record (null) before the change", modify(7, null, COMPLETED));
        expectNotLost(lesson, "had no name before the change", modify(8, OPEN.replace("name", "label"), COMPLETED));
    }

    @Test
    void any_other_change_of_an_item_publishes_no_event() {
        Lesson lesson = new Lesson("1.3", "modified");
        expectNoEvent(lesson, "renaming a completed to-do", modify(1, COMPLETED, RENAMED));
        expectNoEvent(lesson, "reopening a to-do", modify(1, COMPLETED, OPEN));
        expectNoEvent(lesson, "changing an open to-do", modify(1, OPEN, image("t-1", "Other", "false", COMPLETED_AT)));
        expectNoEvent(
                lesson,
                "changing an item without the attribute \"completed\"",
                modify(1, WITHOUT_COMPLETED, WITHOUT_COMPLETED));
    }

    @Test
    void a_removed_item_is_published_as_TodoDeleted_with_the_item_as_it_was() {
        Lesson lesson = new Lesson("1.4", "removed");
        String expected = "a removed item is published as TodoDeleted";
        String completed = expected + ", also if it was completed";
        expectEvent(lesson, completed, "TodoDeleted", todo(NAME, true, COMPLETED_AT), 1, remove(1, COMPLETED));
        String open = expected + ", also if it was still open";
        expectEvent(lesson, open, "TodoDeleted", todo(NAME, false, CHANGED_AT), 2, remove(2, OPEN));
        String byItself = expected + ", whoever removed it, also DynamoDB itself";
        expectEvent(lesson, byItself, "TodoDeleted", todo(NAME, false, CHANGED_AT), 5, StreamRecords.expired(5, OPEN));
        String space = expected + ", also if its name was a space";
        expectEvent(lesson, space, "TodoDeleted", todo(" ", false, CHANGED_AT), 6, remove(6, NAMED_SPACE));
        expectThrows(lesson, "without a name, event(…)", remove(3, WITHOUT_NAME));
        expectThrows(lesson, "that isn't in the record (null), event(…)", remove(4, null));
    }

    private static Todo todo(String name, boolean completed, long updatedAt) {
        return new Todo("t-1", name, completed, StreamRecords.CREATED_AT, updatedAt);
    }

    private static void expectEvent(
            Lesson lesson, String expected, String detailType, Todo item, int number, String record) {
        // What fails in the first case is not about that case alone.
        String inThisCase = number == 1 ? "" : expected.replaceFirst("^.*?(?=, also if |$)", "");
        String known = number == 1 ? expected.replaceFirst(", also if .*", "") : expected;
        TodoEvent event = event(lesson, known, record).orElseThrow(() -> noEvent(lesson, expected, record));
        event(lesson, known, record).orElseThrow(() -> noEvent(lesson, expected, record));
        lesson.expect(
                detailType.equals(event.detailType()),
                "the event's detail-type is " + detailType + inThisCase.replace(" it ", " the item "),
                event.detailType());
        String carries = "the event carries the to-do as it "
                + (record.contains("REMOVE") ? "was before it was removed" : "is after the change");
        lesson.expect(event.detail() != null, carries, "detail null");
        lesson.expect(event.todo() != null, carries, "data null");
        lesson.expect(
                item.equals(event.todo()),
                carries + ", with " + differences(item, event.todo()),
                differences(event.todo(), item));
        TodoEvent.Metadata metadata = event.detail().metadata();
        lesson.expect(
                metadata != null,
                "the event carries metadata: its id, the version of its schema, and when it happened",
                "metadata null");
        lesson.expectAll(
                new Expectation(
                        StreamRecords.eventId(number).equals(metadata.id()),
                        "metadata.id is the stream record's event id, here " + StreamRecords.eventId(number)
                                + ": the same if the record comes again, different for the next change of the to-do;"
                                + " event(detailType, image) puts it in",
                        metadata.id()),
                new Expectation(
                        metadata.occurredAt() == StreamRecords.OCCURRED_AT,
                        "metadata.occurredAt is the time of the stream record in epoch milliseconds, "
                                + StreamRecords.OCCURRED_AT,
                        metadata.occurredAt()),
                new Expectation(
                        "1".equals(metadata.version()),
                        "metadata.version is the version of the event's schema, 1",
                        metadata.version()));
    }

    /** No event, although the same change of a to-do that nobody has seen yet may become one. */
    private static AssertionError noEvent(Lesson lesson, String expected, String record) {
        String unseen = UNIQUE.matcher(record).replaceAll(UUID.randomUUID().toString());
        return event(lesson, expected, unseen).isEmpty()
                ? lesson.failure(expected, "no event")
                : lesson.failure(
                        expected.replaceFirst(", also if .*", "") + ", each time its record comes",
                        "no event the second time: keep nothing in a field, because Lambda may send a record again");
    }

    /** The fields of a to-do that another one has otherwise. */
    private static String differences(Todo todo, Todo other) {
        Map<String, Object> fields = fields(todo);
        fields.entrySet().removeAll(fields(other).entrySet());
        return fields.entrySet().stream()
                .map(field -> field.getKey() + " "
                        + (field.getValue() instanceof String text ? '"' + text + '"' : field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Object> fields(Todo todo) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("todoId", todo.todoId());
        fields.put("name", todo.name());
        fields.put("completed", todo.completed());
        fields.put("createdAt", todo.createdAt());
        fields.put("updatedAt", todo.updatedAt());
        return fields;
    }

    private static void expectNoEvent(Lesson lesson, String change, String record) {
        String expected = change + " publishes no event";
        Optional<TodoEvent> event = event(lesson, expected, record);
        lesson.expect(
                event.isEmpty(), expected, event.map(TodoEvent::detailType).orElse("an event without a detail-type"));
    }

    /** Of what can't be read, no event can be made: the publisher has to know. */
    private static void expectThrows(Lesson lesson, String item, String record) {
        unlessThrown(record).ifPresent(got -> {
            throw lesson.failure("for an item " + item + " throws an exception; " + LET_THROUGH, got);
        });
    }

    /** What is completed now can be published, whatever it was before. */
    private static void expectNotLost(Lesson lesson, String item, String record) {
        unlessThrown(record).filter(LOST::equals).ifPresent(got -> {
            throw lesson.failure(
                    "an item that " + item
                            + ", and is completed after it, is published as TodoCompleted, or there is an"
                            + " exception; " + LET_THROUGH,
                    got);
        });
    }

    /** What became of a record; empty if it is an exception, which the publisher catches. */
    private static Optional<String> unlessThrown(String record) {
        try {
            Optional<TodoEvent> event = new TodoChange(record(record)).event();
            return Optional.of(event.map(read -> "a " + read.detailType()).orElse(LOST));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** What an exception means here, if that is known. */
    private static String known(String message) {
        return MEANINGS.entrySet().stream()
                .filter(meaning -> message.contains(meaning.getKey()))
                .map(meaning -> ": " + meaning.getValue())
                .findFirst()
                .orElse("");
    }

    private static Optional<TodoEvent> event(Lesson lesson, String expected, String record) {
        Optional<TodoEvent> event;
        try {
            event = new TodoChange(record(record)).event();
        } catch (RuntimeException | Error e) {
            throw lesson.failure(expected + known(String.valueOf(e.getMessage())), e);
        }
        lesson.expect(
                event != null,
                expected,
                "null instead of an Optional, which has the event (Optional.of) or is empty (Optional.empty)");
        return event;
    }
}

package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.modify;
import static todo.events.StreamRecords.record;
import static todo.events.StreamRecords.remove;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import todo.Todo;
import todo.testing.Lesson;

class TodoChangeTest {
    private static final String OPEN = image("t-1", "Water the plants", "false", 1);
    private static final String COMPLETED = image("t-1", "Water the plants", "true", 2);
    private static final String RENAMED = image("t-1", "Water all plants", "true", 3);
    private static final String NEVER_SAID = image("t-1", "Water the plants", null, 1);

    @Test
    void a_new_item_is_told_as_TodoCreated_with_the_item_as_it_is_now() {
        Lesson lesson = new Lesson("1.2");
        TodoEvent event = the(lesson, "a new item is told as TodoCreated", insert(1, OPEN));
        expectType(lesson, "TodoCreated", event);
        expectItem(lesson, new Todo("t-1", "Water the plants", false, 1_767_323_000_123L, 1), event);
        lesson.expect(
                event.id().equals(StreamRecords.eventId(1)),
                "the event's id is that of the stream record, so that the same change keeps its id",
                event.id());
        lesson.expect(
                event.detail().metadata().occurredAt() == StreamRecords.OCCURRED_AT,
                "occurredAt is when the change happened, in epoch milliseconds",
                event.detail().metadata().occurredAt());
    }

    @Test
    void an_item_that_becomes_completed_is_told_as_TodoCompleted_with_the_item_after() {
        Lesson lesson = new Lesson("1.3");
        TodoEvent event = the(lesson, "an item that becomes completed is told", modify(1, OPEN, COMPLETED));
        expectType(lesson, "TodoCompleted", event);
        expectItem(lesson, new Todo("t-1", "Water the plants", true, 1_767_323_000_123L, 2), event);
        the(
                lesson,
                "an item that never said whether it is completed counts as open before",
                modify(1, NEVER_SAID, COMPLETED));
    }

    @Test
    void any_other_change_of_an_item_is_not_told() {
        Lesson lesson = new Lesson("1.3");
        expectNothing(lesson, "renaming a completed to-do", modify(1, COMPLETED, RENAMED));
        expectNothing(lesson, "reopening a to-do", modify(1, COMPLETED, OPEN));
        expectNothing(lesson, "changing an open to-do", modify(1, OPEN, image("t-1", "Other", "false", 2)));
        expectNothing(lesson, "an item that never says whether it is completed", modify(1, NEVER_SAID, NEVER_SAID));
    }

    @Test
    void a_removed_item_is_told_as_TodoDeleted_with_the_item_as_it_was() {
        Lesson lesson = new Lesson("1.4");
        TodoEvent event = the(lesson, "a removed item is told as TodoDeleted", remove(1, COMPLETED));
        expectType(lesson, "TodoDeleted", event);
        expectItem(lesson, new Todo("t-1", "Water the plants", true, 1_767_323_000_123L, 2), event);
        the(lesson, "an open to-do that is removed is told too", remove(1, OPEN));
    }

    private static TodoEvent the(Lesson lesson, String expected, String record) {
        return event(lesson, expected, record).orElseThrow(() -> lesson.failure(expected, "no event"));
    }

    private static void expectNothing(Lesson lesson, String change, String record) {
        String expected = change + " is not told";
        Optional<TodoEvent> event = event(lesson, expected, record);
        lesson.expect(
                event.isEmpty(), expected, event.map(TodoEvent::detailType).orElse("no event"));
    }

    private static Optional<TodoEvent> event(Lesson lesson, String expected, String record) {
        Optional<TodoEvent> event;
        try {
            event = new TodoChange(record(record)).event();
        } catch (RuntimeException e) {
            throw lesson.failure(expected, e);
        }
        lesson.expect(event != null, expected, "null, which is no Optional: to tell nothing is Optional.empty()");
        return event;
    }

    private static void expectType(Lesson lesson, String detailType, TodoEvent event) {
        lesson.expect(
                event.detailType().equals(detailType), "the event's detail-type is " + detailType, event.detailType());
    }

    private static void expectItem(Lesson lesson, Todo item, TodoEvent event) {
        lesson.expect(item.equals(event.todo()), "the event carries " + item, event.todo());
    }
}

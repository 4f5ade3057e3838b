package todo.events;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.Map;
import java.util.Optional;
import todo.Todo;
import todo.events.TodoEvent.Detail;
import todo.events.TodoEvent.Metadata;

/** One record of the table's stream: a to-do before and after a change. */
final class TodoChange {
    private static final String VERSION = "1";

    private final DynamodbStreamRecord record;

    /** Null if the item is new. */
    private final Map<String, AttributeValue> before;

    /** Null if the item is removed. */
    private final Map<String, AttributeValue> after;

    TodoChange(DynamodbStreamRecord record) {
        this.record = record;
        before = record.getDynamodb().getOldImage();
        after = record.getDynamodb().getNewImage();
    }

    /**
     * The event that this change publishes; empty if it publishes none.
     *
     * @throws IllegalArgumentException if an image is no to-do
     */
    Optional<TodoEvent> event() {
        return switch (record.getEventName()) {
            case "INSERT" -> inserted();
            case "MODIFY" -> modified();
            case "REMOVE" -> removed();
            default -> throw new IllegalArgumentException("unknown eventName " + record.getEventName());
        };
    }

    private Optional<TodoEvent> inserted() {
        // region 1.2 A new item is published as TodoCreated
        return Optional.of(event(TodoEvent.CREATED, after));
        // endregion
    }

    private Optional<TodoEvent> modified() {
        // region 1.3 Only the change from open to completed is published
        if (isCompleted(after) && !isCompleted(before)) {
            return Optional.of(event(TodoEvent.COMPLETED, after));
        }
        return Optional.empty();
        // endregion
    }

    private Optional<TodoEvent> removed() {
        // region 1.4 A removed item is published as TodoDeleted
        return Optional.of(event(TodoEvent.DELETED, before));
        // endregion
    }

    /** The event of this change, with the to-do as an image shows it. */
    private TodoEvent event(String detailType, Map<String, AttributeValue> image) {
        if (image == null) {
            String missing = before != null ? "\"after\"" : after != null ? "\"before\"" : "\"before\" or \"after\"";
            throw new IllegalArgumentException(
                    "a record of type " + record.getEventName() + " has no item " + missing + " the change");
        }
        long occurredAt = record.getDynamodb().getApproximateCreationDateTime().getTime();
        return new TodoEvent(
                detailType, new Detail(new Metadata(record.getEventID(), VERSION, occurredAt), todo(image)));
    }

    private static boolean isCompleted(Map<String, AttributeValue> image) {
        AttributeValue completed = image.get("completed");
        return completed != null && Boolean.TRUE.equals(completed.getBOOL());
    }

    private static Todo todo(Map<String, AttributeValue> image) {
        return new Todo(
                text(image, "todoId"),
                text(image, "name"),
                isCompleted(image),
                number(image, "createdAt"),
                number(image, "updatedAt"));
    }

    private static String text(Map<String, AttributeValue> image, String attribute) {
        AttributeValue value = image.get(attribute);
        if (value == null || value.getS() == null) {
            throw new IllegalArgumentException("the item has no string \"" + attribute + "\": " + image);
        }
        return value.getS();
    }

    private static long number(Map<String, AttributeValue> image, String attribute) {
        AttributeValue value = image.get(attribute);
        if (value == null || value.getN() == null) {
            throw new IllegalArgumentException("the item has no number \"" + attribute + "\": " + image);
        }
        return Long.parseLong(value.getN());
    }
}

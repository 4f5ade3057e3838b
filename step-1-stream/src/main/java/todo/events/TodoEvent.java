package todo.events;

import java.util.List;
import todo.Json;
import todo.Todo;

/**
 * Something that happened to a to-do.
 *
 * @param detailType one of {@link #TYPES}
 * @param detail what is published about it
 */
public record TodoEvent(String detailType, Detail detail) {
    /** The source of every event of this system, as rules match it. */
    public static final String SOURCE = "TodoService";

    public static final String CREATED = "TodoCreated";
    public static final String COMPLETED = "TodoCompleted";
    public static final String DELETED = "TodoDeleted";

    /** All types of events: each has a rule, a handler, a schema and a row in {@code docs/events.md}. */
    public static final List<String> TYPES = List.of(CREATED, COMPLETED, DELETED);

    /** The event's {@code detail}: about the event, and the to-do itself. */
    public record Detail(Metadata metadata, Todo data) {}

    /**
     * About the event.
     *
     * @param id the same for the same change, however often it is published
     * @param version of the schema, now {@code "1"}
     * @param occurredAt when the stream record was made, in epoch milliseconds; DynamoDB rounds it down to the second, DynamoDB
     *     Local to the minute
     */
    public record Metadata(String id, String version, long occurredAt) {}

    public String id() {
        return detail.metadata().id();
    }

    public Todo todo() {
        return detail.data();
    }

    /** The detail as JSON, as {@code docs/events/} describes it. */
    public String detailJson() {
        return Json.write(detail);
    }
}

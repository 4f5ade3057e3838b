package todo;

/**
 * One thing to do.
 *
 * @param todoId a UUID, given when the to-do is created
 * @param name what is to be done
 * @param completed whether it is done
 * @param createdAt epoch milliseconds
 * @param updatedAt epoch milliseconds of the last change, at first the same as {@code createdAt}
 */
public record Todo(String todoId, String name, boolean completed, long createdAt, long updatedAt) {}

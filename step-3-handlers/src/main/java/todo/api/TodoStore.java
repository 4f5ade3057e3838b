package todo.api;

import java.util.List;
import java.util.Optional;
import todo.Todo;

/** Where the to-dos are kept. */
interface TodoStore {

    /** A page of to-dos; {@code nextToken} is present if there are more. */
    record Page(List<Todo> items, String nextToken) {}

    /** Keeps a new to-do that is not completed yet. */
    Todo create(String name);

    Optional<Todo> find(String todoId);

    /**
     * A page in no particular order.
     *
     * @param limit 1 to 100
     * @param nextToken where the page before ended; null for the first page
     * @throws BadRequest if the token was not given out by this store
     */
    Page list(int limit, String nextToken);

    /** Changes what is not null; false if there is no such to-do. */
    boolean update(String todoId, String name, Boolean completed);

    /** Removes a to-do; false if there is no such to-do. */
    boolean delete(String todoId);
}

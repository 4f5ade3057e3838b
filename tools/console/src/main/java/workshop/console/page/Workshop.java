package workshop.console.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the console shows of a workshop and does not know itself. The command knows it. */
public interface Workshop {

    /** The step that is deployed, and the name of its page. */
    record Guide(String title, List<Todo> todos, String page) {}

    /** Something to do: whether its tests passed when they ran last, and in which file and line it is. */
    record Todo(String id, String title, boolean done, String place) {}

    /** Empty if what is deployed is no step. */
    Optional<Guide> guide();

    /** A page of the docs by its name, such as {@code concepts}, as Markdown; empty if there is none. */
    Optional<String> page(String name);

    /** What the TODOs that are not done will add to the picture, as {@link workshop.console.graph.Graph#with} reads it. */
    Map<String, List<String>> planned();

    /** Sends again what the stack has parked, and says what came of it. */
    List<String> redrive();
}

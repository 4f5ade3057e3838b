package todo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Step 1: the API works, and the publisher's log has each change that is an event. */
@Order(1)
class StreamIT {
    private static final String STREAM_TO_PUBLISHER = "stream → publisher: the publisher isn't invoked."
            + " Is the table's stream on, and is it the publisher's event source?";
    private static final String PUBLISHER = "publisher: it is invoked, but its log doesn't say that it published a %s."
            + " Does it make an event of this change, and can it publish it?";

    private final DeployedStack stack = DeployedStack.find();
    private final LogGroup log = stack.logOf("StreamPublisher");
    private final Todos todos = new Todos(stack);

    @AfterEach
    void leaveNothing() {
        todos.close();
    }

    @Test
    void the_API_keeps_a_to_do_from_its_creation_to_its_deletion() {
        String id = todos.create("Käse für 5 € kaufen 🧀");
        assertThat(todos.send("PATCH", "/" + id, "{\"completed\": true}").status())
                .as("client → API: PATCH of the to-do")
                .isEqualTo(204);
        Todos.Answer read = todos.send("GET", "/" + id, null);
        assertThat(read.status()).as("client → API: GET of the to-do").isEqualTo(200);
        assertThat(read.body().get("name").getAsString()).isEqualTo("Käse für 5 € kaufen 🧀");
        assertThat(read.body().get("completed").getAsBoolean()).isTrue();
        assertThat(todos.send("GET", "?limit=1", null).body().getAsJsonArray("items"))
                .as("client → API: GET of a page of one to-do")
                .hasSize(1);
        assertThat(todos.send("POST", "", "{\"name\": 5}").status())
                .as("client → API: POST of a name that is a number")
                .isEqualTo(400);
        todos.delete(id);
        assertThat(todos.send("GET", "/" + id, null).status())
                .as("client → API: GET of a to-do that was deleted")
                .isEqualTo(404);
    }

    @Test
    void the_publisher_publishes_a_to_do_that_is_created() {
        expectPublished("TodoCreated", new Stimulus<>(todos::create));
    }

    @Test
    void the_publisher_publishes_a_to_do_that_is_completed() {
        expectPublished("TodoCompleted", new Stimulus<>(() -> todos.complete("End-to-end test")));
    }

    @Test
    void the_publisher_publishes_a_to_do_that_is_deleted() {
        expectPublished("TodoDeleted", new Stimulus<>(() -> {
            String id = todos.create();
            todos.delete(id);
            return id;
        }));
    }

    private void expectPublished(String detailType, Stimulus<String> change) {
        change.reaches(STREAM_TO_PUBLISHER, log, id -> log.has("START RequestId"));
        change.reaches(PUBLISHER.formatted(detailType), log, id -> log.has("Published " + detailType, id));
    }
}

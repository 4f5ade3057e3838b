package todo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import todo.Json;
import todo.events.TodoEvent;

/** Step 4: whoever subscribed to the topic gets one message about each completion. */
@Order(4)
class NotificationsIT {
    private static final String HANDLER_TO_TOPIC = "handler → topic: nothing is published about the completion."
            + " May TodoCompletedHandler publish to the topic, does it know its ARN, and does SNS take the subject?";

    private static TopicListener listener;

    private final DeployedStack stack = DeployedStack.find();
    private final LogGroup log = stack.logOf("TodoCompletedHandler");
    private final Todos todos = new Todos(stack);

    @BeforeAll
    static void subscribe() {
        listener = new TopicListener(DeployedStack.find());
    }

    @AfterAll
    static void unsubscribe() {
        if (listener != null) {
            listener.close();
        }
    }

    @AfterEach
    void leaveNothing() {
        todos.close();
    }

    @Test
    void a_completion_whose_event_comes_twice_is_published_once() {
        String id = new Stimulus<>(() -> todos.complete("End-to-end test"))
                .reaches(HANDLER_TO_TOPIC, log, this::isPublished);
        TodoEvent event = published(id);
        Bus bus = new Bus(stack.output("EventBusName"));
        new Stimulus<>(() -> {
                    bus.put(TodoEvent.SOURCE, event);
                    return event.id();
                })
                .reaches(
                        "handler: its log doesn't say that it has seen the event " + event.id()
                                + " before. Does it claim the event before it works (once)?",
                        log,
                        eventId -> log.has("Seen before", eventId));
        assertThat(listener.about(id))
                .as("topic: the completion of " + id + ", whose event came twice, is published once")
                .hasSize(1);
    }

    @Test
    void a_name_that_no_subject_may_have_is_sent_in_full_under_a_subject_that_SNS_takes() {
        String name = "Ärger mit dem Überweisungsträger\nüber 5 € klären 🧾 "
                .repeat(4)
                .strip();
        String id = new Stimulus<>(() -> todos.complete(name)).reaches(HANDLER_TO_TOPIC, log, this::isPublished);
        TopicListener.Notice notice = listener.about(id).get(0);
        assertThat(notice.subject())
                .as("the subject: one line without control characters, shorter than 100 characters")
                .hasSizeBetween(1, 99)
                .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
        assertThat(notice.text()).contains(name);
    }

    private boolean isPublished(String todoId) {
        return !listener.about(todoId).isEmpty();
    }

    /** The event of a completion, as the publisher sent it. */
    private TodoEvent published(String todoId) {
        String line = stack.logOf("StreamPublisher")
                .lines("Published TodoCompleted", todoId)
                .get(0);
        String detail = line.substring(line.indexOf('{'));
        return new TodoEvent(TodoEvent.COMPLETED, Json.read(detail, TodoEvent.Detail.class));
    }
}

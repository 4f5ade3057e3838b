package todo.handlers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;

/** What the handler of the fourth event does when its event comes twice. */
@ExtendWith(AwsOnThisMachine.Started.class)
class ReopenedHandlerTest {
    @Test
    void its_handler_handles_it_once() {
        HandlersTest.expectHandledOnce(new Lesson("3.E1"), "TodoReopened");
    }
}

package todo.handlers;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;

/** The three functions, as Lambda calls them with what EventBridge hands over. */
class HandlersTest {
    private static final Lesson LESSON = new Lesson("3.2");

    private final DynamoDbClient dynamoDb = AwsOnThisMachine.fresh().dynamoDb("activity", "eventId");

    @Test
    void a_created_to_do_is_handled_once() {
        expectHandledOnce(new TodoCreatedHandler(), TodoEvent.CREATED);
    }

    @Test
    void a_completed_to_do_is_handled_once() {
        expectHandledOnce(new TodoCompletedHandler(), TodoEvent.COMPLETED);
    }

    @Test
    void a_deleted_to_do_is_handled_once() {
        expectHandledOnce(new TodoDeletedHandler(), TodoEvent.DELETED);
    }

    private void expectHandledOnce(RequestStreamHandler handler, String detailType) {
        TodoEvent event = EventBridgeEvents.event(detailType, "change-1");
        String first = handle(handler, event, "envelope-1");
        LESSON.expect(
                first.contains("Recorded " + detailType + " change-1"),
                "the function logs that it recorded the event",
                first);
        String second = handle(handler, event, "envelope-2");
        LESSON.expect(
                second.contains("Seen before: " + detailType + " change-1"),
                "when EventBridge delivers the event again, the function logs that it has seen it before",
                second);
        List<Map<String, AttributeValue>> records =
                dynamoDb.scan(scan -> scan.tableName("activity")).items();
        LESSON.expect(
                records.size() == 1
                        && "DONE".equals(records.get(0).get("status").s()),
                "the activity table has one record of the event, which says DONE",
                records);
    }

    private static String handle(RequestStreamHandler handler, TodoEvent event, String envelopeId) {
        LambdaRequest request = new LambdaRequest();
        try {
            handler.handleRequest(
                    EventBridgeEvents.delivery(event, envelopeId), OutputStream.nullOutputStream(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw LESSON.failure("the function handles a " + event.detailType(), e);
        }
        return request.log().strip();
    }
}

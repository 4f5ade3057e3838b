package todo.handlers;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;

/** The functions, as Lambda calls them with what EventBridge hands over. */
@ExtendWith(AwsOnThisMachine.Started.class)
class HandlersTest {
    private static final Lesson LESSON = new Lesson("3.2");

    @Test
    void each_type_of_event_is_handled_once() {
        TodoEvent.TYPES.forEach(HandlersTest::expectHandledOnce);
    }

    private static void expectHandledOnce(String detailType) {
        DynamoDbClient dynamoDb = AwsOnThisMachine.fresh().dynamoDb("activity", "eventId");
        RequestStreamHandler handler = handler(detailType);
        TodoEvent event = EventBridgeEvents.event(detailType, "change-1");
        String first = handle(handler, event, "envelope-1");
        LESSON.expect(
                first.contains("Recorded " + detailType + " change-1"),
                "the function logs that it recorded the event",
                first);
        LESSON.expect(
                first.contains(detailType.substring("Todo".length()) + ": " + event.detailJson()),
                "the function logs the event that it handles",
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

    /** The handler of a type of events is named for it. */
    private static RequestStreamHandler handler(String detailType) {
        String name = "todo.handlers." + detailType + "Handler";
        try {
            return (RequestStreamHandler)
                    Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(detailType + " has no handler: write the class " + name, e);
        } catch (ReflectiveOperationException e) {
            throw LESSON.failure(name + " can be made", e.getCause() == null ? e : e.getCause());
        }
    }

    private static String handle(RequestStreamHandler handler, TodoEvent event, String envelopeId) {
        LambdaRequest request = new LambdaRequest();
        try {
            handler.handleRequest(
                    EventBridgeEvents.delivery(event, envelopeId), OutputStream.nullOutputStream(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw LESSON.failure("the function handles a " + event.detailType(), e);
        }
        return request.log().strip();
    }
}

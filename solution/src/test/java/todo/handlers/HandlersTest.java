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
        TodoEvent.TYPES.forEach(type -> expectHandledOnce(LESSON, type));
    }

    /** Fails unless the handler of a type of events does its work once when the event comes twice. */
    static void expectHandledOnce(Lesson lesson, String detailType) {
        DynamoDbClient dynamoDb = AwsOnThisMachine.fresh().dynamoDb("activity", "eventId");
        RequestStreamHandler handler = handler(lesson, detailType);
        TodoEvent event = EventBridgeEvents.event(detailType, "change-1");
        String first = handle(lesson, handler, event, "envelope-1");
        lesson.expect(
                first.contains("Recorded " + detailType + " change-1"),
                "the function logs that it recorded the event",
                first);
        String work = detailType.substring("Todo".length()) + ": " + event.detailJson();
        lesson.expect(first.contains(work), "the function logs the event that it handles", first);
        String second = handle(lesson, handler, event, "envelope-2");
        lesson.expect(
                second.contains("Seen before: " + detailType + " change-1") && !second.contains(work),
                "when EventBridge delivers the event again, the function does no work, and logs that it has seen it before",
                second);
        List<Map<String, AttributeValue>> records =
                dynamoDb.scan(scan -> scan.tableName("activity")).items();
        lesson.expect(
                records.size() == 1
                        && "DONE".equals(records.get(0).get("status").s()),
                "the activity table has one record of the event, which says DONE",
                records);
    }

    /** The handler of a type of events is named for it. */
    private static RequestStreamHandler handler(Lesson lesson, String detailType) {
        String name = "todo.handlers." + detailType + "Handler";
        try {
            return (RequestStreamHandler)
                    Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw lesson.failure(
                    "events of the type " + detailType + " have a handler, the class " + name, "no such class");
        } catch (ReflectiveOperationException e) {
            throw lesson.failure(name + " can be made", e.getCause() == null ? e : e.getCause());
        }
    }

    private static String handle(Lesson lesson, RequestStreamHandler handler, TodoEvent event, String envelopeId) {
        LambdaRequest request = new LambdaRequest();
        try {
            handler.handleRequest(
                    EventBridgeEvents.delivery(event, envelopeId), OutputStream.nullOutputStream(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw lesson.failure("the function handles a " + event.detailType(), e);
        }
        return request.log().strip();
    }
}

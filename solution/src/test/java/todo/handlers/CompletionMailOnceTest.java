package todo.handlers;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import todo.Todo;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;
import todo.testing.PublishedMessage;
import todo.testing.SnsError;
import todo.testing.TimeLimit;

@ExtendWith(AwsOnThisMachine.Started.class)
class CompletionMailOnceTest {
    private static final Lesson LESSON = new Lesson("4.6");
    private static final String ONE = "one email is sent for each to-do that is completed, before the function returns";

    /** Lambda's attempts. */
    private static final int ATTEMPTS = 3;

    /** Another one in each test: what a class keeps in memory of one test says nothing in the next. */
    private final String todoId = UUID.randomUUID().toString();

    private final TodoEvent completed = completion(1, "Water the plants");

    private AwsOnThisMachine aws;
    private DynamoDbClient dynamoDb;

    /** One for all deliveries of a test: Lambda keeps a function instance, and what is in its fields, for many events. */
    private TodoCompletedHandler handler;

    /** Of the last request. */
    private String log = "";

    @BeforeEach
    void functionWithAnEmptyActivityTable() {
        aws = AwsOnThisMachine.fresh();
        dynamoDb = aws.dynamoDb("activity", "eventId");
        handler = new TodoCompletedHandler();
    }

    @Test
    void a_completion_sends_one_mail_however_often_its_event_comes() {
        handle(completed, "delivery-1", new LambdaRequest());
        expectMails(1, ONE);
        LESSON.expect(
                !log.contains("Seen before"),
                "once is called once for an event, and mail.send(event.todo()) stands in its work, which is given",
                "a second call of once, whose work isn't done, because the first call has done the event");
        handle(completed, "delivery-2", new LambdaRequest());
        expectMails(
                1,
                "no second email is sent when the same event is delivered again: sending is part of the work that is done once");
    }

    @Test
    void a_completion_sends_one_mail_even_if_little_time_is_left() {
        handle(completed, "delivery-1", new LambdaRequest("request-1", Duration.ofSeconds(3)));
        expectMails(1, ONE + ", also when Lambda stops the invocation in three seconds");
    }

    @Test
    void another_completion_sends_another_mail() {
        handle(completed, "delivery-1", new LambdaRequest());
        TodoEvent other = completion(2, "Feed\nthe cat");
        handle(other, "delivery-2", new LambdaRequest());
        expectMails(
                2,
                "a to-do that is reopened and completed again is another event, so another email is sent. An instance of the function"
                        + " keeps its fields between events: don't remember to-dos there");
        JsonObject mail = aws.calls("Publish").get(1).body();
        LESSON.expect(
                PublishedMessage.textOfEmail(LESSON, mail).contains("Feed\nthe cat"),
                "the text of the second email has the name of the second event's to-do: an instance of the function keeps its"
                        + " fields between events, so keep no to-do there",
                PublishedMessage.textOfEmail(LESSON, mail));
        LESSON.expect(
                mail.has("Subject") && !mail.get("Subject").getAsString().contains("\n"),
                "the second email has a subject of one line, which CompletionMail makes (TODOs 4.4 and 4.5)",
                mail.has("Subject") ? mail.get("Subject") : "no subject");
    }

    @Test
    void when_SNS_refuses_the_mail_the_event_fails_and_can_be_tried_again() {
        TodoEvent first = completion(0, "Water the plants");
        LambdaRequest retried = new LambdaRequest();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            expectFailure(first, retried, SnsError.OF_PUBLISH.get(0), attempt);
        }
        expectNextAttempt(first, retried, new LambdaRequest());
        int number = 0;
        for (SnsError error : errors()) {
            TodoEvent event = completion(++number, "Feed the cat");
            LambdaRequest failed = new LambdaRequest();
            LambdaRequest other = new LambdaRequest();
            expectFailure(event, failed, error, 1);
            expectNextAttempt(event, number % 2 == 0 ? failed : other, number % 2 == 0 ? other : failed);
        }
    }

    private static List<SnsError> errors() {
        List<SnsError> errors = new ArrayList<>(SnsError.OF_PUBLISH);
        errors.add(SnsError.UNREADABLE);
        return errors;
    }

    /** One of the two requests comes after the other: that which failed, as Lambda's retry has its id, and another one. */
    private void expectNextAttempt(TodoEvent event, LambdaRequest next, LambdaRequest last) {
        aws.answer("Publish", AwsOnThisMachine::success);
        int refused = aws.calls("Publish").size();
        handle(event, "delivery-2", next);
        handle(event, "delivery-1", last);
        int sent = aws.calls("Publish").size() - refused;
        LESSON.expect(
                sent == 1,
                "when SNS accepts messages again, the next attempt sends one email about the event that failed, also in the same"
                        + " instance of the function",
                sent == 0
                        ? "no email from the next attempt: does a field remember the event, or its request?"
                        : sent + " emails from the next attempt");
    }

    private TodoEvent completion(int number, String name) {
        Todo todo = new Todo(todoId, name, true, EventBridgeEvents.OCCURRED_AT, EventBridgeEvents.OCCURRED_AT);
        String changeId = todoId + "-" + number;
        return new TodoEvent(
                TodoEvent.COMPLETED,
                new TodoEvent.Detail(new TodoEvent.Metadata(changeId, "1", EventBridgeEvents.OCCURRED_AT), todo));
    }

    private void expectFailure(TodoEvent event, LambdaRequest request, SnsError error, int attempt) {
        aws.answer("Publish", call -> error.answer());
        RuntimeException failure = null;
        try {
            invoke(event, "delivery-1", request);
        } catch (TimeLimit.Exceeded e) {
            throw LESSON.failure(
                    "when SNS refuses the email, the function fails at once, and Lambda tries again in a minute", e);
        } catch (Error e) {
            throw LESSON.failure("when SNS refuses the email, the function fails with the exception of the call", e);
        } catch (RuntimeException e) {
            failure = e;
        }
        LESSON.expect(!aws.calls("Publish").isEmpty(), ONE, "no call of SNS");
        LESSON.expect(
                failure != null,
                "when " + error.what() + ", the function fails, so that Lambda tries the event again",
                "no exception, so the event counts as done and the email is lost"
                        + (attempt == 1
                                ? ""
                                : ", at attempt " + attempt + ": does a field remember the event, or its request?"));
        AttributeValue status = dynamoDb.getItem(
                        get -> get.tableName("activity").key(Map.of("eventId", AttributeValue.fromS(event.id()))))
                .item()
                .get("status");
        LESSON.expect(
                status == null || !"DONE".equals(status.s()),
                "when SNS refuses the email, the event isn't done: sending is part of the work that once does, and done is"
                        + " recorded after the work",
                "the event is DONE, so the next attempt does nothing");
    }

    private void expectMails(int count, String expected) {
        int sent = aws.calls("Publish").size();
        LESSON.expect(
                sent == count,
                expected,
                (sent == 1 ? "1 email" : sent + " emails")
                        + (sent > 0
                                ? ""
                                : log.contains("Seen before")
                                        ? ": once was called twice, and the second call does nothing, because the event is DONE by then"
                                        : ": nothing called mail.send(event.todo()) for this event before the function returned"));
    }

    private void handle(TodoEvent event, String envelopeId, LambdaRequest request) {
        try {
            invoke(event, envelopeId, request);
            log = request.log();
        } catch (ConditionalCheckFailedException e) {
            throw LESSON.failure(
                    "the function handles a TodoCompleted with one call of once, which is given: mail.send(event.todo()) stands"
                            + " in its work",
                    "a call of once in the work of once, which ends the lease too early");
        } catch (RuntimeException | Error e) {
            throw LESSON.failure("the function handles a TodoCompleted", e);
        }
    }

    private void invoke(TodoEvent event, String envelopeId, LambdaRequest request) {
        TimeLimit.run(() -> {
            try {
                handler.handleRequest(
                        EventBridgeEvents.delivery(event, envelopeId), OutputStream.nullOutputStream(), request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

package todo.handlers;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import todo.events.TodoEvent;
import todo.testing.AwsOnThisMachine;
import todo.testing.AwsOnThisMachine.Answer;
import todo.testing.LambdaRequest;
import todo.testing.Lesson;

class CompletionMailOnceTest {
    private static final Lesson LESSON = new Lesson("4.6");
    private static final TodoEvent COMPLETED = EventBridgeEvents.event(TodoEvent.COMPLETED, "change-1");

    private AwsOnThisMachine aws;

    @BeforeEach
    void emptyActivityTable() {
        aws = AwsOnThisMachine.fresh();
        aws.dynamoDb("activity", "eventId");
    }

    @Test
    void a_completion_is_one_mail_however_often_its_event_comes() {
        handle(COMPLETED, "delivery-1", new LambdaRequest());
        expectMails(1, "a to-do that is completed is a mail");
        handle(COMPLETED, "delivery-2", new LambdaRequest());
        expectMails(1, "the same event, delivered a second time, is no second mail: sending is work that is done once");
    }

    @Test
    void another_completion_is_another_mail() {
        handle(COMPLETED, "delivery-1", new LambdaRequest());
        TodoEvent other = EventBridgeEvents.event(TodoEvent.COMPLETED, "change-2", "Feed\nthe cat");
        handle(other, "delivery-2", new LambdaRequest());
        expectMails(2, "two completions are two mails");
        JsonObject mail = aws.calls("Publish").get(1).body();
        LESSON.expect(
                mail.get("Message").getAsString().contains("Feed\nthe cat")
                        && mail.has("Subject")
                        && !mail.get("Subject").getAsString().contains("\n"),
                "the second mail is the CompletionMail of the second to-do, with a subject of one line",
                mail);
    }

    @Test
    void a_mail_that_SNS_does_not_take_fails_the_event_which_is_then_free_to_be_tried_again() {
        LambdaRequest request = new LambdaRequest();
        aws.answer("Publish", call -> REFUSAL);
        expectFailure(request);
        aws.answer("Publish", call -> Answer.xml(200, "<R><PublishResult/></R>"));
        int refused = aws.calls("Publish").size();
        handle(COMPLETED, "delivery-2", new LambdaRequest());
        handle(COMPLETED, "delivery-1", request);
        expectMails(
                refused + 1,
                "once SNS takes mails again, the event that failed is one mail, sent by whoever tries next");
    }

    /** What SNS answers whom it doesn't let publish. */
    private static final Answer REFUSAL = Answer.xml(
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code>"
                    + "<Message>not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>");

    private void expectFailure(LambdaRequest request) {
        RuntimeException failure = null;
        try {
            invoke(COMPLETED, "delivery-1", request);
        } catch (RuntimeException e) {
            failure = e;
        }
        LESSON.expect(!aws.calls("Publish").isEmpty(), "a to-do that is completed is a mail", "no call of SNS");
        LESSON.expect(
                failure != null,
                "when SNS doesn't take the mail, the function fails, so that Lambda tries the event again",
                "no exception: the event counts as done, and the mail is lost");
    }

    private void expectMails(int count, String expected) {
        int sent = aws.calls("Publish").size();
        LESSON.expect(sent == count, expected, sent == 1 ? "1 mail" : sent + " mails");
    }

    private static void handle(TodoEvent event, String envelopeId, LambdaRequest request) {
        try {
            invoke(event, envelopeId, request);
        } catch (RuntimeException e) {
            throw LESSON.failure("TodoCompleted is handled", e);
        }
    }

    private static void invoke(TodoEvent event, String envelopeId, LambdaRequest request) {
        try {
            new TodoCompletedHandler()
                    .handleRequest(
                            EventBridgeEvents.delivery(event, envelopeId), OutputStream.nullOutputStream(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

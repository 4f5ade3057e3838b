package todo.notifications;

import java.time.Instant;
import software.amazon.awssdk.services.sns.SnsClient;
import todo.Todo;

/** The email about a to-do that is completed, sent through an SNS topic to everyone who subscribed to it. */
public final class CompletionMail {
    /** Subjects must be shorter than 100 characters, and an emoji is two, as {@link String#length} counts. */
    static final int MAX_SUBJECT = 99;

    private final SnsClient sns;
    private final String topicArn;

    CompletionMail(SnsClient sns, String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    /** The topic that the function's environment names as {@code TOPIC_ARN}. */
    public static CompletionMail ofEnvironment() {
        return new CompletionMail(SnsClient.create(), System.getenv("TOPIC_ARN"));
    }

    /** Sends the email; throws what the SDK throws if SNS doesn't take it. */
    public void send(Todo todo) {
        throw new UnsupportedOperationException(
                "TODO 4.5: One message to the topic reaches everyone who subscribed, see docs/step-4-sns.md#45");
    }

    /**
     * A subject that SNS takes: one line without control characters, of at most {@value #MAX_SUBJECT} characters. The
     * text has the name as it is.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
     */
    static String subject(Todo todo) {
        throw new UnsupportedOperationException(
                "TODO 4.4: Make a subject that SNS accepts, from any name, see docs/step-4-sns.md#44");
    }

    private static String text(Todo todo) {
        return "You completed \"" + todo.name() + "\".\n\nCreated:   " + Instant.ofEpochMilli(todo.createdAt())
                + "\nCompleted: " + Instant.ofEpochMilli(todo.updatedAt()) + "\nTo-do:     " + todo.todoId() + "\n";
    }
}

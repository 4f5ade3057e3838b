package todo.notifications;

import java.text.Normalizer;
import java.time.Instant;
import software.amazon.awssdk.services.sns.SnsClient;
import todo.Todo;

/** The mail that a to-do is completed, sent through an SNS topic to everyone who subscribed to it. */
public final class CompletionMail {
    /** Subjects must be shorter than 100 characters. */
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

    /** Sends the mail; throws what the SDK throws if SNS doesn't take it. */
    public void send(Todo todo) {
        // region 4.5 One message to the topic reaches everyone who subscribed
        sns.publish(publish -> publish.topicArn(topicArn).subject(subject(todo)).message(text(todo)));
        // endregion
    }

    /**
     * A subject that SNS takes: printable ASCII only, at most {@value #MAX_SUBJECT} characters. Letters lose their
     * accents, anything else that ASCII lacks becomes a question mark; the text has the name as it is.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
     */
    static String subject(Todo todo) {
        // region 4.4 A name may be anything, a subject may not
        String ascii = Normalizer.normalize(todo.name(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[^\\x20-\\x7e]", "?")
                .strip();
        String subject = "Done: " + ascii;
        return subject.length() <= MAX_SUBJECT ? subject : subject.substring(0, MAX_SUBJECT - 3) + "...";
        // endregion
    }

    private static String text(Todo todo) {
        return "You completed \"" + todo.name() + "\".\n\nCreated:   " + Instant.ofEpochMilli(todo.createdAt())
                + "\nCompleted: " + Instant.ofEpochMilli(todo.updatedAt()) + "\nTo-do:     " + todo.todoId() + "\n";
    }
}

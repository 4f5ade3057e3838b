package todo.notifications;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import todo.Todo;
import todo.testing.AwsOnThisMachine;
import todo.testing.AwsOnThisMachine.Answer;
import todo.testing.AwsOnThisMachine.Call;
import todo.testing.Lesson;

class CompletionMailTest {
    private static final String TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:topic-of-this-test";
    private static final int LONGEST_NAME = 256;

    private static final List<String> NAMES = List.of(
            "two\nlines",
            "two\r\nlines of Windows",
            "a\ttab, a \u0007 bell, \u0000 and \u007f",
            "other ends of lines: \u0085, \u2028, \u2029",
            "\n",
            "Blumen gießen, 植物に水をやる",
            "🌱🌻 לסיים");

    /** What SNS doesn't take in a subject: control characters and line breaks. */
    private static final Pattern NO_SUBJECT = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private AwsOnThisMachine aws;

    @BeforeEach
    void aws() {
        aws = AwsOnThisMachine.fresh();
    }

    @Test
    void the_subject_names_the_to_do() {
        Lesson lesson = new Lesson("4.4");
        String subject = subject(lesson, "Water the plants");
        lesson.expect(
                subject.contains("Water the plants"), "the subject names the to-do \"Water the plants\"", subject);
    }

    @Test
    void a_subject_is_one_line_without_control_characters_whatever_the_name() {
        Lesson lesson = new Lesson("4.4");
        for (String name : NAMES) {
            String subject = subject(lesson, name);
            lesson.expect(
                    !subject.isBlank() && !NO_SUBJECT.matcher(subject).find(),
                    "SNS refuses a subject with line breaks or control characters, and a name may have them:"
                            + " of the name " + quoted(name) + " the subject is one line without any",
                    quoted(subject));
        }
    }

    @Test
    void a_subject_is_shorter_than_100_characters_however_long_the_name() {
        Lesson lesson = new Lesson("4.4");
        for (int length = 80; length <= LONGEST_NAME; length++) {
            String subject = subject(lesson, "Plants ".repeat(LONGEST_NAME).substring(0, length));
            expectShort(lesson, subject, length);
            lesson.expect(
                    subject.contains("Plants Plants Plants"), "a long name is cut, and not left out", quoted(subject));
        }
    }

    @Test
    void no_character_of_a_long_name_is_cut_in_two() {
        Lesson lesson = new Lesson("4.4");
        for (int length = 80; length <= LONGEST_NAME; length++) {
            String name = "x".repeat(length % 2) + "🌱".repeat(length / 2);
            String subject = subject(lesson, name);
            expectShort(lesson, subject, length);
            lesson.expect(
                    StandardCharsets.UTF_8.newEncoder().canEncode(subject),
                    "a flower is two chars of a String, and the subject is cut in front of it or after it,"
                            + " not in the middle (Character.isHighSurrogate)",
                    "half a flower in the subject for a name of " + length + " characters");
        }
    }

    private static void expectShort(Lesson lesson, String subject, int length) {
        lesson.expect(
                subject.length() < 100,
                "SNS refuses a subject of 100 characters or more, and a name may have " + LONGEST_NAME
                        + ": the subject is shorter, with everything in front of the name and behind it",
                "a subject of " + subject.length() + " characters for a name of " + length);
    }

    @Test
    void a_completed_to_do_is_one_message_to_the_topic_with_its_whole_name() {
        Lesson lesson = new Lesson("4.5");
        String name = "Blumen gießen 🌱\nund " + "alle ".repeat(40);
        send(lesson, name);
        List<Call> messages = aws.calls("Publish");
        lesson.expect(messages.size() == 1, "SNS gets one message", messages.size() + " messages");
        JsonObject message = messages.get(0).body();
        lesson.expect(
                TOPIC_ARN.equals(field(message, "TopicArn")) || TOPIC_ARN.equals(field(message, "TargetArn")),
                "the message is for the topic that the function was told of, " + TOPIC_ARN,
                message);
        lesson.expect(
                field(message, "Message").contains(name),
                "the text has the name as it is, which the subject can't",
                quoted(field(message, "Message")));
        String subject = field(message, "Subject");
        lesson.expect(
                !subject.isEmpty()
                        && subject.length() < 100
                        && !NO_SUBJECT.matcher(subject).find(),
                "the message has a subject that SNS takes, the one of subject(todo)",
                subject.isEmpty() ? "no subject" : quoted(subject));
    }

    @Test
    void a_message_that_SNS_refuses_is_an_exception() {
        Lesson lesson = new Lesson("4.5");
        aws.answer("Publish", call -> REFUSAL);
        try {
            mail().send(todo("Water the plants"));
        } catch (UnsupportedOperationException e) {
            throw lesson.failure("SNS gets one message", e);
        } catch (RuntimeException e) {
            return;
        }
        throw lesson.failure(
                "when SNS refuses the message, send throws, so that the event is tried again later",
                "no exception: the mail would be lost");
    }

    /** What SNS answers whom it doesn't let publish. */
    private static final Answer REFUSAL = Answer.xml(
            403,
            "<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code>"
                    + "<Message>not authorized to perform: SNS:Publish</Message></Error></ErrorResponse>");

    private static CompletionMail mail() {
        return new CompletionMail(SnsClient.create(), TOPIC_ARN);
    }

    private static void send(Lesson lesson, String name) {
        try {
            mail().send(todo(name));
        } catch (RuntimeException e) {
            throw lesson.failure("SNS gets one message", e);
        }
    }

    private static String subject(Lesson lesson, String name) {
        try {
            String subject = CompletionMail.subject(todo(name));
            if (subject != null) {
                return subject;
            }
        } catch (RuntimeException e) {
            throw lesson.failure("there is a subject for every name", e);
        }
        throw lesson.failure("there is a subject for every name", "null");
    }

    private static Todo todo(String name) {
        return new Todo("t-1", name, true, 1_767_323_000_123L, 1_767_323_045_678L);
    }

    private static String field(JsonObject message, String name) {
        return message.has(name) ? message.get(name).getAsString() : "";
    }

    /** On one line, with everything visible. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> c < ' ' || c > '~' ? String.format("\\u%04x", c) : Character.toString(c);
                        }));
        return quoted.append('"').toString();
    }
}

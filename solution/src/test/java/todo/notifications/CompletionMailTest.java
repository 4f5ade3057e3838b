package todo.notifications;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sns.SnsClient;
import todo.Todo;
import todo.testing.AwsOnThisMachine;
import todo.testing.AwsOnThisMachine.Call;
import todo.testing.Lesson;
import todo.testing.PublishedMessage;
import todo.testing.SnsError;
import todo.testing.TimeLimit;

@ExtendWith(AwsOnThisMachine.Started.class)
class CompletionMailTest {
    private static final String TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:topic-of-this-test";
    private static final int MAX_NAME = 256;

    /** Its message may still be under way when another test begins, if send didn't wait for it. */
    private static final String REFUSED = "Refuse this to-do";

    private static final List<String> NAMES = List.of(
            "two\nlines",
            "two\r\nlines of Windows",
            "a\ttab, a \u0007 bell, \u0000 and \u007f",
            "other ends of lines: \u0085, \u2028, \u2029",
            "\n",
            "100 % of $1 and C:\\new, {0} or %s",
            "Blumen gießen, 植物に水をやる",
            "🌱🌻 לסיים");

    /** What a stack trace has of an exception of the SDK: its class, or its message in that of another one. */
    private static final Pattern SAID_BY_SDK =
            Pattern.compile("awssdk\\.\\S*Exception|Service: Sns|Unable to execute|did not complete");

    /** What SNS doesn't take in a subject: control characters and line breaks. */
    private static final Pattern NO_SUBJECT = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    /** Another one in each test: what a class keeps in memory of one test says nothing in the next. */
    private final String todoId = UUID.randomUUID().toString();

    private AwsOnThisMachine aws;

    @BeforeEach
    void aws() {
        aws = AwsOnThisMachine.fresh();
    }

    @Test
    void the_subject_names_the_to_do() {
        Lesson lesson = new Lesson("4.4");
        for (String name : List.of("Water the plants", "Tea & <biscuits>", "Ann's {0} at 100 %, $1")) {
            String subject = subject(lesson, name);
            lesson.expect(subject.contains(name), "the subject names the to-do \"" + name + "\"", subject);
        }
        String second = subject(lesson, "\nBuy bread");
        lesson.expect(
                second.contains("Buy bread"),
                "the subject names the to-do, also if its name begins with an empty line, as \"\\nBuy bread\" does",
                quoted(second));
    }

    @Test
    void a_subject_is_one_line_without_control_characters_whatever_the_name() {
        Lesson lesson = new Lesson("4.4");
        for (String name : NAMES) {
            String subject = subject(lesson, name);
            lesson.expect(
                    !subject.isBlank(),
                    "for the name " + quoted(name)
                            + ", the subject isn't blank: SNS refuses an empty subject, and of a blank one people see nothing."
                            + " Put a word before the name, as in \"Done: \"",
                    quoted(subject));
            lesson.expect(
                    !NO_SUBJECT.matcher(subject).find(),
                    "SNS refuses a subject with line breaks or control characters, and a name may have them:"
                            + " for the name " + quoted(name) + ", the subject is one line without control characters",
                    quoted(subject) + beyondAscii(subject));
        }
    }

    /** Classes of characters that are easily taken for all of Unicode's. */
    private static String beyondAscii(String subject) {
        return subject.codePoints()
                        .anyMatch(c -> c > 0x7f
                                && NO_SUBJECT.matcher(Character.toString(c)).find())
                ? ": Unicode has more control characters and line breaks than ASCII. \\p{Cc}, \\p{Zl} and \\p{Zp} match all of them;"
                        + " in Java, \\p{Cntrl} and \\s match only those of ASCII"
                : "";
    }

    @Test
    void a_name_beyond_ASCII_is_not_dropped() {
        Lesson lesson = new Lesson("4.4");
        for (String name : List.of("植物に水をやる", "🌱🌻🪴🌵", "äöüß")) {
            String subject = subject(lesson, name);
            String first = name.substring(0, name.offsetByCodePoints(0, 1));
            lesson.expect(
                    subject.length() >= subject(lesson, first).length() + 3,
                    "the subject also shows a name without any ASCII letter, " + quoted(name)
                            + ": SNS accepts UTF-8, so you may keep such letters; if you don't, replace each by another character",
                    quoted(subject) + ": nothing of the name is left");
        }
    }

    @Test
    void a_subject_is_shorter_than_100_characters_however_long_the_name() {
        Lesson lesson = new Lesson("4.4");
        for (int length = 80; length <= MAX_NAME; length++) {
            for (String word : List.of("Plants ", "Plants-")) {
                String subject = subject(lesson, word.repeat(MAX_NAME).substring(0, length));
                expectShort(lesson, subject, length);
                lesson.expect(
                        subject.contains(word.repeat(3).strip()),
                        "a long name is cut, and not left out"
                                + (word.endsWith(" ") ? "" : ", also one without a space"),
                        quoted(subject));
            }
            for (String grows : List.of("\n", "\t", "\"", "&", "½", "ﷺ", "a\n", "\u0085 ")) {
                String subject = subject(lesson, grows.repeat(MAX_NAME).substring(0, length));
                expectShort(lesson, subject, length);
                lesson.expect(
                        !NO_SUBJECT.matcher(subject).find(),
                        "the subject of a long name, which is cut, is one line without control characters, too",
                        quoted(subject) + beyondAscii(subject));
            }
        }
    }

    @Test
    void no_character_of_a_long_name_is_cut_in_two() {
        Lesson lesson = new Lesson("4.4");
        for (int length = 80; length <= MAX_NAME; length++) {
            expectWhole(lesson, "x".repeat(length % 2) + "🌱".repeat(length / 2));
        }
        for (int before = 60; before < 100; before++) {
            expectWhole(lesson, "x".repeat(before) + "🌱" + "x".repeat(100));
        }
    }

    private void expectWhole(Lesson lesson, String name) {
        String subject = subject(lesson, name);
        expectShort(lesson, subject, name.length());
        lesson.expect(
                StandardCharsets.UTF_8.newEncoder().canEncode(subject),
                "an emoji is two chars of a String, and the subject is cut before it or after it,"
                        + " not in the middle (Character.isHighSurrogate)",
                "half an emoji in the subject for a name of " + name.length() + " characters");
        lesson.expect(
                !subject.contains("\ufffd") || !subject.contains("🌱"),
                "the subject is cut between two characters, not in the middle of one: count characters, and not the bytes of UTF-8",
                "the character U+FFFD for half an emoji, which is not in the name: " + quoted(subject));
    }

    private static void expectShort(Lesson lesson, String subject, int length) {
        lesson.expect(
                subject.length() < 100,
                "SNS refuses a subject of 100 characters or more, and a name may have " + MAX_NAME
                        + ": the whole subject, with what comes before and after the name, has at most 99 characters",
                "a subject of " + subject.length() + " characters for a name of " + length
                        + (subject.codePoints().count() < subject.length()
                                ? " (String.length(); an emoji counts as two)"
                                : ""));
    }

    @Test
    void a_completed_to_do_sends_one_message_with_its_whole_name_to_the_topic() {
        Lesson lesson = new Lesson("4.5");
        String name = "Blumen gießen 🌱\nund " + "alle ".repeat(40);
        send(lesson, name);
        List<Call> messages = aws.calls("Publish").stream()
                .filter(call -> !call.body().toString().contains(REFUSED))
                .toList();
        expectOnlyPublish(lesson);
        lesson.expect(!messages.isEmpty(), "SNS gets one message before send returns", "no message");
        lesson.expect(messages.size() == 1, "SNS gets one message, and not more", messages.size() + " messages");
        JsonObject message = messages.get(0).body();
        PublishedMessage.expectAccepted(lesson, message);
        lesson.expect(
                TOPIC_ARN.equals(field(message, "TopicArn")) || TOPIC_ARN.equals(field(message, "TargetArn")),
                "the message goes to the topic that the constructor was given (this.topicArn), here " + TOPIC_ARN,
                given(message, "TopicArn", "TargetArn", "PhoneNumber"));
        String text = PublishedMessage.textOfEmail(lesson, message);
        String subject = field(message, "Subject");
        lesson.expect(
                text.contains(name),
                "the text of the message has the whole name, unchanged; only the subject is shortened",
                quoted(text)
                        + (subject.contains(name) ? ", and the subject has it: are subject and message swapped?" : ""));
        lesson.expect(
                !subject.isEmpty()
                        && subject.length() < 100
                        && !NO_SUBJECT.matcher(subject).find(),
                "the message has a subject that SNS accepts: the one that subject(todo) returns",
                subject.isEmpty() ? "no subject" : quoted(subject));
        lesson.expect(
                subject.strip().equals(subject(lesson, name).strip()),
                "the message has the subject that subject(todo) returns",
                quoted(subject));
        lesson.expect(
                !text.strip().equals(name.strip()),
                "the text says what became of the to-do, and not only its name: text(todo) makes such a text",
                "the name alone");
        lesson.expect(
                !text.contains("todoId="),
                "the text is for people, as text(todo) makes it",
                "the to-do as Java prints it (toString): " + quoted(text));
        expectOneEach(
                lesson, List.of("Water the plants", "Feed the cat", "Feed the cat", "\"Hi\" to C:\\new,\tand {0}"));
        aws = AwsOnThisMachine.fresh();
        send(lesson, " ");
        lesson.expect(
                aws.calls("Publish").size() == 1,
                "SNS gets a message about each to-do, also about one whose name is a space",
                "no message");
    }

    /** An instance of the function has one CompletionMail for many events; a to-do may be completed again. */
    private void expectOneEach(Lesson lesson, List<String> names) {
        aws = AwsOnThisMachine.fresh();
        CompletionMail mail = mail();
        names.forEach(name -> send(lesson, mail, name));
        List<String> texts = aws.calls("Publish").stream()
                .map(call -> PublishedMessage.textOfEmail(lesson, call.body()))
                .toList();
        lesson.expect(
                texts.size() == names.size()
                        && IntStream.range(0, names.size())
                                .allMatch(i -> texts.get(i).contains(names.get(i))),
                "each call of send publishes a message about its own to-do, also about one that was completed before:"
                        + " an instance of the function keeps the fields of CompletionMail, so don't remember to-dos there",
                texts.size() + " messages from " + names.size() + " calls of the same CompletionMail: "
                        + texts.stream().map(CompletionMailTest::quoted).toList());
    }

    /** The first of the fields that a message has; {@code nothing} if it has none of them. */
    private static String given(JsonObject message, String... fields) {
        return Stream.of(fields)
                .filter(message::has)
                .map(field -> field + " " + field(message, field))
                .findFirst()
                .orElse("nothing");
    }

    /** The role of the function allows one action (TODO 4.3), and one message takes no more. */
    private void expectOnlyPublish(Lesson lesson) {
        List<String> others = aws.operations().stream()
                .filter(operation -> !operation.matches("Publish(Batch)?"))
                .toList();
        lesson.expect(
                others.isEmpty(),
                "one publish to the topic is the only call: the topic knows who subscribed, and the function's role allows no"
                        + " other call (see 4.3)",
                "a call of " + String.join(", ", others) + ", which AWS refuses with AuthorizationError");
    }

    @Test
    void send_throws_when_SNS_refuses_the_message() throws IOException {
        Lesson lesson = new Lesson("4.5");
        for (SnsError error : SnsError.OF_PUBLISH) {
            aws.answer("Publish", call -> error.answer());
            expectExceptionFor(lesson, error.what(), mail());
        }
        SnsClient unreachable = SnsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:1"))
                .build();
        expectExceptionFor(lesson, "SNS can't be reached", new CompletionMail(unreachable, TOPIC_ARN));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SnsClient waiting = SnsClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                    .overrideConfiguration(configuration -> configuration.apiCallTimeout(Duration.ofMillis(300)))
                    .build();
            expectExceptionFor(lesson, "SNS doesn't answer in time", new CompletionMail(waiting, TOPIC_ARN));
        }
    }

    private void expectExceptionFor(Lesson lesson, String failure, CompletionMail mail) {
        try {
            TimeLimit.run(() -> mail.send(todo(REFUSED)));
        } catch (UnsupportedOperationException e) {
            throw lesson.failure("SNS gets one message", e);
        } catch (TimeLimit.Exceeded e) {
            throw lesson.failure("when " + failure + ", send throws, and Lambda tries again in a minute", e);
        } catch (Error e) {
            throw lesson.failure("when " + failure + ", send throws the exception of the call", e);
        } catch (RuntimeException e) {
            lesson.expect(
                    SAID_BY_SDK.matcher(Throwables.getStackTrace(e)).find()
                            || !aws.calls("PublishBatch").isEmpty(),
                    "when " + failure + ", send throws the exception of the call, so that the function's log says why",
                    "another " + e.getClass().getSimpleName() + ", which doesn't say what the SDK said");
            return;
        }
        throw lesson.failure(
                "when " + failure + ", send throws, so that the event is tried again later",
                "no exception, so the email would be lost"
                        + (aws.operations().contains("PublishBatch") && failure.endsWith("InternalError")
                                ? ": publishBatch throws nothing for a message that SNS doesn't take. Look at failed(), or call publish"
                                : ""));
    }

    private static CompletionMail mail() {
        return new CompletionMail(SnsClient.create(), TOPIC_ARN);
    }

    private void send(Lesson lesson, String name) {
        send(lesson, mail(), name);
    }

    private void send(Lesson lesson, CompletionMail mail, String name) {
        int before = aws.calls("PublishBatch").size();
        try {
            TimeLimit.run(() -> mail.send(todo(name)));
        } catch (RuntimeException | Error e) {
            throw lesson.failure(
                    aws.calls("PublishBatch").size() > before
                            ? "SNS took the message, so send throws nothing (hasFailed() is true of an empty list, too: see failed())"
                            : "SNS gets one message",
                    e);
        }
    }

    private String subject(Lesson lesson, String name) {
        try {
            String subject = CompletionMail.subject(todo(name));
            if (subject != null) {
                return subject;
            }
        } catch (RuntimeException | Error e) {
            throw lesson.failure("subject(todo) returns a subject for every name, here " + quoted(name), e);
        }
        throw lesson.failure("subject(todo) returns a subject for every name", "null");
    }

    private Todo todo(String name) {
        return new Todo(todoId, name, true, 1_767_323_000_123L, 1_767_323_045_678L);
    }

    private static String field(JsonObject message, String name) {
        return message.has(name) ? message.get(name).getAsString() : "";
    }

    /** On one line, with everything visible: what has no glyph of its own as its code. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> quoted.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            case '\\' -> "\\\\";
                            default -> c == ' ' || isVisible(c) ? Character.toString(c) : String.format("\\u%04x", c);
                        }));
        return quoted.append('"').toString();
    }

    private static boolean isVisible(int character) {
        return !Set.of(
                        Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SPACE_SEPARATOR,
                        Character.SURROGATE)
                .contains((byte) Character.getType(character));
    }
}

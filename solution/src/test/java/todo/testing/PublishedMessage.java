package todo.testing;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;

/**
 * A message that was published to a topic.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 */
public final class PublishedMessage {
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private static final String TYPE = "(String|String\\.Array|Number|Binary)(\\..+)?";
    private static final String NAME = "(?!(?i:aws\\.|amazon\\.)|\\.)(?!.*\\.\\.)[\\w.-]{1,256}(?<!\\.)";

    private PublishedMessage() {}

    /**
     * Fails if SNS would refuse it for a topic that isn't FIFO.
     *
     * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html">Message attributes</a>
     */
    public static void expectAccepted(Lesson lesson, JsonObject message) {
        lesson.expect(
                !message.has("PhoneNumber") || !message.has("TopicArn") && !message.has("TargetArn"),
                "a message goes to one place, the topic",
                "a phoneNumber, too");
        for (int number = 1; message.has("MessageAttributes.entry." + number + ".Name"); number++) {
            String attribute = "MessageAttributes.entry." + number + ".";
            String name = field(message, attribute + "Name");
            String type = field(message, attribute + "Value.DataType");
            String value =
                    field(message, attribute + "Value.StringValue") + field(message, attribute + "Value.BinaryValue");
            String got = "the attribute \"" + name + "\" with the type \"" + type + "\" and the value \"" + value + '"';
            lesson.expect(
                    !name.isEmpty() && !type.isEmpty() && !value.isEmpty(),
                    "the name, the type and the value of a message attribute are not empty: otherwise SNS refuses the message",
                    got);
            lesson.expect(
                    name.matches(NAME) && type.matches(TYPE) && (!type.startsWith("Number") || isNumber(value)),
                    "the name of a message attribute has letters, digits, _, - and single dots, its type is String, String.Array,"
                            + " Number or Binary, and a Number's value is one: otherwise SNS refuses the message",
                    got);
        }
        lesson.expect(
                !message.has("MessageDeduplicationId"),
                "a topic for email is no FIFO topic, so its messages have no MessageDeduplicationId",
                "a MessageDeduplicationId, which SNS refuses: it \"is not valid for this topic type\"");
    }

    private static boolean isNumber(String value) {
        return value.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    }

    private static String field(JsonObject message, String name) {
        return message.has(name) ? message.get(name).getAsString() : "";
    }

    /** The text of an email: the message, or what it says for emails if it is JSON with a text for each protocol; fails if SNS would refuse it. */
    public static String textOfEmail(Lesson lesson, JsonObject message) {
        lesson.expect(
                message.has("Message"),
                "what is published has a message, which is the text of the email",
                "no message");
        String text = message.get("Message").getAsString();
        if (!message.has("MessageStructure")) {
            return text;
        }
        JsonObject texts = object(text);
        lesson.expect(
                message.get("MessageStructure").getAsString().equals("json") && isText(texts.get("default")),
                "the message is text; with the messageStructure \"json\", SNS wants a JSON object with a text named \"default\"",
                "messageStructure " + message.get("MessageStructure").getAsString() + " and the message " + text);
        return texts.get(isText(texts.get("email")) ? "email" : "default").getAsString();
    }

    private static boolean isText(JsonElement value) {
        return value != null
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
    }

    private static JsonObject object(String text) {
        try {
            JsonElement json = STRICT.fromJson(text, JsonElement.class);
            return json != null && json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject(); // what is no JSON has no texts
        }
    }
}

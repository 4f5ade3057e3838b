package todo.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;

/**
 * What an email shows of a message that was published to a topic.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">MessageStructure</a>
 */
public final class PublishedText {
    private PublishedText() {}

    /** The message, or what it says for emails if it is JSON with a text for each protocol; fails if SNS would refuse it. */
    public static String ofEmail(Lesson lesson, JsonObject message) {
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
            JsonElement json = JsonParser.parseString(text);
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonSyntaxException e) {
            return new JsonObject(); // what is no JSON has no texts
        }
    }
}

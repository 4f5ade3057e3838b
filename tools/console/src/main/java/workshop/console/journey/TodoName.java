package workshop.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.Json;

/** What people call that which travels. */
public final class TodoName {
    /** A to-do's name, in JSON, in DynamoDB's JSON, or in JSON within a text. It begins with what is found at once. */
    private static final Pattern NAME = Pattern.compile(
            "\"name(\\\\*)\"\\s*:\\s*(?:\\{\\s*\\1\"S\\1\"\\s*:\\s*)?\\1\"(.*?(?<!\\\\)(?:(?:\\\\\\1){2})*+)\\1\"",
            Pattern.DOTALL);

    /** The key of an item without a name. */
    private static final Pattern KEY =
            Pattern.compile("\"(?:Keys|Item)()\":\\{\"\\w+\":\\{\"S\":\"(.*?(?<!\\\\)(?:\\\\\\\\)*)\"");

    private TodoName() {}

    /** The name of the first to-do in what was handed over, or else the first item's key. */
    public static Optional<String> in(String payload) {
        return Stream.of(NAME, KEY)
                .flatMap(pattern -> pattern.matcher(payload).results())
                .findFirst()
                .map(found -> unescaped(found.group(2), found.group(1).length()));
    }

    /** A text is escaped once in JSON, once more in JSON within a text: there, a quote has one backslash, then three. */
    private static String unescaped(String text, int backslashes) {
        String once = Json.parse('"' + text + '"').map(JsonNode::asText).orElse(text);
        return backslashes == 0 ? once : unescaped(once, backslashes / 2);
    }
}

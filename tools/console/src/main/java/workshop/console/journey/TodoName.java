package workshop.console.journey;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call that which travels. */
public final class TodoName {
    /** A to-do's name, in JSON, in DynamoDB's JSON, or in JSON within a text. */
    private static final Pattern NAME = Pattern.compile(
            "(\\\\*)\"name\\1\"\\s*:\\s*(?:\\{\\s*\\1\"S\\1\"\\s*:\\s*)?\\1\"(.*?)(?<!\\\\)\\1\"", Pattern.DOTALL);

    /** The key of an item without a name. */
    private static final Pattern KEY = Pattern.compile("()\"(?:Keys|Item)\":\\{\"\\w+\":\\{\"S\":\"(.*?)(?<!\\\\)\"");

    private TodoName() {}

    /** The name of the first to-do in what was handed over, or else the first item's key. */
    public static Optional<String> in(String payload) {
        Matcher name = NAME.matcher(payload);
        Matcher found = name.find() ? name.reset() : KEY.matcher(payload);
        return found.find() ? Optional.of(found.group(2).replaceAll("\\\\+([\"\\\\/])", "$1")) : Optional.empty();
    }
}

package workshop.console.why;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.Json;

/** An exception of a function in one line: its first line, and the place in the project where it was thrown. */
public final class FunctionError {
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");

    private FunctionError() {}

    /** A frame of the project, whose packages begin with this word. */
    private static Pattern frameOf(String root) {
        return Pattern.compile("(?:\\s*at )?" + root + "\\.[^(]*\\(([^)]*)\\)");
    }

    /** What Lambda says of an invocation that failed; what is no exception stays as it is. */
    public static String inOneLine(String outcome, String root) {
        JsonNode error = error(outcome);
        if (!error.has("errorMessage")) {
            return outcome;
        }
        String type = error.path("errorType").asText().replaceFirst(".*[.$]", "");
        String first = error.get("errorMessage").asText().lines().findFirst().orElse("");
        String place = Json.texts(error.path("stackTrace")).stream()
                .map(frameOf(root)::matcher)
                .filter(Matcher::lookingAt)
                .findFirst()
                .map(frame -> " (" + frame.group(1) + ")")
                .orElse("");
        return (type.isEmpty() ? "" : type + ": ") + first + place;
    }

    /** Lambda's JSON of an error; an empty object for anything else. */
    static JsonNode error(String outcome) {
        return Json.parse(outcome).filter(JsonNode::isObject).orElseGet(Json::object);
    }

    /** A log in which each stack trace is its first line, with the place in the project. */
    public static List<String> inOneLine(List<String> log, String root) {
        List<String> lines = new ArrayList<>();
        boolean hasPlace = true;
        for (String line : log) {
            Matcher frame = frameOf(root).matcher(line);
            if (!FRAME.matcher(line).lookingAt()) {
                lines.add(line);
                hasPlace = false;
            } else if (!hasPlace && frame.lookingAt()) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last).stripTrailing() + " (" + frame.group(1) + ")");
                hasPlace = true;
            }
        }
        return lines;
    }
}

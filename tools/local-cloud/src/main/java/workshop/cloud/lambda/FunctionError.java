package workshop.cloud.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.cloud.Json;

/** An exception of a function in one line: its first line, and the place in the project where it was thrown. */
public final class FunctionError {
    /** What Lambda and the SDK add to a message. */
    private static final String ADDED =
            "^RequestId: \\S+ Error: | \\(Service: [^()]*, Request ID: [^()]*\\)( \\(SDK Attempt Count: \\d+\\))?";

    /** Possessive, because Java matches any other repeated group by recursion, too deep for a thousand frames. */
    private static final Pattern STACK_TRACE = Pattern.compile("(?:\\R\\s+(?:at |\\.\\.\\. \\d+ more).*)++");

    /** What AWS's runtime writes before a stack trace that begins with the same. */
    private static final Pattern HEADING = Pattern.compile("(?m)^(.*): ([\\w.$]+)\\R(?=\\2(: \\1)?$)");

    private FunctionError() {}

    /** File and line of the first frame of the project, whose packages begin with this word; empty if there is none. */
    private static String place(Stream<String> frames, String root) {
        Pattern own = Pattern.compile("(?:\\s*at )?" + root + "\\.[^(]*\\(([^)]*)\\)");
        return frames.map(own::matcher)
                .filter(Matcher::lookingAt)
                .findFirst()
                .map(frame -> " (" + frame.group(1) + ")")
                .orElse("");
    }

    /** What Lambda says of an invocation that failed; what is no exception stays as it is. */
    public static String inOneLine(String outcome, String root) {
        JsonNode error = error(outcome);
        if (!error.has("errorMessage")) {
            return outcome;
        }
        String type = error.path("errorType").asText().replaceFirst(".*[.$]", "");
        String message = error.get("errorMessage").asText().replaceFirst("(?s)\\R.*", "");
        String place = place(Json.texts(error.path("stackTrace")).stream(), root);
        return (type.isEmpty() ? "" : type + ": ") + message.replaceAll(ADDED, "") + place;
    }

    /** Lambda's JSON of an error; an empty object for anything else. */
    public static JsonNode error(String outcome) {
        return Json.parse(outcome).filter(JsonNode::isObject).orElseGet(Json::object);
    }

    /** The last lines that a function itself wrote to its log, each once: a stack trace is one, and Lambda's own are left out. */
    public static List<String> ownLines(List<String> log, String root, int most) {
        List<String> own = STACK_TRACE
                .matcher(HEADING.matcher(String.join("\n", log)).replaceAll(""))
                .replaceAll(
                        trace -> Matcher.quoteReplacement(place(trace.group().lines(), root)))
                .lines()
                .filter(line -> !line.isBlank() && !line.matches("(START|END|REPORT) RequestId.*|INIT_REPORT .*"))
                .map(line -> line.stripTrailing().replaceAll(ADDED, ""))
                .distinct()
                .toList();
        return own.subList(Math.max(0, own.size() - most), own.size());
    }
}

package workshop.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** An exception of a function in one line: its first line, and the place in the project where it was thrown. */
final class FunctionError {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FRAME_OF_PROJECT = Pattern.compile("(?:\\s*at )?todo\\.[^(]*\\(([^)]*)\\)");
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");

    private FunctionError() {}

    /** What Lambda says of an invocation that failed; what is no exception stays as it is. */
    static String inOneLine(String outcome) {
        if (!outcome.startsWith("{")) {
            return outcome;
        }
        try {
            JsonNode error = JSON.readTree(outcome);
            if (!error.has("errorMessage")) {
                return outcome;
            }
            String type = error.path("errorType").asText().replaceFirst(".*[.$]", "");
            String first =
                    error.get("errorMessage").asText().lines().findFirst().orElse("");
            return (type.isEmpty() ? "" : type + ": ")
                    + first
                    + StreamSupport.stream(error.path("stackTrace").spliterator(), false)
                            .map(frame -> FRAME_OF_PROJECT.matcher(frame.asText()))
                            .filter(Matcher::lookingAt)
                            .findFirst()
                            .map(frame -> " (" + frame.group(1) + ")")
                            .orElse("");
        } catch (JsonProcessingException e) {
            return outcome;
        }
    }

    /** A log in which each stack trace is its first line, with the place in the project. */
    static List<String> inOneLine(List<String> log) {
        List<String> lines = new ArrayList<>();
        boolean hasPlace = true;
        for (String line : log) {
            Matcher frame = FRAME_OF_PROJECT.matcher(line);
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

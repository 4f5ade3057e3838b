package workshop.cloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import workshop.cloud.AwsError;

/**
 * Filter patterns for unstructured text: words, quoted phrases and regular expressions between percent signs, all of which
 * must be there; {@code -} before one excludes it. Of those with {@code ?} one must be there; beside others they count for
 * nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Syntax</a>
 */
final class FilterPattern {
    private static final Pattern TERM = Pattern.compile("\\s*([-?]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\""
            + "|%([\\w:#=@/;,^$?\\[\\]{}|\\\\*+.-]+)%|([\\p{L}\\p{N}_]+))(?=\\s|$)");

    private FilterPattern() {}

    static Predicate<String> of(String pattern) {
        if (pattern.startsWith("{") || pattern.startsWith("[")) {
            throw AwsError.notHere("filter patterns for JSON and for columns; it has words and quoted phrases");
        }
        List<Predicate<String>> all = new ArrayList<>();
        List<Predicate<String>> any = new ArrayList<>();
        String rest = pattern.stripTrailing();
        for (Matcher term = TERM.matcher(rest); !rest.isEmpty(); term = TERM.matcher(rest)) {
            if (!term.lookingAt()) {
                String bad = rest.replaceFirst("(?s)^\\s*[-?]?[\\p{L}\\p{N}_]*(.?).*", "$1");
                throw LogsApi.invalid("Invalid character(s) in term '" + bad + "'");
            }
            Predicate<String> found = found(term);
            (term.group(1).equals("?") ? any : all).add(term.group(1).equals("-") ? found.negate() : found);
            rest = rest.substring(term.end());
        }
        return all.isEmpty() && !any.isEmpty()
                ? message -> any.stream().anyMatch(test -> test.test(message))
                : message -> all.stream().allMatch(test -> test.test(message));
    }

    private static Predicate<String> found(Matcher term) {
        if (term.group(3) != null) {
            try {
                return Pattern.compile(term.group(3)).asPredicate();
            } catch (PatternSyntaxException e) {
                throw LogsApi.invalid("Invalid regular expression " + term.group(3) + ": " + e.getDescription());
            }
        }
        String text = term.group(2) == null ? term.group(4) : term.group(2).replaceAll("\\\\(.)", "$1");
        return message -> message.contains(text);
    }
}

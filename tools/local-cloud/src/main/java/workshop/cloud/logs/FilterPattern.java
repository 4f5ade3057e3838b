package workshop.cloud.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;

/**
 * Filter patterns for unstructured text: words and quoted phrases, all of which must be there; {@code -} before one
 * excludes it, {@code ?} makes it one of several.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Syntax</a>
 */
final class FilterPattern {
    private static final Pattern TERM = Pattern.compile("([-?]?)(?:\"([^\"]*)\"|(\\S+))");

    private FilterPattern() {}

    static Predicate<String> of(String pattern) {
        if (pattern.startsWith("{") || pattern.startsWith("[")) {
            throw AwsError.notHere("filter patterns for JSON and for columns; it has words and quoted phrases");
        }
        List<Predicate<String>> all = new ArrayList<>();
        List<String> any = new ArrayList<>();
        Matcher terms = TERM.matcher(pattern);
        while (terms.find()) {
            String term = terms.group(2) == null ? terms.group(3) : terms.group(2);
            switch (terms.group(1)) {
                case "-" -> all.add(message -> !message.contains(term));
                case "?" -> any.add(term);
                default -> all.add(message -> message.contains(term));
            }
        }
        return message -> all.stream().allMatch(test -> test.test(message))
                && (any.isEmpty() || any.stream().anyMatch(message::contains));
    }
}

package workshop.aws;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.course.TextFile;
import workshop.terminal.Problem;

/**
 * A page that says what was seen where, a section for each project. Commands write it, nobody else does.
 *
 * @param where it was seen, such as "AWS, region eu-central-1"
 */
public record Evidence(Path page, String where) {
    /** Stands on the page as long as there is nothing on it. */
    static final String NOTHING_YET =
            "**Nobody has run this on AWS yet.** What is said of AWS is from its documentation.";

    public static final String PAGE = "docs/aws-evidence.md";
    private static final String NO_ACCOUNT = "000000000000";

    /** The page about AWS; throws {@link Problem} if what would be recorded is not AWS. */
    public static Evidence ofAws(Path home, Map<String, String> environment) {
        environment.keySet().stream()
                .filter(name -> name.startsWith("AWS_ENDPOINT_URL"))
                .findFirst()
                .ifPresent(name -> {
                    throw new Problem(
                            name + " is set, so what would be recorded is not AWS.", "Unset it, and run this again.");
                });
        AccountAccess access = AccountAccess.ofCredentials();
        String destination = AccountCheck.of(access).destination();
        if (destination.contains(NO_ACCOUNT)) {
            throw new Problem(
                    "The credentials are of the account " + NO_ACCOUNT + ", which is not an AWS account.",
                    "Does a profile name another endpoint_url?");
        }
        return new Evidence(home.resolve(PAGE), "AWS, region " + access.region().orElseThrow());
    }

    /** Writes a section in place of the one with the same title, else at the end of the page. */
    public void write(String title, String text) {
        String section = "## " + title + "\n\n" + text.strip() + "\n";
        TextFile file = new TextFile(page);
        String old = file.find().orElse("# Seen in: " + where + "\n");
        String before = old.replace(NOTHING_YET + "\n", "").stripTrailing() + "\n";
        Matcher same = Pattern.compile("(?ms)^## " + Pattern.quote(title) + "$.*?(?=^## |\\z)")
                .matcher(before);
        String after =
                same.find() ? same.replaceFirst(Matcher.quoteReplacement(section + "\n")) : before + "\n" + section;
        file.write(after.stripTrailing() + "\n");
    }
}

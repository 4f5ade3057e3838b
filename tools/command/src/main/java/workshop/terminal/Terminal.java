package workshop.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a command prints for people: results on standard output, progress on standard error.
 *
 * @param colour whether to colour, which only a terminal wants
 * @param typed what a person types for {@code ./workshop} where they are
 */
public record Terminal(PrintStream out, PrintStream err, boolean colour, String typed) {
    private static final String HERE = "./workshop";
    private static final Pattern COMMAND = Pattern.compile("(?<![.\\w])" + Pattern.quote(HERE) + "(?= )");

    public Terminal(PrintStream out, PrintStream err, boolean colour) {
        this(out, err, colour, HERE);
    }

    /** The terminal that the launcher found. */
    public static Terminal ofLauncher() {
        boolean colour = Boolean.getBoolean("workshop.terminal") && wantsColour(System.getenv());
        return SearchPath.isWindows()
                ? new Terminal(System.out, System.err, colour, ".\\workshop")
                : new Terminal(
                        utf8(FileDescriptor.out),
                        utf8(FileDescriptor.err),
                        colour,
                        System.getProperty("workshop.typed", HERE));
    }

    /** By the variables that people set for that: https://no-color.org, and what terminfo calls a terminal without abilities. */
    private static boolean wantsColour(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "");
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !terminal.isEmpty() && !terminal.equals("dumb");
    }

    /** Terminals speak UTF-8 nowadays; what Java makes of the locale is often ASCII. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    public void line(String text) {
        out.println(asTyped(text));
    }

    /** The same for what isn't the result: all of it on standard error. */
    public Terminal aside() {
        return new Terminal(err, err, colour, typed);
    }

    /** Something went on or is about to take a while. */
    public void progress(String text) {
        err.println(dim(asTyped(text)));
    }

    public void error(String message) {
        err.println(styled("31", asTyped(message)));
    }

    public String good(String text) {
        return styled("32", text);
    }

    public String bad(String text) {
        return styled("31", text);
    }

    public String strong(String text) {
        return styled("1", text);
    }

    public String dim(String text) {
        return styled("2", text);
    }

    private String asTyped(String text) {
        return COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(typed));
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

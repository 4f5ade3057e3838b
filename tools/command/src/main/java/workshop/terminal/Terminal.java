package workshop.terminal;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a command prints for people: results on standard output, progress on standard error. Paths in messages are written as
 * seen from the repository's top, {@code ./workshop test} and {@code docs/api.md}; people see what works where they are.
 *
 * @param colour whether to colour, which only a terminal wants
 * @param top how people write the way to the repository's top: {@code ../} in a step's folder, empty at the top itself
 */
public record Terminal(PrintStream out, PrintStream err, boolean colour, String top) {
    private static final Pattern OF_TOP = Pattern.compile("(?<![\\w./\\\\-])(?:\\./(?=workshop )|(?=docs/\\w))");

    public static Terminal ofLauncher() {
        boolean colour = Boolean.getBoolean("workshop.terminal") && wantsColour(System.getenv());
        Path home = Path.of(System.getProperty("workshop.home", "")).toAbsolutePath();
        String top = top(home.normalize(), Path.of("").toAbsolutePath());
        return new Terminal(System.out, System.err, colour, top);
    }

    /** The way to a repository's top from a folder in it; from elsewhere, the whole path. */
    public static String top(Path home, Path here) {
        Path way = here.startsWith(home) ? here.relativize(home) : home;
        return way.toString().isEmpty() ? "" : way + File.separator;
    }

    /** By the variables that people set for that: https://no-color.org, and what terminfo calls a terminal without abilities. */
    private static boolean wantsColour(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "");
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !terminal.isEmpty() && !terminal.equals("dumb");
    }

    public void line(String text) {
        out.println(asTyped(text));
    }

    /** The same for what isn't the result: all of it on standard error. */
    public Terminal aside() {
        return new Terminal(err, err, colour, top);
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

    /** A text with the paths that work where the person is. */
    public String asTyped(String text) {
        return OF_TOP.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().isEmpty() || !top.isEmpty() ? top : "." + File.separator));
    }

    /** Text that somebody typed or a program answered, on one line and without characters that a terminal obeys. */
    public static String onOneLine(String text) {
        return text.replaceAll("\\p{Cc}+", " ");
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

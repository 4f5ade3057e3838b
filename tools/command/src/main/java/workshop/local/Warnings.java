package workshop.local;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.terminal.Terminal;

/** What a template asks for that the local cloud doesn't do: properties without effect in one line, the rest in full. */
record Warnings(List<String> all) {
    private static final Pattern NO_EFFECT = Pattern.compile("AWS::(\\S+) (\\S+) has no effect in the local cloud.*");

    /** Prints what a person should know before they go on. */
    void printNotes(Terminal terminal) {
        all.stream()
                .filter(warning -> !NO_EFFECT.matcher(warning).matches())
                .forEach(warning -> terminal.line("Note: " + warning));
    }

    /** Prints what matters on AWS only. */
    void printWithoutEffect(Terminal terminal) {
        List<String> properties = all.stream()
                .map(NO_EFFECT::matcher)
                .filter(Matcher::matches)
                .map(warning -> warning.group(1) + "." + warning.group(2))
                .toList();
        if (!properties.isEmpty()) {
            terminal.line(terminal.dim("For your information: these properties have an effect on AWS only: "
                    + String.join(", ", properties)));
        }
    }
}

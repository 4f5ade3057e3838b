package workshop.terminal;

/**
 * Something that was looked at.
 *
 * @param subject such as "Node.js"
 * @param good whether it will do
 * @param found what is there
 * @param fix what to do if it won't do
 */
public record Diagnosis(String subject, boolean good, String found, String fix) {

    /** It in a line, and the fix in another if it needs one. */
    public String line(Terminal terminal) {
        String mark = good ? terminal.good("ok  ") : terminal.bad("no  ");
        return mark + String.format("%-14s", subject) + found + (good ? "" : "\n    → " + fix);
    }
}

package workshop.console.why;

import java.util.ArrayList;
import java.util.List;
import workshop.cloud.trace.Hop;

/**
 * Why a change ended where it did. Its JSON has these names.
 *
 * @param hop the number of the hop at which it ended
 * @param end what happened there, in one sentence
 * @param facts what was wanted and what there was instead, a line each
 * @param fix what to change
 * @param construct the path in the CDK app of what to change; empty for none
 * @param line where that is in the project, such as {@code TodoBus.java:42}; empty if nobody knows
 */
public record Answer(long hop, String end, List<String> facts, String fix, String construct, String line) {
    /** The fix where what is deployed now would have let it on. */
    static final String AGAIN = "Make such a change again.";

    Answer(Hop hop, String end, List<String> facts, String fix, String construct) {
        this(hop.number(), end, facts, fix, construct, "");
    }

    Answer at(String line) {
        return new Answer(hop, end, facts, fix, construct, line);
    }

    /** As people read it: the end, the facts, the fix, and where that is. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(end));
        facts.forEach(fact -> lines.add("  " + fact));
        String place = line.isEmpty() ? construct : line;
        if (!fix.isEmpty()) {
            lines.add("  Fix: " + fix);
            lines.addAll(place.isEmpty() ? List.of() : List.of("  Where: " + place));
        }
        return lines;
    }
}

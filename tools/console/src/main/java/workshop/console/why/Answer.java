package workshop.console.why;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;

/**
 * Why a change ended where it did.
 *
 * @param hop the number of the hop at which it ended
 * @param end what happened there, in one sentence
 * @param facts what was wanted and what there was instead, a line each
 * @param fix what to change
 * @param construct the path in the CDK app of what to change; empty for none
 * @param line where that is in the project, such as {@code TodoBus.java:42}; empty if nobody knows
 */
public record Answer(long hop, String end, List<String> facts, String fix, String construct, String line) {

    static Answer of(Hop hop, String end, List<String> facts, String fix) {
        return new Answer(hop.number(), end, facts, fix, "", "");
    }

    /** The same, about a construct of the CDK app. */
    Answer at(String path, Sources sources) {
        return new Answer(hop, end, facts, fix, path, sources.line(path));
    }

    /** The same, at this line rather than where the construct is made. */
    Answer atLine(String place) {
        return new Answer(hop, end, facts, fix, construct, place);
    }

    /** As people read it: the end, the facts, the fix. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(end));
        facts.forEach(fact -> lines.add("  " + fact));
        if (!fix.isEmpty()) {
            lines.add("  Fix: " + fix
                    + (line.isEmpty() ? construct.isEmpty() ? "" : " (" + construct + ")" : " (" + line + ")"));
        }
        return lines;
    }

    /** As {@code README.md} of this module documents it. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("hop", hop).put("end", end);
        facts.forEach(json.putArray("facts")::add);
        return json.put("fix", fix).put("construct", construct).put("line", line);
    }
}

package workshop.console.graph;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way that something takes from one part to another.
 *
 * @param labels why it is there, such as the names of rules, or the action that a role allows
 * @param failure whether only what could not be handled goes there
 * @param todo what will add it; empty if it is there
 */
public record Connection(String from, String to, List<String> labels, boolean failure, String todo) {
    Connection and(Connection other) {
        List<String> all =
                Stream.concat(labels.stream(), other.labels.stream()).distinct().toList();
        return new Connection(from, to, all, failure && other.failure, todo);
    }

    /** The labels if they fit beside a line; several long ones say less than their number takes room. */
    @JsonProperty
    public String label() {
        String all = String.join(", ", labels);
        return labels.size() == 1 || all.length() <= Node.MAX_TEXT ? Node.shortened(all) : "";
    }
}

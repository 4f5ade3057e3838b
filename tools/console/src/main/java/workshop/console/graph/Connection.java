package workshop.console.graph;

import java.util.List;

/**
 * A way that something takes from one part to another.
 *
 * @param labels why it is there, such as the names of rules, or the action that a role allows
 * @param failure whether only what could not be handled goes there
 * @param todo what will add it; empty if it is there
 */
public record Connection(String from, String to, List<String> labels, boolean failure, String todo) {

    boolean isBetween(String from, String to) {
        return this.from.equals(from) && this.to.equals(to);
    }

    /** The labels if they fit beside a line; several long ones say less than their number takes room. */
    String label() {
        String all = String.join(", ", labels);
        return all.length() <= 24 ? all : labels.size() == 1 ? Text.shortened(all, 24) : "";
    }
}

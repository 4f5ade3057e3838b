package workshop.console.graph;

import java.util.List;

/**
 * A way that something takes from one part to another.
 *
 * @param labels why it is there, such as the names of rules, or the action that a role allows
 * @param failure whether only what could not be handled goes there
 */
public record Connection(String from, String to, List<String> labels, boolean failure) {

    /** The labels in so few words that they fit beside a line. */
    String label() {
        String all = String.join(", ", labels);
        boolean paths = labels.stream().allMatch(label -> label.contains(" /"));
        return all.length() <= 24
                ? all
                : labels.size() == 1 ? Text.shortened(all, 24) : labels.size() + (paths ? " routes" : " kinds");
    }
}

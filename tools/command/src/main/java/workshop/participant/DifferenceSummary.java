package workshop.participant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.terminal.Terminal;

/**
 * How much two projects differ.
 *
 * @param layers by package, such as {@code events}, then what is in none
 */
record DifferenceSummary(Map<String, Size> layers) {
    static final String TESTS = "tests";
    private static final List<String> LAST = List.of("resources", "pom.xml", TESTS);

    /** A line of {@code git diff --numstat}. */
    private static final Pattern CHANGED = Pattern.compile("(\\d+)\\t(\\d+)\\t(.*)");

    private static final Pattern LAYER = Pattern.compile(".*/main/java/\\w+/(?:(\\w+)/)?[^/]+");

    /** So much of something was changed; of the files, so many are not in the first project. */
    record Size(int files, int fresh, int added, int removed) {
        private Size and(Size other) {
            return new Size(files + other.files, fresh + other.fresh, added + other.added, removed + other.removed);
        }

        @Override
        public String toString() {
            return "%3d %-6s +%d -%d".formatted(files, files == 1 ? "file" : "files", added, removed);
        }
    }

    /** @param numstat what {@code git diff --numstat} printed */
    static DifferenceSummary of(String numstat) {
        Map<String, Size> layers = new TreeMap<>();
        numstat.lines()
                .map(CHANGED::matcher)
                .filter(Matcher::matches)
                .forEach(line -> layers.merge(
                        layer(line.group(3)),
                        new Size(
                                1,
                                line.group(3).startsWith("/dev/null") ? 1 : 0,
                                Integer.parseInt(line.group(1)),
                                Integer.parseInt(line.group(2))),
                        Size::and));
        return new DifferenceSummary(layers);
    }

    private static String layer(String path) {
        Matcher layer = LAYER.matcher(path);
        if (layer.matches()) {
            return layer.group(1) == null ? "the root package" : layer.group(1);
        }
        return path.contains("/test/") ? TESTS : path.contains("/main/") ? "resources" : "pom.xml";
    }

    /**
     * @param to the second project
     * @param more how the tests are shown
     */
    void print(Terminal terminal, String to, String more) {
        Stream.concat(
                        layers.keySet().stream().filter(layer -> !LAST.contains(layer)),
                        LAST.stream().filter(layers::containsKey))
                .forEach(layer -> {
                    Size size = layers.get(layer);
                    String fresh = size.fresh == 0 ? "" : ", " + size.fresh + " new in " + to;
                    terminal.line("  %-17s %s%s".formatted(layer, size, fresh));
                });
        if (layers.containsKey(TESTS) && !more.isEmpty()) {
            terminal.line(terminal.dim("  See the tests: " + more));
        }
    }
}

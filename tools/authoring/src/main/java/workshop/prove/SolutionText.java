package workshop.prove;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workshop.course.TextFile;
import workshop.course.manifest.Step;

/** The solution read a second time, without the carver's code, so that one can be held against the other. */
record SolutionText(Path solution, List<Step> steps) {
    private static final Pattern MARKER =
            Pattern.compile("\\s*(?://|#|<!--)\\s*(?:(region)\\s+(\\d+)\\b.*|endregion.*)");

    /** The lines of a file that a step has once it is done; none if there is no such file. */
    List<String> finished(String path, int step) {
        return lines(path, 1, step);
    }

    List<String> own(String path, int step) {
        return lines(path, step, step);
    }

    private List<String> lines(String path, int from, int to) {
        List<String> kept = new ArrayList<>();
        Deque<Integer> regions = new ArrayDeque<>(List.of(1));
        String text = new TextFile(solution.resolve(path)).find().orElse("");
        for (String line : text.lines().toList()) {
            Matcher marker = MARKER.matcher(line);
            if (!marker.matches()) {
                int step = regions.stream().mapToInt(Integer::intValue).max().orElseThrow();
                if (from <= step && step <= to) {
                    kept.add(line);
                }
            } else if (marker.group(1) != null) {
                regions.push(Integer.parseInt(marker.group(2)));
            } else {
                regions.pop();
            }
        }
        return kept;
    }

    /** With which step a file arrives: the one that names it, else the first one with a pattern for it; 0 if none. */
    int arrival(String path) {
        Stream<Step> named = steps.stream().filter(step -> step.files().contains(path));
        Stream<Step> matched =
                steps.stream().filter(step -> step.files().stream().anyMatch(entry -> matches(entry, path)));
        return Stream.concat(named, matched).map(Step::step).findFirst().orElse(0);
    }

    private static boolean matches(String glob, String path) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path));
    }

    /** Lines as they count: without imports and the space around them. */
    static List<String> significant(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import "))
                .toList();
    }

    /** All that isn't space, in one string. */
    static String squeezed(List<String> lines) {
        return String.join("", significant(lines)).replaceAll("\\s+", "");
    }
}

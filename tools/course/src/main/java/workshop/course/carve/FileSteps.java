package workshop.course.carve;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import workshop.course.manifest.Step;

/** With which step each file of the solution arrives: the step that lists it. A path wins over a glob. */
record FileSteps(Map<String, Integer> steps) {

    /** @param problems gets files that no step lists or several do, and entries that are no file */
    static FileSteps of(Collection<Step> steps, Collection<String> paths, Consumer<Problem> problems) {
        Map<String, Integer> found = new HashMap<>();
        for (String path : paths) {
            List<Integer> named = listing(steps, path::equals);
            List<Integer> all = named.isEmpty() ? listing(steps, entry -> isOf(entry, path)) : named;
            if (all.isEmpty()) {
                problems.accept(Problem.of("solution/" + path
                        + " belongs to no step: add it to \"files\" in the manifest of the step it arrives with"));
                continue;
            }
            found.put(path, all.get(0));
            if (all.size() > 1) {
                problems.accept(Problem.of("solution/" + path + " is listed by step " + all.get(0) + " and by step "
                        + all.get(1) + ": a file arrives once; "
                        + (named.isEmpty() ? "name it in one of them without a glob" : "take it out of one of them")));
            }
        }
        for (Step step : steps) {
            for (String entry : step.files()) {
                if (paths.stream().noneMatch(path -> isOf(entry, path))) {
                    problems.accept(Problem.of(
                            step,
                            null,
                            "files has " + entry + ", but the solution has no such file: correct or remove the entry"));
                }
            }
        }
        return new FileSteps(Map.copyOf(found));
    }

    private static List<Integer> listing(Collection<Step> steps, Predicate<String> isListed) {
        return steps.stream()
                .filter(step -> step.files().stream().anyMatch(isListed))
                .map(Step::step)
                .toList();
    }

    private static boolean isOf(String entry, String path) {
        return entry.contains("*")
                ? FileSystems.getDefault().getPathMatcher("glob:" + entry).matches(Path.of(path))
                : entry.equals(path);
    }

    boolean includes(String path, int step) {
        return steps.getOrDefault(path, Integer.MAX_VALUE) <= step;
    }
}

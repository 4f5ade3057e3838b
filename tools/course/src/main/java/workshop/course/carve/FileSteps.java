package workshop.course.carve;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import workshop.course.manifest.Step;

/** With which step each file of the solution arrives: the step that lists it. A path wins over a glob. */
record FileSteps(Map<String, Integer> steps) {

    /** @param problems gets files that no step lists or several do, and entries that are no file */
    static FileSteps of(Collection<Step> steps, Collection<String> paths, Consumer<Problem> problems) {
        Map<String, Integer> named = new HashMap<>();
        Map<String, Integer> matched = new HashMap<>();
        for (Step step : steps) {
            for (String entry : step.files()) {
                boolean glob = entry.contains("*");
                PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + entry);
                boolean any = false;
                for (String path : paths) {
                    if (glob ? matcher.matches(Path.of(path)) : path.equals(entry)) {
                        any = true;
                        Integer other = (glob ? matched : named).put(path, step.step());
                        if (other != null && other != step.step()) {
                            problems.accept(Problem.of("solution/" + path + " is listed by step " + other
                                    + " and by step " + step.step()
                                    + ": a file arrives once; name it in one of them without a glob"));
                        }
                    }
                }
                if (!any) {
                    problems.accept(Problem.of(
                            step,
                            null,
                            "files has " + entry + ", but the solution has no such file: correct or remove the entry"));
                }
            }
        }
        matched.putAll(named);
        for (String path : paths) {
            if (!matched.containsKey(path)) {
                problems.accept(Problem.of("solution/" + path
                        + " belongs to no step: add it to \"files\" in the manifest of the step it arrives with"));
            }
        }
        return new FileSteps(Map.copyOf(matched));
    }

    boolean includes(String path, int step) {
        return steps.getOrDefault(path, Integer.MAX_VALUE) <= step;
    }
}

package workshop.prove;

import java.util.List;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;

/** Proof 1: carving again changes nothing. */
record Carved(Course course, Report report) {

    void prove(List<Step> steps) {
        List<String> differences = course.uncarved(steps);
        for (Step step : steps) {
            List<String> its = differences.stream()
                    .filter(difference -> difference.startsWith(step.folder() + "/"))
                    .toList();
            if (!its.isEmpty()) {
                report.found(
                        step,
                        "carving again changes nothing: steps are carved, not edited (./workshop carve)",
                        String.join("\n", its));
            }
        }
    }
}

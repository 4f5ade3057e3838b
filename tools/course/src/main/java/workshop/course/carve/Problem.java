package workshop.course.carve;

import workshop.course.manifest.Step;
import workshop.course.manifest.TodoId;

/**
 * Something that is wrong with the course.
 *
 * @param step whose manifest is wrong; 0 if it is about the solution
 * @param todo the TODO that is wrong; null if it is about none alone
 */
record Problem(int step, TodoId todo, String text) {

    static Problem of(String text) {
        return new Problem(0, null, text);
    }

    /** @param todo null if it is about none alone */
    static Problem of(Step step, TodoId todo, String text) {
        String folder = step.isExtra() ? "extras/" : "";
        return new Problem(step.step(), todo, folder + "step-" + step.step() + ".yaml: " + text);
    }
}

package workshop.course.testing;

/** How a test ended. */
public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
}

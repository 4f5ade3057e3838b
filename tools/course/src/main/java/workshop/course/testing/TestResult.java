package workshop.course.testing;

import java.io.Serializable;
import workshop.course.manifest.TestName;

/**
 * How a test ended; a parameterized test has one result for each of its invocations.
 *
 * @param message what a failure said; empty if it passed
 */
public record TestResult(TestName test, Outcome outcome, String message) implements Serializable {

    public String firstLine() {
        return message.strip().lines().findFirst().orElse("").strip();
    }
}

package workshop.course.prove;

import java.time.Duration;
import java.util.List;
import workshop.course.testing.Selection;
import workshop.course.testing.TestRun;
import workshop.course.testing.Workbench;

/** Compiles what is on a workbench and runs tests of it. */
final class Trial {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Trial() {}

    static TestRun of(Workbench workbench, Selection selection) {
        String problems = workbench.compile();
        return problems.isEmpty() ? workbench.run(selection, LIMIT) : new TestRun(List.of(), problems);
    }
}

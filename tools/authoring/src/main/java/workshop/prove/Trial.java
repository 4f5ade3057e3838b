package workshop.prove;

import java.time.Duration;
import java.util.List;
import workshop.course.testing.Selection;
import workshop.course.testing.TestProject;
import workshop.course.testing.TestRun;

/** Compiles a project and runs tests of it; what changes between trials are bodies of methods. */
final class Trial {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Trial() {}

    static TestRun of(TestProject project, Selection selection) {
        String problems = project.compileChanges();
        return problems.isEmpty() ? project.run(selection, LIMIT) : new TestRun(List.of(), problems);
    }
}

package workshop.course.testing;

import java.nio.file.Path;

/**
 * Where a project is built for its tests, apart from where Maven and editors build it: neither disturbs the other.
 *
 * @param folder the project's; empty for the one in which the process runs
 */
record BuildFolder(Path folder) {

    Path classes() {
        return folder.resolve("target/tests/classes");
    }

    Path testClasses() {
        return folder.resolve("target/tests/test-classes");
    }

    /** Where classes are until it is known whether they fit to the others. */
    Path freshClasses() {
        return folder.resolve("target/tests/fresh-classes");
    }

    /** What was compiled, and to what. */
    Path compilation() {
        return folder.resolve("target/tests/compilation");
    }

    Path log() {
        return folder.resolve("target/tests/log");
    }
}

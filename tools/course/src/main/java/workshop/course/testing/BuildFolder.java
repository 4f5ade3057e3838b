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

    Path log() {
        return folder.resolve("target/tests/log");
    }
}

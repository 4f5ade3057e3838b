package workshop.course.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import workshop.course.FileTree;

/**
 * Where a process puts its temporary files. It goes with the process, also if that could not clean up: jsii, for one, unpacks
 * itself anew for each, two megabytes.
 */
record TemporaryFolder(Path path) {

    static TemporaryFolder make() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("workshop-tests"));
    }

    /** What a JVM is given, to use it. */
    List<String> options() {
        return List.of("-Djava.io.tmpdir=" + path);
    }

    /** What other programs are given, Node.js for example. */
    Map<String, String> environment() {
        return Map.of("TMPDIR", path.toString(), "TEMP", path.toString(), "TMP", path.toString());
    }

    /** Deletes it. What another process still holds stays, where the system wants that. */
    void delete() {
        new FileTree(path).delete();
    }
}

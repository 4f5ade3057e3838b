package workshop.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import workshop.course.FileTree;
import workshop.terminal.Problem;

/**
 * What a project's Maven makes of sources. Maven itself keeps what is dated later than its source; so what is there goes before
 * Maven is asked for what any difference in the sources has made outdated.
 *
 * @param stamp a file that keeps what it was made from
 */
public record Build(Path stamp, List<Path> sources, List<Path> made) {

    boolean isCurrent() {
        return made.stream().allMatch(Files::exists) && Fingerprint.of(sources).isIn(stamp);
    }

    /** Makes it, unless it was made from the sources as they are. */
    void run(Runnable maven) {
        if (isCurrent()) {
            return;
        }
        Fingerprint before = Fingerprint.of(sources);
        clear();
        maven.run();
        before.writeTo(stamp);
    }

    /** For a Maven that then makes what isn't there, and does more: deletes what was made of other sources than these. */
    public void prepare() {
        Fingerprint now = Fingerprint.of(sources);
        clear();
        now.writeTo(stamp);
    }

    /** Deletes it, unless it was made from the sources as they are. */
    void clear() {
        if (isCurrent()) {
            return;
        }
        for (Path old : Stream.concat(Stream.of(stamp), made.stream()).toList()) {
            if (!new FileTree(old).delete()) {
                throw new Problem(
                        "Can't delete " + old + ", which was built of other sources.",
                        "Does another program hold it, or are you not allowed to write there?");
            }
        }
    }
}

package workshop.anywhere;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import workshop.course.CourseException;
import workshop.course.FileTree;

/** A copy of the repository as it is cloned, with nothing built and nothing installed. */
record WorkingCopy(Path folder) {
    private static final Set<String> NOT_CLONED =
            Set.of(".git", "target", "node_modules", "cdk.out", ".workshop", "cdk-outputs.json");

    /** Makes one in place of the one that was there. */
    static WorkingCopy of(Path repository, Path folder) throws IOException {
        if (!new FileTree(folder).delete()) {
            throw new CourseException("Can't delete " + folder);
        }
        for (Path from : new FileTree(repository).filesBut(name -> NOT_CLONED.contains(name.toString()))) {
            Path to = folder.resolve(repository.relativize(from).toString());
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new WorkingCopy(folder);
    }

    /** Dates a file: in the future, as a clock does that is ahead, or in the past, as a backup is. */
    void date(String file, Duration fromNow) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve(file), FileTime.from(Instant.now().plus(fromNow)));
    }
}

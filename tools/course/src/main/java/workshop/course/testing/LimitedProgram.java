package workshop.course.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import workshop.course.CourseException;

/** A program that is ended, with all that it has started, if it takes too long. A file gets what it prints. */
public record LimitedProgram(ProcessBuilder program, Path log, Duration limit) {

    /** Runs it; returns whether it succeeded in time. */
    public boolean succeeds() throws IOException {
        Process process =
                program.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CourseException("Interrupted while waiting for " + String.join(" ", program.command()));
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}

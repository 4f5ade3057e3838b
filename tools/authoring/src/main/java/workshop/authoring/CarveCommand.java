package workshop.authoring;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.course.carve.Course;
import workshop.project.Repository;

/** {@code carve}: writes the checkpoints, or says what would change. */
@Command(
        name = "carve",
        description = "Write the folders of all steps from solution/ and the manifests, over what is there.")
final class CarveCommand implements Callable<Integer> {
    @Option(names = "--check", description = "Write nothing; fail if anything would change.")
    private boolean check;

    @Option(
            names = "--done",
            paramLabel = "FOLDER",
            description = "Write the steps with all TODOs done, as folders in this one; the steps stay as they are.")
    private Path done;

    @Override
    public Integer call() {
        Course course = Course.read(Repository.ofLauncher().home());
        if (done != null) {
            course.carveDone(done).forEach(System.out::println);
            System.out.println("All steps are in " + done + ", done.");
            return 0;
        }
        if (check) {
            List<String> differences = course.uncarved(course.steps());
            if (!differences.isEmpty()) {
                differences.forEach(System.err::println);
                System.err.println("Steps are carved, not edited: change solution/ or the manifest, then carve.");
                return 1;
            }
        } else {
            course.carve(course.steps()).forEach(System.out::println);
        }
        System.out.println("The steps are what the solution gives.");
        return 0;
    }
}

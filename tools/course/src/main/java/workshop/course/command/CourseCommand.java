package workshop.course.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.course.CourseException;
import workshop.course.carve.Course;

/** What authors do with the course. */
@Command(
        name = "course",
        mixinStandardHelpOptions = true,
        description = "Carves the checkpoints from the solution, and proves them.",
        subcommands = {CourseCommand.Carve.class, ProveCommand.class, DocsCommand.class})
public final class CourseCommand {
    /** The folder that the launcher names, else the current one. */
    static final String REPOSITORY = "${sys:workshop.home:-}";

    private CourseCommand() {}

    /** Runs a command in the repository that is the current folder. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CourseCommand()).setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof CourseException course) {
                course.problems().forEach(problem -> command.getErr().println(problem));
                return 1;
            }
            throw exception;
        });
    }

    /** {@code carve}: writes the checkpoints, or says what would change. */
    @Command(
            name = "carve",
            mixinStandardHelpOptions = true,
            description = "Write the folders of all steps from solution/ and the manifests, over what is there.")
    public static final class Carve implements Callable<Integer> {
        @Option(names = "--check", description = "Write nothing; fail if anything would change.")
        private boolean check;

        @Option(
                names = "--done",
                paramLabel = "FOLDER",
                description =
                        "Write the steps with all TODOs done, as folders in this one; the steps stay as they are.")
        private Path done;

        @Option(names = "--repository", paramLabel = "FOLDER", defaultValue = REPOSITORY, hidden = true)
        private Path repository;

        @Override
        public Integer call() {
            Course course = Course.read(repository.toAbsolutePath().normalize());
            if (done != null) {
                course.carveDone(done).forEach(System.out::println);
                System.out.println("All steps are in " + done + ", done.");
                return 0;
            }
            if (check) {
                List<String> differences = course.uncarved();
                if (!differences.isEmpty()) {
                    differences.forEach(System.err::println);
                    System.err.println("Steps are carved, not edited: change solution/ or the manifest, then carve.");
                    return 1;
                }
            } else {
                course.carve().forEach(System.out::println);
            }
            System.out.println("The steps are what the solution gives.");
            return 0;
        }
    }
}

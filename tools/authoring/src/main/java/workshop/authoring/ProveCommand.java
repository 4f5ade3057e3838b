package workshop.authoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import workshop.anywhere.Anywhere;
import workshop.course.CourseException;
import workshop.course.carve.Course;
import workshop.course.manifest.Step;
import workshop.course.manifest.Todo;
import workshop.course.manifest.TodoId;
import workshop.course.testing.ClassPaths;
import workshop.project.Repository;
import workshop.prove.Prove;
import workshop.prove.Report;

/** {@code prove}: shows that the course teaches what it says, or what in it doesn't. */
@Command(name = "prove", description = "Prove that each step fails for the right reasons and passes when it is done.")
final class ProveCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "N",
            arity = "0..1",
            converter = StepNumber.class,
            description = "Only this step; other manifests may be unfinished.")
    private Integer step;

    @Option(names = "--todo", paramLabel = "N.K", description = "Only this TODO: its tests and answers.")
    private String todo;

    @Option(
            names = "--anywhere",
            description = "Instead, the commands on machines of other languages, folders, clocks and settings.")
    private boolean anywhere;

    /** A step is named by its number or folder. */
    static final class StepNumber implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String named) {
            return Integer.valueOf(named.replaceFirst("^(.*[/\\\\])?step-(\\d+).*", "$2"));
        }
    }

    @Override
    public Integer call() throws IOException {
        Path home = Repository.ofLauncher().home();
        Path built = home.resolve("tools/authoring/target");
        List<?> findings;
        if (anywhere) {
            findings = new Anywhere(home, built.resolve("anywhere"), System.out::println).findings();
            findings.forEach(finding -> System.err.println("\n" + finding));
        } else {
            Report report = prove(home, built.resolve("prove"), ClassPaths.of(home));
            findings = report.findings();
            findings.forEach(finding -> System.err.println(finding + "\n"));
            System.out.print(report.table());
        }
        System.out.println(findings.isEmpty() ? "Proven." : "Findings: " + findings.size() + ", see above.");
        return findings.isEmpty() ? 0 : 1;
    }

    private Report prove(Path home, Path folder, ClassPaths classPaths) {
        if (todo != null) {
            TodoId id = id();
            Course course = Course.read(home, id);
            Step within = course.step(id);
            Todo one = within.todos().stream()
                    .filter(candidate -> candidate.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new CourseException("No manifest has a todo " + id));
            return new Prove(course, folder, classPaths::of, System.err::println).todo(within, one);
        }
        if (step != null) {
            Course course = Course.read(home, step);
            return new Prove(course, folder, classPaths::of, System.err::println).steps(List.of(course.step(step)));
        }
        return new Prove(Course.read(home), folder, classPaths::of, System.err::println).all();
    }

    private TodoId id() {
        try {
            return TodoId.of(todo);
        } catch (IllegalArgumentException e) {
            throw new CourseException(e.getMessage());
        }
    }
}

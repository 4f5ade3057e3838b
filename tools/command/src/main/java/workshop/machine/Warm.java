package workshop.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import workshop.course.testing.ClassPaths;
import workshop.project.Cdk;
import workshop.project.Maven;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.terminal.PlainCommand;
import workshop.terminal.ProgressLine;
import workshop.terminal.Terminal;

/** {@code warm}: everything downloaded that local commands need. The solution needs all that any step does. */
@Command(
        name = "warm",
        mixinStandardHelpOptions = true,
        description = "Download what is needed, so that all local commands work without a network.")
public final class Warm implements Callable<Integer> {
    /** Maven fetches what runs tests when it runs the first one. */
    private static final String ANY_TEST = "TodoChangeTest";

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        Maven maven = new Maven(Repository.home());
        List<Project> projects = Project.all(Repository.home());
        Project solution = Project.find(Project.DEFAULT, Repository.home(), Repository.here());
        new Synthesis(solution, maven, terminal).assembly();
        new PlainCommand(
                        solution.folder(),
                        maven.program(),
                        "--quiet",
                        "--batch-mode",
                        "-Pe2e",
                        "-Dtest=" + ANY_TEST,
                        "test",
                        "failsafe:help")
                .run(
                        terminal,
                        "downloading what tests need",
                        "Check the network with ./workshop doctor, then again: ./workshop warm");
        ClassPaths classPaths = ClassPaths.of(Repository.home());
        for (Project project : projects) {
            new Cdk(project, maven, terminal).install();
            ProgressLine.during(
                    terminal, "finding what " + project.name() + " needs", () -> classPaths.of(pom(project)));
        }
        terminal.line(terminal.good("Everything is here.") + " Local commands work without a network now; only deploy,"
                + " destroy, e2e --aws and doctor --aws need one.");
        return 0;
    }

    private static String pom(Project project) {
        Path file = project.file("pom.xml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}

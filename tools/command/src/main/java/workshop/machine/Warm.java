package workshop.machine;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import workshop.course.TextFile;
import workshop.course.testing.ClassPaths;
import workshop.project.Cdk;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.terminal.PlainCommand;
import workshop.terminal.ProgressLine;
import workshop.terminal.Terminal;

/** {@code warm}: everything downloaded that local commands need. The solution needs all that any step does. */
@Command(name = "warm", description = "Download what is needed, so that all local commands work without a network.")
public final class Warm implements Callable<Integer> {
    /** Maven fetches what runs tests when it runs the first one. */
    private static final String ANY_TEST = "TodoChangeTest";

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        Repository repository = Repository.ofLauncher();
        Project solution = repository.project(Project.DEFAULT);
        new Synthesis(solution, terminal).assembly();
        new PlainCommand(
                        solution.folder(),
                        repository.maven().program(),
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
        ClassPaths classPaths = ClassPaths.of(repository.home());
        for (Project project : repository.projects()) {
            Cdk.of(project, terminal).install();
            ProgressLine.during(
                    terminal,
                    "finding what " + project.name() + " needs",
                    () -> classPaths.of(new TextFile(project.file("pom.xml")).read()));
        }
        terminal.line(terminal.good("Everything is here.") + " Local commands work without a network now; only deploy,"
                + " destroy, e2e --aws and doctor --aws need one.");
        return 0;
    }
}

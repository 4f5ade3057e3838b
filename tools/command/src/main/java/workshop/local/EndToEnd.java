package workshop.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.aws.Evidence;
import workshop.cloud.Options;
import workshop.project.Build;
import workshop.project.Cdk;
import workshop.project.Maven;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;
import workshop.terminal.Reply;
import workshop.terminal.Terminal;

/** {@code e2e}: the project's end-to-end tests, against a fresh local cloud or against AWS. */
@Command(name = "e2e", description = "Run the end-to-end tests against a fresh local cloud, or against AWS.")
public final class EndToEnd implements Callable<Integer> {
    private static final String REPORTS = "target/failsafe-reports";

    @Mixin
    private NamedProject named;

    @Option(
            names = "--aws",
            description = "Test the stack that is deployed to your AWS account, as cdk-outputs.json names it.")
    private boolean aws;

    @Option(
            names = "--record",
            description = "Write down what was seen: with --aws in docs/aws-evidence.md, else in the project's"
                    + " target/e2e-evidence.md.")
    private boolean record;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        Project project = named.in(Repository.ofLauncher());
        if (aws) {
            return onAws(project, terminal);
        }
        try (RunningProject running =
                RunningProject.start(project, Options.defaults().withPort(0), terminal)) {
            running.writeOutputs();
            try {
                return test(
                        project,
                        running.access().environment(),
                        new Evidence(project.file("target/e2e-evidence.md"), "the local cloud"),
                        terminal);
            } catch (Problem failed) {
                terminal.line("");
                running.why().lines("").forEach(terminal::line);
                throw failed;
            }
        }
    }

    private int onAws(Project project, Terminal terminal) {
        if (!Files.exists(project.file("cdk-outputs.json"))) {
            throw new Problem(
                    "There is no " + project.file("cdk-outputs.json") + ", so the tests can't know where the stack is.",
                    "Deploy first, in " + project.folder()
                            + ": npx cdk deploy --outputs-file cdk-outputs.json -c notificationEmail=you@example.com");
        }
        Evidence evidence = record ? Evidence.ofAws(Repository.ofLauncher().home(), System.getenv()) : null;
        return test(project, Map.of(), evidence, terminal);
    }

    private int test(Project project, Map<String, String> environment, Evidence evidence, Terminal terminal) {
        Path reports = project.file(REPORTS);
        TestReports.clear(reports);
        new Build(
                        project.file("target/local/tests"),
                        List.of(project.file("src"), project.file("pom.xml")),
                        List.of(project.file("target/test-classes")))
                .prepare();
        try {
            new PlainCommand(
                            project.folder(),
                            environment,
                            List.of(
                                    Repository.ofLauncher().maven().program(),
                                    Maven.WARNINGS_ONLY,
                                    "--batch-mode",
                                    "-Pe2e",
                                    "test-compile",
                                    "failsafe:integration-test",
                                    "failsafe:verify"))
                    .run(
                            terminal,
                            "running the end-to-end tests of " + project.name(),
                            "The first failed test names the hop that is missing. Watch it with: ./workshop demo "
                                    + project.folder());
        } finally {
            if (record && !TestReports.in(reports).results().isEmpty()) {
                evidence.write(project.name(), seen(project, evidence, TestReports.in(reports)));
                terminal.line("Recorded in " + evidence.page());
            }
        }
        terminal.line(terminal.good(
                "End-to-end tests passed: " + TestReports.in(reports).results().size()));
        return 0;
    }

    private static String seen(Project project, Evidence evidence, TestReports reports) {
        Path home = Repository.ofLauncher().home();
        return String.join(
                "\n",
                "| | |",
                "|---|---|",
                "| when | " + Instant.now().truncatedTo(ChronoUnit.MINUTES) + " |",
                "| where | " + evidence.where() + " |",
                "| commit | " + commit(home) + " |",
                "| versions | CDK CLI " + Cdk.pinned(project) + ", Node " + answer(home, "node", "--version")
                        + ", Java " + System.getProperty("java.version") + " |",
                "",
                reports.table());
    }

    /** The commit, and whether anything but the page itself is otherwise in the folder. */
    private static String commit(Path home) {
        String changes =
                answer(home, "git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!" + Evidence.PAGE);
        return answer(home, "git", "rev-parse", "--short", "HEAD") + (changes.isEmpty() ? "" : ", with changes");
    }

    private static String answer(Path home, String program, String... words) {
        return Reply.of(home, program, words).map(Reply::text).orElse("unknown");
    }
}

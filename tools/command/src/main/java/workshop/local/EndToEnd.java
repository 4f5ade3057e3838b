package workshop.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.cloud.Options;
import workshop.project.Maven;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.PlainCommand;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** {@code e2e}: the project's end-to-end tests, against a fresh local cloud or against AWS. */
@Command(
        name = "e2e",
        mixinStandardHelpOptions = true,
        description = "Run the end-to-end tests against a fresh local cloud, or against AWS.")
public final class EndToEnd implements Callable<Integer> {
    private static final Pattern COMPLETED = Pattern.compile("<completed>(\\d+)</completed>");

    @Mixin
    private NamedProject named;

    @Option(
            names = "--aws",
            description = "Against the stack that is deployed to your AWS account, as cdk-outputs.json names it.")
    private boolean aws;

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
            Map<String, String> environment = new HashMap<>(running.access().environment());
            environment.put("AWS_ENDPOINT_URL", running.account().endpoint());
            return test(project, environment, terminal);
        }
    }

    private static int onAws(Project project, Terminal terminal) {
        if (!Files.exists(project.file("cdk-outputs.json"))) {
            throw new Problem(
                    "There is no " + project.file("cdk-outputs.json") + ", so the tests can't know where the stack is.",
                    "Deploy first, in " + project.folder()
                            + ": npx cdk deploy --outputs-file cdk-outputs.json -c notificationEmail=you@example.com");
        }
        return test(project, Map.of(), terminal);
    }

    private static int test(Project project, Map<String, String> environment, Terminal terminal) {
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
        terminal.line(terminal.good("End-to-end tests passed: " + completed(project)));
        return 0;
    }

    private static String completed(Project project) {
        Path summary = project.file("target/failsafe-reports/failsafe-summary.xml");
        try {
            Matcher completed = COMPLETED.matcher(Files.readString(summary));
            if (completed.find()) {
                return completed.group(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + summary, e);
        }
        throw new IllegalStateException(summary + " doesn't say how many tests ran");
    }
}

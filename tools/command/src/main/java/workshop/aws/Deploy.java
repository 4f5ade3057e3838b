package workshop.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.project.Cdk;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** {@code deploy}: a project to the account of the current credentials, with the CDK CLI that it pins. */
@Command(
        name = "deploy",
        description = {
            "Deploy to your AWS account, or to a local cloud.",
            "The local cloud is the one that --port or AWS_ENDPOINT_URL names.",
            "CDK shows the permissions that it will create, and asks."
        })
public final class Deploy implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Terminal terminal;

    @Mixin
    private LocalCloudOption localCloud;

    @Mixin
    private NamedProject named;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "As cdk deploy has it: -c notificationEmail=you@example.com, -c stackName=TodoEvents-ada")
    private List<String> context = new ArrayList<>();

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    public Deploy(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        AccountAccess access = localCloud.orAccount(environment);
        Project project = named.in(Repository.ofLauncher());
        terminal.line(
                "Deploying " + project.name() + " to " + AccountCheck.of(access).destination() + ".");
        Cdk cdk = Cdk.of(project, terminal);
        cdk.install();
        new Synthesis(project, terminal).clear();
        int exit = cdk.command(access.environment(), words()).hand(terminal);
        if (exit != 0) {
            throw new Problem(
                    "cdk deploy ended with exit code " + exit + ".",
                    "Its reason is above; of several, the first one counts. See also docs/troubleshooting.md#on-aws");
        }
        return 0;
    }

    List<String> words() {
        List<String> words = new ArrayList<>(List.of("deploy", "--outputs-file", "cdk-outputs.json"));
        context.forEach(entry -> words.addAll(List.of("-c", entry)));
        if (yes) {
            words.addAll(List.of("--require-approval", "never"));
        }
        return words;
    }
}

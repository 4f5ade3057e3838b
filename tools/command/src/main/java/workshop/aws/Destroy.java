package workshop.aws;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.project.Cdk;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Problem;
import workshop.terminal.Question;
import workshop.terminal.Terminal;

/** {@code destroy}: the stack, after asking; then the proof that nothing of it is left. */
@Command(
        name = "destroy",
        description = {
            "Destroy the stack in your AWS account, or in a local cloud. It asks first.",
            "The local cloud is the one that --port or AWS_ENDPOINT_URL names. In the end, it checks that nothing is left."
        })
public final class Destroy implements Callable<Integer> {
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Question question;

    @Mixin
    private LocalCloudOption localCloud;

    @Mixin
    private NamedProject named;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "TodoEvents",
            description = "The stack's name; ${DEFAULT-VALUE} if not given.")
    private String stack;

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    @Option(names = "--record", description = "Write that nothing is left to docs/aws-evidence.md; on AWS only.")
    private boolean record;

    public Destroy(Map<String, String> environment, Terminal terminal, Question question) {
        this.environment = environment;
        this.terminal = terminal;
        this.question = question;
    }

    @Override
    public Integer call() {
        Evidence evidence = record ? Evidence.ofAws(Repository.ofLauncher().home(), environment) : null;
        AccountAccess access = localCloud.orAccount(environment);
        Project project = named.in(Repository.ofLauncher());
        String destination = AccountCheck.of(access).destination();
        Optional<StackRemains> there = StackRemains.of(access, stack);
        if (there.isEmpty()) {
            terminal.line("There is no stack " + stack + " in " + destination + ": nothing to destroy.");
            return 0;
        }
        StackRemains remains = there.get();
        String what =
                stack + ", its " + remains.resources().size() + " resources and all data in them, in " + destination;
        if (!yes && !question.isAnsweredYes("Destroy " + what + "?")) {
            return 0;
        }
        Cdk cdk = Cdk.of(project, terminal);
        cdk.install();
        int exit = cdk.command(access.environment(), List.of("destroy", "--force", "-c", "stackName=" + stack))
                .hand(terminal);
        return prove(remains, exit, evidence);
    }

    private int prove(StackRemains remains, int exit, Evidence evidence) {
        List<String> left = remains.left();
        if (!left.isEmpty() || exit != 0) {
            throw new Problem(
                    "cdk destroy ended with exit code " + exit + ", and this is left:\n  " + String.join("\n  ", left),
                    "Delete it by hand, in the AWS console, or destroy again. docs/aws.md#destroy");
        }
        String proof = "CloudFormation says so of all " + remains.resources().size()
                + " resources; DynamoDB, Lambda, SQS, EventBridge and CloudWatch Logs were asked as well.";
        terminal.line(terminal.good("Nothing is left of " + stack + ".") + " " + proof);
        if (evidence != null) {
            evidence.write(
                    "After destroy",
                    Instant.now().truncatedTo(ChronoUnit.MINUTES) + ", " + evidence.where()
                            + ": nothing is left of the stack. " + proof);
            terminal.line("Recorded in " + evidence.page());
        }
        return 0;
    }
}

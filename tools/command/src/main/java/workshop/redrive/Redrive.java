package workshop.redrive;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.aws.AccountAccess;
import workshop.aws.AccountCheck;
import workshop.aws.LocalCloudOption;
import workshop.aws.Services;
import workshop.project.LocalClouds;
import workshop.terminal.Terminal;

/** {@code redrive}: sends again what the stack has parked, and says what stays. */
@Command(
        name = "redrive",
        description = {
            "Send again what failed at every attempt and waits in the stack's queues.",
            "",
            "FailedRecords: the records are read from the table's stream and given to the publisher.",
            "UndeliveredEvents: the event is given to the function that EventBridge could not reach.",
            "UnhandledEvents: the event is given again to the function that failed on it.",
            "",
            "What a function has handled is deleted from the queue; what it fails on stays there.",
            "Handlers do nothing with an event that they know, so sending one twice does no harm.",
            "Exit code 0: at most poison stays, which are records that can never be published. 1: something else stays."
        })
public final class Redrive implements Callable<Integer> {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "TodoEvents",
            description = "The stack; ${DEFAULT-VALUE} if not given.")
    private String stack;

    @Mixin
    private LocalCloudOption localCloud;

    @Option(
            names = "--aws",
            description = "Use the account of the current credentials. This follows AWS's documentation, but isn't yet"
                    + " tried in a real account.")
    private boolean aws;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        AccountAccess access =
                aws ? AccountAccess.ofCredentials() : localCloud.orStarted(System.getenv(), LocalClouds.ofLauncher());
        if (aws) {
            terminal.progress("Sending again in " + AccountCheck.of(access).destination() + ".");
        }
        try (Services services = Services.of(access)) {
            return Redelivery.ofStack(services, stack, terminal::line) ? 0 : 1;
        }
    }
}

package workshop.redrive;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.terminal.Terminal;

/** {@code redrive}: sends again what the stack has parked, and says what stays. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Send again what failed for good and waits in the stack's queues.",
            "",
            "FailedRecords: the records are read from the table's stream and given to the publisher.",
            "UndeliveredEvents: the event is given to the function that EventBridge could not reach.",
            "UnhandledEvents: the event is given again to the function that failed on it.",
            "",
            "What is handed over is deleted from its queue; what fails again stays there. Handlers do nothing with an"
                    + " event that they know, so sending something twice does no harm.",
            "Exit code 0: the queues are empty; 1: something stays."
        })
public final class Redrive implements Callable<Integer> {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            defaultValue = "TodoEvents",
            description = "The stack; ${DEFAULT-VALUE} if not given.")
    private String stack;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "${env:AWS_ENDPOINT_URL:-http://127.0.0.1:4566}",
            description = "The local cloud; AWS_ENDPOINT_URL or ${DEFAULT-VALUE} if not given.")
    private String endpoint;

    @Option(
            names = "--aws",
            description = "The account of the current credentials instead. Written to AWS's documentation, but not yet"
                    + " tried in a real account.")
    private boolean aws;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.ofLauncher();
        try (Services services = Services.of(access())) {
            List<ParkingQueue> queues = ParkingQueue.of(services, stack);
            if (queues.isEmpty()) {
                terminal.line("The stack " + stack + " has no parking queue; nothing to send again.");
                return 0;
            }
            List<Redelivery.Outcome> outcomes = new Redelivery(services, terminal::line).of(queues);
            outcomes.forEach(outcome -> terminal.line(String.format(
                    "%-18s %5d handed over %5d stay",
                    outcome.queue().holds().word(), outcome.handedOver(), outcome.stays())));
            return outcomes.stream().allMatch(outcome -> outcome.stays() == 0) ? 0 : 1;
        }
    }

    private AccountAccess access() {
        return aws ? AccountAccess.ofCredentials() : AccountAccess.ofLocalCloud(endpoint);
    }
}

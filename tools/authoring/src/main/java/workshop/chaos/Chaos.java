package workshop.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.aws.Services;
import workshop.cloud.Options;
import workshop.local.RunningProject;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.terminal.Bounds;
import workshop.terminal.Terminal;

/** {@code chaos}: thousands of changes while everything fails now and then, and what became of each of them. */
@Command(
        name = "chaos",
        description = {
            "Send thousands of changes through a local cloud in which everything fails now and then.",
            "Calls are throttled, refused, answered in part; functions crash, hang, die right after an email; events come twice;"
                    + " permissions vanish. Then send again what was parked, and account for every single change.",
            "",
            "Exit code 0: nothing lost, nothing done twice that could be known to be done; 1: what was, by id."
        })
public final class Chaos implements Callable<Integer> {
    /** Short waits between attempts, so that minutes of waiting on AWS are a moment here. */
    static final Duration RETRY_UNIT = Duration.ofMillis(20);

    @Mixin
    private NamedProject named;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many changes; ${DEFAULT-VALUE} if not given.")
    private int changes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what is done and what goes wrong; a new one each time if not given.")
    private Long seed;

    @Override
    public Integer call() throws InterruptedException {
        new Bounds(1, 1_000_000).require("--changes", changes);
        Terminal terminal = Terminal.ofLauncher();
        long chosen = seed == null ? new Random().nextInt(1_000_000) : seed;
        terminal.line("chaos with seed " + chosen);
        GuaranteeCheck guarantees;
        Project project = named.in(Repository.ofLauncher());
        Options options = Options.defaults().withPort(0).withRetryUnit(RETRY_UNIT);
        try (RunningProject running = RunningProject.start(project, options, terminal);
                Services services = Services.of(running.access())) {
            guarantees = new ChaosRun(running, services, changes, chosen, terminal::line).run();
        }
        guarantees.counts.forEach(terminal::line);
        guarantees.shown().forEach(line -> terminal.line("✗ " + line));
        boolean kept = guarantees.violations.isEmpty();
        terminal.line(
                kept
                        ? "Nothing lost, nothing done twice that could be known to be done."
                        : guarantees.violations.size() + " promises broken; repeat it with --seed " + chosen);
        return kept ? 0 : 1;
    }
}

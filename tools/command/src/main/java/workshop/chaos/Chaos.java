package workshop.chaos;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.trials.DeployedStack;

/** {@code chaos}: thousands of changes while everything fails now and then, and what became of each of them. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = {
            "Send thousands of changes through a local cloud in which everything fails now and then: calls are throttled,"
                    + " refused, answered in part; functions crash, hang, die right after a mail; events come twice;"
                    + " permissions vanish. Then send again what was parked, and account for every single change.",
            "",
            "Exit code 0: nothing lost, nothing done twice that could be known to be done; 1: what was, by id."
        })
public final class Chaos implements Callable<Integer> {
    /** Short waits between attempts, so that minutes of waiting on AWS are a moment here. */
    static final Duration RETRY_UNIT = Duration.ofMillis(20);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT", defaultValue = "solution")
    private String project;

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
        PrintWriter out = spec.commandLine().getOut();
        long chosen = seed == null ? new Random().nextInt(1_000_000) : seed;
        out.println("chaos with seed " + chosen);
        out.flush();
        Verdict verdict;
        Path assembly = Synthesis.assembly(project, Repository.home());
        try (DeployedStack stack = DeployedStack.in(assembly, RETRY_UNIT)) {
            verdict = new Ordeal(stack, changes, chosen, line -> say(out, line)).run();
        }
        verdict.counts().forEach(line -> say(out, line));
        verdict.shown().forEach(line -> say(out, "✗ " + line));
        boolean kept = verdict.complaints().isEmpty();
        say(
                out,
                kept
                        ? "Nothing lost, nothing done twice that could be known to be done."
                        : verdict.complaints().size() + " promises broken; repeat it with --seed " + chosen);
        return kept ? 0 : 1;
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }
}

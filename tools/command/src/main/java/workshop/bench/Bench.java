package workshop.bench;

import static workshop.bench.Latencies.percentile;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.trials.DeployedStack;

/** {@code bench}: how fast and how big the system is on this machine, and whether that is as it should be. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the project on a local cloud: start, latencies, to-dos a second, memory, a poison record."
                    + " Prints a table, with what each figure should be.",
            "",
            "Exit code 0: all as they should be; 1: some are not, marked with ✗."
        })
public final class Bench implements Callable<Integer> {
    private static final int SAMPLES = 300;
    private static final int IDLE_SAMPLES = 5;
    private static final int WARM_UP = 10;
    private static final Duration IDLE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROJECT", defaultValue = "solution")
    private String project;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to load it; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    private boolean kept = true;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 6) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--seconds is " + seconds + ": it takes at least 6 to see what memory does");
        }
        Machine.description(Repository.home()).forEach(this::say);
        say("");
        Path assembly = Synthesis.assembly(project, Repository.home());
        say("| what | is | should be | |");
        say("|---|---|---|---|");
        show(new Launch(Repository.home(), project).figures());
        show(new LambdaPackage(assembly).figures());
        try (DeployedStack stack = DeployedStack.in(assembly, Duration.ofSeconds(1))) {
            measure(stack);
        }
        return kept ? 0 : 1;
    }

    private void measure(DeployedStack stack) throws InterruptedException {
        ColdStart coldStart = new ColdStart(stack);
        Latencies latencies = new Latencies(stack.account(), stack.api());
        latencies.toMail(SAMPLES / 2);
        latencies.toHandler(SAMPLES / 2);
        show(latencies("POST answered → handler invoked, warm", latencies.toHandler(SAMPLES)));
        List<Double> idle = new ArrayList<>();
        for (int i = 0; i < IDLE_SAMPLES; i++) {
            Thread.sleep(IDLE.toMillis());
            idle.addAll(latencies.toHandler(1));
        }
        idle.sort(null);
        show(latencies("… and after 10 s idle", idle));
        show(List.of(Figure.atMost(
                "PATCH (complete) answered → mail in the inbox: p50",
                percentile(latencies.toMail(SAMPLES), 0.5),
                60,
                "ms")));
        show(new Poison(stack).figures());
        show(new Publishing(stack).figures());
        show(coldStart.figures());
        Load.Result load = new Load(stack.account(), stack.api()).run(WARM_UP, seconds);
        show(load(load));
    }

    private List<Figure> load(Load.Result load) {
        return List.of(
                Figure.atLeast("to-dos through all hops, for " + seconds + " s", load.perSecond(), 200, "/s"),
                Figure.reported("… their limit", load.usage().limit(load.seconds())),
                Figure.reported(
                        "… processor time for each, functions; local cloud and clients",
                        String.format(
                                Locale.ROOT,
                                "%.1f ms; %.1f ms",
                                load.usage().ofFunctions() / load.todos() * 1e3,
                                load.usage().self() / load.todos() * 1e3)),
                Figure.atMost("… RSS of all processes, clients included, end to middle", load.growth(), 1.1, "×"),
                Figure.reported("… RSS at each sixth of the time", sixths(load.memory()) + " MiB"));
    }

    private static String sixths(List<Long> memory) {
        return IntStream.rangeClosed(1, 6)
                .mapToObj(sixth -> memory.get(memory.size() * sixth / 6 - 1).toString())
                .collect(Collectors.joining(", "));
    }

    private static List<Figure> latencies(String what, List<Double> millis) {
        return List.of(
                Figure.atMost(what + ": p50", percentile(millis, 0.5), 20, "ms"),
                Figure.atMost(what + ": p99", percentile(millis, 0.99), 80, "ms"));
    }

    private void show(List<Figure> figures) {
        for (Figure figure : figures) {
            kept &= figure.kept();
            say(figure.row());
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}

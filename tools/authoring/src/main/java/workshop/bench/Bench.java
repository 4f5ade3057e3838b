package workshop.bench;

import static workshop.bench.Latencies.percentile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import workshop.aws.Services;
import workshop.cloud.Options;
import workshop.cloud.cloudformation.CloudAssembly;
import workshop.course.FileTree;
import workshop.local.RunningProject;
import workshop.project.NamedProject;
import workshop.project.Project;
import workshop.project.Repository;
import workshop.project.Synthesis;
import workshop.terminal.Bounds;
import workshop.terminal.Terminal;

/** {@code bench}: how fast and how big the system is on this machine, and whether that is as it should be. */
@Command(
        name = "bench",
        description = {
            "Measure the project on a local cloud.",
            "Prints a table with what each measurement should be: start, latencies, to-dos a second, memory, a poison record.",
            "",
            "Exit code 0: all as they should be; 1: some are not, marked with ✗."
        })
public final class Bench implements Callable<Integer> {
    private static final Bounds SECONDS = new Bounds(6, 3_600); // less doesn't show what memory does
    private static final int SAMPLES = 300;
    private static final int IDLE_SAMPLES = 5;
    private static final int WARM_UP = 10;
    private static final int TODOS_PER_SECOND = 200;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Terminal terminal = Terminal.ofLauncher();

    @Mixin
    private NamedProject named;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long to load it; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    private boolean kept = true;

    @Override
    public Integer call() throws InterruptedException {
        SECONDS.require("--seconds", seconds);
        Repository repository = Repository.ofLauncher();
        Project project = named.in(repository);
        Machine.description(project).forEach(terminal::line);
        terminal.line("");
        Path assembly = new Synthesis(project, terminal.aside()).assembly();
        List<Measurement> first =
                new ArrayList<>(new Launch(repository.home(), project.folder().toString()).measurements());
        first.add(Measurement.atMost("Lambda package", megabytes(assembly), 12, "MB"));
        Options options = Options.defaults().withPort(0);
        try (RunningProject running = RunningProject.start(project, options, terminal.aside());
                Services services = Services.of(running.access())) {
            terminal.line("| what | is | should be | |");
            terminal.line("|---|---|---|---|");
            show(first);
            measure(running, services);
            Path target = project.folder().resolve("target");
            show(new Moto(running.account().endpoint() + "/", target).measurements());
        }
        return kept ? 0 : 1;
    }

    /** Of what a cloud assembly has for the functions: folders of jars. */
    private static double megabytes(Path assembly) {
        return CloudAssembly.read(assembly).stack(null).assets().stream()
                        .map(CloudAssembly.Asset::path)
                        .filter(Files::isDirectory)
                        .flatMap(folder -> new FileTree(folder).files().stream())
                        .mapToLong(file -> file.toFile().length())
                        .sum()
                / 1e6;
    }

    private void measure(RunningProject running, Services services) throws InterruptedException {
        show(new Crowd(running, services).measurements());
        ColdStart coldStart = new ColdStart(running, services);
        Latencies latencies = new Latencies(running.account(), running.api());
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
        show(List.of(Measurement.atMost(
                "PATCH (complete) answered → mail in the inbox: p50",
                percentile(latencies.toMail(SAMPLES), 0.5),
                60,
                "ms")));
        show(new Poison(running, services).measurements());
        show(new Publishing(running, services).measurements());
        show(coldStart.measurements());
        Load.Result load = new Load(running.account(), running.api()).run(WARM_UP, seconds);
        show(load(load));
    }

    private List<Measurement> load(Load.Result load) {
        double functions = load.usage().ofFunctions() / load.todos();
        double self = load.usage().self() / load.todos();
        return List.of(
                Measurement.atLeast(
                        "to-dos through all hops, for " + seconds + " s", load.perSecond(), TODOS_PER_SECOND, "/s"),
                Measurement.reported("… their limit", load.usage().limit(load.seconds())),
                Measurement.reported(
                        "… processor time for each, functions; local cloud and clients",
                        String.format(Locale.ROOT, "%.1f ms; %.1f ms", functions * 1e3, self * 1e3)),
                Measurement.reported(
                        "… cores that " + TODOS_PER_SECOND + " /s would take at this price",
                        String.format(Locale.ROOT, "%.1f", TODOS_PER_SECOND * (functions + self))),
                Measurement.atMost("… RSS of all processes, clients included, end to middle", load.growth(), 1.1, "×"),
                Measurement.reported("… RSS at each sixth of the time", sixths(load.memory()) + " MiB"));
    }

    private static String sixths(List<Long> memory) {
        return IntStream.rangeClosed(1, 6)
                .mapToObj(sixth -> memory.get(memory.size() * sixth / 6 - 1).toString())
                .collect(Collectors.joining(", "));
    }

    private static List<Measurement> latencies(String what, List<Double> millis) {
        return List.of(
                Measurement.atMost(what + ": p50", percentile(millis, 0.5), 8, "ms"),
                Measurement.atMost(what + ": p99", percentile(millis, 0.99), 80, "ms"));
    }

    private void show(List<Measurement> measurements) {
        for (Measurement measurement : measurements) {
            kept &= measurement.kept();
            terminal.line(measurement.row());
        }
    }
}

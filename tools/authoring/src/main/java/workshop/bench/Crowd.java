package workshop.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import workshop.aws.Services;
import workshop.local.RunningProject;

/** Clients who create to-dos at once; right after the start, so the first of them meet processes that are cold. */
record Crowd(RunningProject running, Services services) {
    private static final int CLIENTS = 64;
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    List<Measurement> measurements() throws InterruptedException {
        Set<String> created = ConcurrentHashMap.newKeySet();
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        long end = System.nanoTime() + TIME.toNanos();
        Callable<Void> client = () -> {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                created.add(running.api().create("One of a crowd"));
                millis.add((System.nanoTime() - start) / 1e6);
            }
            return null;
        };
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (Future<Void> done : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("In a crowd, " + e.getCause().getMessage(), e.getCause());
        } finally {
            clients.shutdown();
        }
        if (!running.awaitQuiet(Duration.ofSeconds(1), PATIENCE)) {
            throw new IllegalStateException("The crowd still has the system busy after " + PATIENCE);
        }
        millis.sort(null);
        double p50 = Latencies.percentile(millis, 0.5);
        return List.of(
                Measurement.atMost(
                        CLIENTS + " clients for " + TIME.toSeconds()
                                + " s, right after the start: p99 to p50, which is " + Math.round(p50) + " ms",
                        Latencies.percentile(millis, 0.99) / p50,
                        3,
                        "×"),
                Measurement.atLeast(
                        "… to-dos that were recorded once", recordedOnce(created), created.size(), "to-dos"));
    }

    private long recordedOnce(Set<String> created) {
        Map<String, Long> records =
                services
                        .dynamoDb()
                        .scanPaginator(scan -> scan.tableName(running.output("ActivityTableName")))
                        .items()
                        .stream()
                        .map(item -> item.get("todoId").s())
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return created.stream()
                .filter(todoId -> records.getOrDefault(todoId, 0L) == 1)
                .count();
    }
}

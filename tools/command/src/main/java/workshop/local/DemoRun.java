package workshop.local;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import workshop.cloud.trace.Hop;
import workshop.console.journey.Journey;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** Follows changes of to-dos through a running project, and names every hop. */
final class DemoRun {
    /** Functions that start for the first time on a busy machine need a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** When nothing moves any more for so long, nothing will. */
    private static final Duration STILL = Duration.ofSeconds(3);

    private final RunningProject project;
    private final Terminal terminal;
    private final Semaphore hops = new Semaphore(0);
    private List<ExpectedHop> longest = List.of();

    DemoRun(RunningProject project, Terminal terminal) {
        this.project = project;
        this.terminal = terminal;
        project.journeys().listen(hop -> hops.release());
    }

    /**
     * Makes a change and follows it to its last hop.
     *
     * @param call makes it, and returns the to-do's id, as this does
     * @throws Problem naming the hop that it did not reach
     */
    String follow(ExpectedHop.Change change, String request, Supplier<String> call) {
        long before = project.account().trace().count();
        Instant start = Instant.now();
        String todoId = call.get();
        Instant answered = Instant.now();
        terminal.line("");
        terminal.line(terminal.strong(change.detailType) + "  " + request + ", answered after "
                + Duration.between(start, answered).toMillis() + " ms");

        List<ExpectedHop> expectedHops = ExpectedHop.of(change, project.deployed(), project.outputs());
        Journey journey =
                await(expectedHops, project.journeys().since(before).get(0).id());
        Map<ExpectedHop, Hop> reached = reached(expectedHops, journey);
        Map<Hop, String> names = new HashMap<>();
        reached.forEach((expectedHop, hop) -> names.put(hop, expectedHop.name()));
        Set<String> failed = new HashSet<>();
        for (Hop hop : journey.hops()) {
            String failure = project.failure(hop);
            if (names.containsKey(hop)) {
                String to = terminal.dim(HopLines.shortly(hop.to()));
                print(hop, String.format("%-26s", names.get(hop)) + to, answered);
            } else if (!failure.isEmpty() && failed.add(hop.kind() + ": " + failure)) {
                print(hop, terminal.bad(hop.kind() + ": " + failure), answered);
            }
        }
        for (ExpectedHop expectedHop : expectedHops) {
            if (!reached.containsKey(expectedHop)) {
                throw missing(expectedHop, change, journey);
            }
        }
        longest = expectedHops.size() > longest.size() ? expectedHops : longest;
        return todoId;
    }

    /** The last hop of the change that went farthest. */
    String end() {
        return longest.get(longest.size() - 1).name();
    }

    private void print(Hop hop, String text, Instant answered) {
        double millis = Duration.between(answered, hop.at()).toNanos() / 1e6;
        terminal.line("  " + terminal.dim(String.format("%+7.1f ms  ", millis)) + text);
    }

    /** The journey once it has come to all of these hops, or nothing moves any more. */
    private Journey await(List<ExpectedHop> expectedHops, long id) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < end && reached(expectedHops, journey(id)).size() < expectedHops.size()) {
                boolean moved = hops.tryAcquire(STILL.toMillis(), TimeUnit.MILLISECONDS);
                hops.drainPermits();
                if (!moved && project.account().isQuiet()) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return journey(id);
    }

    private Journey journey(long id) {
        return project.journeys().find(id).orElseThrow();
    }

    private static Map<ExpectedHop, Hop> reached(List<ExpectedHop> expectedHops, Journey journey) {
        Map<ExpectedHop, Hop> reached = new LinkedHashMap<>();
        for (Hop hop : journey.hops()) {
            expectedHops.stream()
                    .filter(expected ->
                            !reached.containsKey(expected) && expected.is().test(hop))
                    .findFirst()
                    .ifPresent(expected -> reached.put(expected, hop));
        }
        return reached;
    }

    private Problem missing(ExpectedHop expectedHop, ExpectedHop.Change change, Journey journey) {
        int port = URI.create(project.account().endpoint()).getPort();
        String why = project.why().lines(journey).stream()
                .filter(line ->
                        !line.matches(".*(:|--port )" + port + "\\b.*")) // advice for a local cloud that goes on
                .collect(Collectors.joining("\n  "));
        return new Problem(
                change.detailType + " did not reach: " + terminal.strong(expectedHop.name()) + ".\n\n  " + why + "\n",
                "When that is fixed, run this again. Each part with its log: ./workshop up, in the console.");
    }
}

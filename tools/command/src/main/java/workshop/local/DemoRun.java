package workshop.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import workshop.cloud.trace.Hop;
import workshop.console.journey.Journey;
import workshop.console.why.Answer;
import workshop.console.why.FunctionError;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** Follows changes of to-dos through a running project, and names every hop. */
final class DemoRun {
    /** Functions that start for the first time on a busy machine need a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** When nothing moves any more for so long, nothing will. */
    private static final Duration STILL = Duration.ofSeconds(3);

    /** Where a participant's packages begin. */
    private static final String PROJECT = "todo";

    private static final int LOG_LINES = 60;
    private static final int SHOWN = 10;

    private final RunningProject project;
    private final Terminal terminal;
    private final Semaphore hops = new Semaphore(0);
    private List<ExpectedHop> longest = List.of();

    DemoRun(RunningProject project, Terminal terminal) {
        this.project = project;
        this.terminal = terminal;
        project.journeys().listen(hop -> hops.release());
    }

    /** A request that makes a change; it returns the to-do's id. */
    interface Request {
        String send();
    }

    /**
     * Makes a change and follows it to its last hop.
     *
     * @return the to-do's id
     * @throws Problem naming the hop that it did not reach
     */
    String follow(ExpectedHop.Change change, String request, Request call) {
        long before = project.account().trace().count();
        Instant start = Instant.now();
        String todoId = call.send();
        Instant answered = Instant.now();
        terminal.line("");
        terminal.line(terminal.strong(change.detailType) + "  " + request + ", answered after "
                + Duration.between(start, answered).toMillis() + " ms");

        List<ExpectedHop> expectedHops = ExpectedHop.of(change, project.template(), project.outputs());
        Journey journey =
                await(expectedHops, project.journeys().since(before).get(0).id());
        Map<ExpectedHop, Hop> reached = reached(expectedHops, journey);
        List<Line> lines = new ArrayList<>();
        reached.forEach((expectedHop, hop) -> lines.add(new Line(hop, expectedHop.name(), true)));
        Set<String> failed = new HashSet<>();
        for (Hop hop : journey.hops()) {
            String text = hop.kind() + ": " + FunctionError.inOneLine(hop.outcome(), PROJECT);
            if (!hop.isGood() && failed.add(text)) {
                lines.add(new Line(hop, text, false));
            }
        }
        lines.stream().sorted(Comparator.comparing(line -> line.hop().number())).forEach(line -> print(line, answered));
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

    private record Line(Hop hop, String text, boolean good) {}

    private void print(Line line, Instant answered) {
        String time = String.format(
                "%+7.1f ms  ", Duration.between(answered, line.hop().at()).toNanos() / 1e6);
        terminal.line("  " + terminal.dim(time)
                + (line.good()
                        ? String.format("%-26s", line.text())
                                + terminal.dim(HopLines.shortly(line.hop().to()))
                        : terminal.bad(line.text())));
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

    /** The first hop of the journey that is each of these. */
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

    /** Names the hop, and why it is missing; where nobody knows, what the function before it logged. */
    private Problem missing(ExpectedHop expectedHop, ExpectedHop.Change change, Journey journey) {
        String hop = terminal.strong(expectedHop.name());
        StringBuilder text = new StringBuilder(change.detailType + " did not reach: " + hop + ".");
        List<Answer> answers = project.why().of(journey);
        if (!answers.isEmpty()) {
            text.append("\n\n");
            answers.forEach(answer -> answer.lines().forEach(line -> text.append("  " + line + "\n")));
        }
        project.template().logGroup(expectedHop.lookAt()).ifPresent(group -> {
            List<String> lines = whatFailed(project.account().log(group, "", LOG_LINES));
            text.append("\n\n  The last lines of ").append(group).append(lines.isEmpty() ? ": none\n" : ":\n");
            lines.forEach(
                    line -> text.append("  | ").append(line.stripTrailing()).append('\n'));
        });
        return new Problem(text.toString(), expectedHop.advice());
    }

    /** What the function itself logged, each line once, a stack trace in one; what Lambda adds only if there is no more. */
    static List<String> whatFailed(List<String> log) {
        List<String> own = FunctionError.ownLines(log, PROJECT, SHOWN);
        return own.isEmpty() ? log : own;
    }
}

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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import workshop.cloud.trace.Hop;
import workshop.terminal.Problem;
import workshop.terminal.Terminal;

/** Follows changes of to-dos through a running project, and names every hop. */
final class Journey {
    /** Functions that start for the first time on a busy machine need a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** When nothing moves any more for so long, nothing will. */
    private static final Duration STILL = Duration.ofSeconds(3);

    private static final int LOG_LINES = 60;
    private static final int SHOWN = 10;
    private static final Pattern OF_NO_HELP = Pattern.compile("(START|END|REPORT) RequestId");

    private final RunningProject project;
    private final Terminal terminal;
    private final LinkedBlockingQueue<Hop> hops = new LinkedBlockingQueue<>();
    private List<ExpectedHop> longest = List.of();

    Journey(RunningProject project, Terminal terminal) {
        this.project = project;
        this.terminal = terminal;
        project.account().trace().listen(hops::add);
    }

    /** A request that makes a change; it returns the to-do's id. */
    interface Request {
        String send();
    }

    /**
     * Makes a change and follows it to its last hop.
     *
     * @param name the to-do's, which no other has: a hop carries it, or the to-do's id
     * @return the to-do's id
     * @throws Problem naming the hop that it did not reach
     */
    String follow(ExpectedHop.Change change, String request, String name, Request call) {
        hops.clear();
        Instant start = Instant.now();
        String todoId = call.send();
        Instant answered = Instant.now();
        terminal.line("");
        terminal.line(terminal.strong(change.detailType) + "  " + request + ", answered after "
                + Duration.between(start, answered).toMillis() + " ms");

        Map<ExpectedHop, Hop> reached = new LinkedHashMap<>();
        List<Hop> failures = new ArrayList<>();
        List<ExpectedHop> expectedHops = ExpectedHop.of(change, project.template(), project.outputs());
        collect(expectedHops, Set.of(name, todoId), reached, failures);
        List<Line> lines = new ArrayList<>();
        reached.forEach((expectedHop, hop) -> lines.add(new Line(hop, expectedHop.name(), true)));
        Set<String> failed = new HashSet<>();
        for (Hop hop : failures) {
            String text = hop.kind() + ": " + FunctionError.inOneLine(hop.outcome());
            if (failed.add(text)) {
                lines.add(new Line(hop, text, false));
            }
        }
        lines.stream().sorted(Comparator.comparing(line -> line.hop().number())).forEach(line -> print(line, answered));
        for (ExpectedHop expectedHop : expectedHops) {
            if (!reached.containsKey(expectedHop)) {
                throw missing(expectedHop, change);
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
                                + terminal.dim(shortly(line.hop().to()))
                        : terminal.bad(line.text())));
    }

    private void collect(
            List<ExpectedHop> expectedHops, Set<String> ids, Map<ExpectedHop, Hop> reached, List<Hop> failures) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (reached.size() < expectedHops.size() && System.nanoTime() < end) {
                Hop hop = hops.poll(STILL.toMillis(), TimeUnit.MILLISECONDS);
                if (hop == null && project.account().isQuiet()) {
                    return;
                }
                if (hop == null || ids.stream().noneMatch(hop.payload()::contains)) {
                    continue;
                }
                expectedHops.stream()
                        .filter(expectedHop -> !reached.containsKey(expectedHop)
                                && expectedHop.is().test(hop))
                        .findFirst()
                        .ifPresent(expectedHop -> reached.put(expectedHop, hop));
                if (!hop.outcome().matches("ok|started|2\\d\\d")) {
                    failures.add(hop);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Problem missing(ExpectedHop expectedHop, ExpectedHop.Change change) {
        StringBuilder text = new StringBuilder("The change never came to: ")
                .append(terminal.strong(expectedHop.name()))
                .append(" (")
                .append(change.detailType)
                .append(").");
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
        List<String> own = FunctionError.inOneLine(log).stream()
                .filter(line -> !OF_NO_HELP.matcher(line).lookingAt())
                .distinct()
                .toList();
        return own.isEmpty() ? log : own.subList(Math.max(0, own.size() - SHOWN), own.size());
    }

    /** The part of an ARN that people recognize: the service and the name, without what makes it unique. */
    static String shortly(String arn) {
        return arn.replaceFirst("^arn:[^:]*:([^:]*):[^:]*:[^:]*:", "$1 ")
                .replaceFirst("(-[0-9A-F]{12})?(:[0-9a-f-]{36})?$", "");
    }
}

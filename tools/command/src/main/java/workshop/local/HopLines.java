package workshop.local;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import workshop.cloud.Daemon;
import workshop.cloud.trace.Hop;
import workshop.console.journey.Journeys;
import workshop.console.journey.TodoName;
import workshop.terminal.Terminal;

/**
 * A line for each hop as it happens: when, what, to whom, and what travelled in short. A failure that comes again for the same
 * to-do is only counted.
 */
final class HopLines {
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_TEXT = 60;
    private static final long QUIET_SECONDS = 2;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private HopLines() {}

    /**
     * Prints what happens from now on; a hop does not wait for the terminal.
     *
     * @param reason why a hop failed; empty if it did not
     */
    static void print(Journeys journeys, Function<Hop, String> reason, Terminal terminal) {
        BlockingQueue<Hop> hops = new LinkedBlockingQueue<>(MAX_WAITING);
        journeys.listen(hops::offer);
        Runnable print = () -> {
            Set<String> said = new HashSet<>();
            int again = 0;
            try {
                while (true) {
                    Hop hop = again == 0 ? hops.take() : hops.poll(QUIET_SECONDS, TimeUnit.SECONDS);
                    if (hop == null) {
                        terminal.line(terminal.dim("(the failures above, " + (again == 1 ? "once" : again + " times")
                                + " more) → ./workshop why"));
                        again = 0;
                        continue;
                    }
                    String failure = reason.apply(hop);
                    if (failure.isEmpty()
                            || said.add(journeys.name(hop) + hop.kind() + hop.to() + withoutIds(failure))) {
                        terminal.line(line(hop, failure, terminal));
                    } else {
                        again++;
                    }
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        };
        Daemon.named("hop-lines").newThread(print).start();
    }

    /** The same each time: without the ids of requests. */
    private static String withoutIds(String failure) {
        return failure.replaceAll("[0-9a-f-]{36}", "");
    }

    private static String line(Hop hop, String failure, Terminal terminal) {
        return terminal.dim(TIME.format(hop.at())) + "  " + String.format("%-20s", hop.kind()) + " "
                + String.format("%-44s", shortly(hop.to())) + " " + terminal.dim(Terminal.onOneLine(what(hop)))
                + (failure.isEmpty() ? again(hop) : "  " + terminal.bad(Terminal.onOneLine(failure)));
    }

    private static String again(Hop hop) {
        Object attempt = hop.details().get("try");
        return attempt == null
                ? ""
                : "  try " + attempt + " in " + hop.details().get("waitMillis") + " ms";
    }

    /** What travelled: the to-do's name, or how it begins. */
    private static String what(Hop hop) {
        String text = hop.details().containsKey("request")
                ? hop.details().get("request").toString()
                : TodoName.in(hop.payload()).orElseGet(hop::payload);
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }

    /** The part of an ARN that people recognize: the service and the name, without what makes it unique. */
    static String shortly(String arn) {
        return arn.replaceFirst("^arn:[^:]*:([^:]*):[^:]*:[^:]*:", "$1 ")
                .replaceFirst("(-[0-9A-F]{12})?(:[0-9a-f-]{36})?$", "");
    }
}

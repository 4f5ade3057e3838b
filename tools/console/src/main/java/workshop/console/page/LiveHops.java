package workshop.console.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;
import workshop.console.journey.Journeys;

/**
 * Hops as the page shows them, and the account's state: as server-sent events, to every tab that is open. Where nobody looks, a
 * hop costs a look at an empty list.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class LiveHops {
    /** So many hops at once are shown one by one; of more, only which ways they took. */
    private static final int SINGLE = 60;

    private static final int MAX_TEXT = 4_000;
    private static final int LATEST = 400;
    private static final int MAX_WAITING = 20_000;
    private static final long STATE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long GATHER_MS = 15;

    private final List<BlockingQueue<Hop>> tabs = new CopyOnWriteArrayList<>();
    private final Journeys journeys;
    private final Deployed deployed;

    LiveHops(Journeys journeys, Deployed deployed) {
        this.journeys = journeys;
        this.deployed = deployed;
        journeys.listen(hop -> tabs.forEach(tab -> tab.offer(hop))); // a tab that is too slow misses some
    }

    /** Writes to a tab until it is closed. */
    void write(OutputStream client, BooleanSupplier isOpen) throws IOException, InterruptedException {
        BlockingQueue<Hop> hops = new LinkedBlockingQueue<>(MAX_WAITING);
        tabs.add(hops);
        try {
            send(client, "retry: 500");
            String before = "";
            long next = System.nanoTime();
            while (isOpen.getAsBoolean()) {
                Hop first = hops.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    Thread.sleep(GATHER_MS);
                    List<Hop> together = new ArrayList<>(List.of(first));
                    hops.drainTo(together);
                    send(client, "event: hops\ndata: " + Json.write(together(together)));
                }
                if (System.nanoTime() >= next) {
                    String now = Json.write(Json.MAPPER.valueToTree(deployed.state()));
                    send(client, now.equals(before) ? ": still here" : "event: state\ndata: " + now);
                    before = now;
                    next = System.nanoTime() + STATE_EVERY_NANOS;
                }
            }
        } finally {
            tabs.remove(hops);
        }
    }

    private static void send(OutputStream client, String text) throws IOException {
        client.write((text + "\n\n").getBytes(StandardCharsets.UTF_8));
        client.flush();
    }

    /** Hops that happened at about the same time: of many, those that failed, and which ways the others took. */
    private ObjectNode together(List<Hop> hops) {
        ObjectNode message = Json.object().put("count", hops.size()).put("summary", hops.size() > SINGLE);
        ArrayNode all = message.putArray("hops");
        Set<String> ways = new LinkedHashSet<>();
        for (Hop hop : hops) {
            ObjectNode shown = shown(hop);
            if (hops.size() > SINGLE && shown.path("reason").asText().isEmpty()) {
                ways.add(shown.path("fromPart").asText() + " "
                        + shown.path("toPart").asText());
            } else if (all.size() < 2 * SINGLE) {
                all.add(shown);
            }
        }
        ways.forEach(message.putArray("ways")::add);
        return message;
    }

    ArrayNode latest(Trace trace) {
        List<Hop> hops = trace.hops(trace.count() - LATEST, "");
        return Json.list(hops.stream().filter(Journeys::isOfOne).toList(), this::shown);
    }

    /** A hop in the picture; what was handed over only where the picture shows of it, and not if it is long. */
    private ObjectNode shown(Hop hop) {
        ObjectNode json = deployed.hop(hop).put("name", journeys.name(hop));
        ((ObjectNode) json.get("details")).remove(List.of("answer", "attributes", "log"));
        boolean isPayloadShown =
                hop.kind().matches("dynamodb:.*|.*:Retry") && hop.payload().length() <= MAX_TEXT;
        return json.without(isPayloadShown ? List.of("outcome") : List.of("outcome", "payload"));
    }
}

package workshop.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.HttpReply;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;
import workshop.console.graph.Graph;

/**
 * Hops and the account's state as server-sent events, to every tab that is open. Where nobody looks, a hop costs a look at
 * an empty list.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class LiveHops {
    private static final int MAX_TABS = 16;

    /** So many hops at once are shown one by one; of more, only how many took each way. */
    private static final int SINGLE = 60;

    private static final int LATEST = 400;
    private static final int MAX_WAITING = 20_000;
    private static final long STATE_EVERY_MS = 400;
    private static final long GATHER_MS = 25;

    private final List<BlockingQueue<Hop>> tabs = new CopyOnWriteArrayList<>();
    private final HopView view;
    private final Supplier<Graph> graph;
    private final Supplier<JsonNode> state;

    LiveHops(Trace trace, HopView view, Supplier<Graph> graph, Supplier<JsonNode> state) {
        this.view = view;
        this.graph = graph;
        this.state = state;
        trace.listen(hop -> {
            if (isShown(hop)) {
                tabs.forEach(tab -> tab.offer(hop)); // a tab that is too slow misses some
            }
        });
    }

    /** Of a call with several entries, each entry is a hop of its own. */
    private static boolean isShown(Hop hop) {
        return !hop.kind().equals("events:PutEventsCall");
    }

    HttpReply open() {
        if (tabs.size() >= MAX_TABS) {
            throw new AwsError(503, "TooManyTabs", "The console is open in " + MAX_TABS + " tabs already; close one.");
        }
        return HttpReply.stream("text/event-stream", this::write).withHeader("Cache-Control", "no-store");
    }

    private void write(OutputStream client) throws IOException, InterruptedException {
        BlockingQueue<Hop> hops = new LinkedBlockingQueue<>(MAX_WAITING);
        tabs.add(hops);
        try {
            send(client, "retry: 500\n\n");
            String before = "";
            while (true) {
                String now = Json.write(state.get());
                send(client, now.equals(before) ? ": still here\n\n" : "event: state\ndata: " + now + "\n\n");
                before = now;
                Hop first = hops.poll(STATE_EVERY_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    Thread.sleep(GATHER_MS);
                    List<Hop> together = new ArrayList<>(List.of(first));
                    hops.drainTo(together);
                    send(client, "event: hops\ndata: " + Json.write(together(together)) + "\n\n");
                }
            }
        } finally {
            tabs.remove(hops);
        }
    }

    private static void send(OutputStream client, String text) throws IOException {
        client.write(text.getBytes(StandardCharsets.UTF_8));
        client.flush();
    }

    private JsonNode together(List<Hop> hops) {
        Graph now = graph.get();
        ObjectNode message = Json.object().put("count", hops.size());
        ArrayNode all = message.putArray("hops");
        boolean summary = hops.size() > SINGLE;
        message.put("summary", summary);
        for (Hop hop : hops) {
            ObjectNode json = view.json(hop, now);
            if (!summary || !json.path("good").asBoolean()) {
                all.add(json);
            } else {
                String way = json.path("from").asText() + " " + json.path("to").asText();
                ObjectNode ways = message.withObjectProperty("ways");
                ways.put(way, ways.path(way).asInt() + 1);
            }
            if (all.size() > 2 * SINGLE) {
                all.remove(0);
            }
        }
        return message;
    }

    /** The last hops, for a page that was just opened. */
    ArrayNode latest(Trace trace) {
        Graph now = graph.get();
        return Json.list(
                trace.hops(trace.count() - LATEST, "").stream()
                        .filter(LiveHops::isShown)
                        .toList(),
                hop -> view.json(hop, now));
    }
}

package workshop.cloud.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The last hops of the account; older ones are forgotten, so that its memory stays bounded. */
public final class Trace {
    private static final int MAX_HOPS = 10_000;
    private static final long MAX_CHARACTERS = 32L << 20;

    private final Deque<Hop> hops = new ArrayDeque<>();
    private final List<Consumer<Hop>> listeners = new CopyOnWriteArrayList<>();
    private long characters;
    private long count;

    /**
     * Notes a hop.
     *
     * @param causes the numbers of the hops that led to it; 0 stands for one that nobody knows
     * @return its number
     */
    public long hop(List<Long> causes, String kind, String from, String to, String outcome, String payload) {
        return hop(causes, kind, from, to, outcome, payload, Map.of());
    }

    /** The same with what else is known of it. */
    public long hop(
            List<Long> causes,
            String kind,
            String from,
            String to,
            String outcome,
            String payload,
            Map<String, Object> details) {
        Hop hop;
        synchronized (this) {
            hop = new Hop(++count, Instant.now(), kind, from, to, outcome, payload, known(causes), details);
            hops.addLast(hop);
            characters += hop.characters();
            while (hops.size() > MAX_HOPS || characters > MAX_CHARACTERS) {
                characters -= hops.removeFirst().characters();
            }
        }
        listeners.forEach(listener -> listener.accept(hop));
        return hop.number();
    }

    private static List<Long> known(List<Long> causes) {
        return causes.size() == 1 && causes.get(0) > 0
                ? causes
                : causes.stream().filter(cause -> cause > 0).distinct().toList();
    }

    /** The kept hops after the given number whose payload contains the text, oldest first. */
    public synchronized List<Hop> hops(long after, String containing) {
        return hops.stream()
                .filter(hop -> hop.number() > after && hop.payload().contains(containing))
                .toList();
    }

    public synchronized long count() {
        return count;
    }

    public void listen(Consumer<Hop> listener) {
        listeners.add(listener);
    }
}

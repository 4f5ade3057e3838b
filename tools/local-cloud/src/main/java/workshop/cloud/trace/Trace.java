package workshop.cloud.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The last hops of the account; older ones are forgotten, so that its memory stays bounded. */
public final class Trace {
    private static final int KEPT = 10_000;
    private static final int PAYLOAD = 4096;

    private final Deque<Hop> hops = new ArrayDeque<>();
    private final List<Consumer<Hop>> listeners = new CopyOnWriteArrayList<>();
    private long count;

    public void hop(String kind, String from, String to, String outcome, String payload) {
        String cut = payload.length() <= PAYLOAD ? payload : payload.substring(0, PAYLOAD);
        Hop hop;
        synchronized (this) {
            hop = new Hop(++count, Instant.now(), kind, from, to, outcome, cut);
            if (hops.size() == KEPT) {
                hops.removeFirst();
            }
            hops.addLast(hop);
        }
        listeners.forEach(listener -> listener.accept(hop));
    }

    /** The kept hops after the given number whose payload contains the text, oldest first. */
    public synchronized List<Hop> hops(long after, String containing) {
        return hops.stream()
                .filter(hop -> hop.number() > after && hop.payload().contains(containing))
                .toList();
    }

    /** How many hops there have been, those forgotten included. */
    public synchronized long count() {
        return count;
    }

    /** Calls the listener with every hop from now on, in the thread in which it happens. */
    public void listen(Consumer<Hop> listener) {
        listeners.add(listener);
    }
}

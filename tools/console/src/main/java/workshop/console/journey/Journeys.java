package workshop.console.journey;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;

/**
 * The newest changes, each with its own hops alone. A hop belongs to the journeys of the hops that caused it; one that nothing
 * caused begins a new one.
 */
public final class Journeys {
    private static final int MAX_JOURNEYS = 1_000;
    private static final int MAX_HOPS = 40_000;
    private static final long MAX_CHARACTERS = 32L << 20;

    private final Deque<Way> ways = new ArrayDeque<>();
    private final List<Consumer<Hop>> listeners = new CopyOnWriteArrayList<>();
    private long characters;
    private final Map<Long, Place> byHop = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
            return size() > MAX_HOPS;
        }
    };

    /** Whose a hop is, and in which batch it came about; null for none. */
    private record Place(Set<Way> ways, Batch batch) {

        Set<Way> of(Hop next) {
            return batch == null || ways.size() == 1 ? ways : batch.of(next.payload(), ways);
        }
    }

    private Journeys() {}

    /** The journeys of an account from now on. */
    public static Journeys of(Trace trace) {
        Journeys journeys = new Journeys();
        trace.listen(journeys::add);
        return journeys;
    }

    private void add(Hop hop) {
        if (!hop.kind().equals("events:PutEventsCall")) { // its entries are hops of their own
            place(hop);
        }
        listeners.forEach(listener -> listener.accept(hop));
    }

    private synchronized void place(Hop hop) {
        Place only = hop.causes().size() == 1 ? byHop.get(hop.causes().get(0)) : null;
        Set<Way> its = only != null ? only.of(hop) : waysOfAll(hop);
        Batch batch = only != null ? only.batch() : null;
        if (hop.details().get("records") instanceof List<?> causes) {
            batch = Batch.of(hop.payload(), causes.stream().map(this::waysOf).toList());
        }
        byHop.put(hop.number(), new Place(its, batch));
        its.forEach(way -> {
            way.add(hop);
            characters += hop.payload().length();
        });
        forget(hop, its);
    }

    /** Those of all of its causes; a new one if it has none that is known. */
    private Set<Way> waysOfAll(Hop hop) {
        Set<Way> its = new LinkedHashSet<>();
        hop.causes().stream().map(byHop::get).filter(Objects::nonNull).forEach(place -> its.addAll(place.of(hop)));
        return its.isEmpty() ? Set.of(begin()) : its;
    }

    private Set<Way> waysOf(Object cause) {
        Place place = byHop.get(cause);
        return place == null ? Set.of() : place.ways();
    }

    private Way begin() {
        Way way = new Way();
        ways.addLast(way);
        return way;
    }

    /** What was only looked at is no change; of changes the oldest go. */
    private void forget(Hop hop, Set<Way> its) {
        boolean look = hop.kind().equals("apigateway:Response")
                && hop.isGood()
                && hop.details().getOrDefault("request", "").toString().startsWith("GET ");
        if (look) {
            its.forEach(way -> {
                ways.removeLastOccurrence(way);
                characters -= way.characters();
            });
        }
        while (ways.size() > MAX_JOURNEYS || characters > MAX_CHARACTERS && ways.size() > 1) {
            Way oldest = ways.removeFirst();
            characters -= oldest.characters();
            oldest.hops().forEach(old -> byHop.remove(old.number()));
        }
    }

    /** The journeys that carry the text, the newest first, at most so many. */
    public synchronized List<Journey> containing(String text, int most) {
        List<Journey> found = new ArrayList<>();
        for (var newest = ways.descendingIterator(); newest.hasNext() && found.size() < most; ) {
            Journey journey = newest.next().journey();
            if (journey.contains(text)) {
                found.add(journey);
            }
        }
        return found;
    }

    /** The journey that began with the hop of this number. */
    public synchronized Optional<Journey> find(long id) {
        return ways.stream()
                .filter(way -> way.hops().get(0).number() == id)
                .findFirst()
                .map(Way::journey);
    }

    /** The journeys that began after the hop of this number, the oldest first. */
    public synchronized List<Journey> since(long number) {
        return ways.stream()
                .filter(way -> way.hops().get(0).number() > number)
                .map(Way::journey)
                .toList();
    }

    /** The journeys of a hop. */
    public synchronized List<Journey> of(Hop hop) {
        Place place = byHop.get(hop.number());
        return place == null
                ? List.of()
                : place.ways().stream().map(Way::journey).toList();
    }

    /** Calls the listener with every hop from now on, once its journeys have it. */
    public void listen(Consumer<Hop> listener) {
        listeners.add(listener);
    }
}

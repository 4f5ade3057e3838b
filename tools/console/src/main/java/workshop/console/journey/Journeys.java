package workshop.console.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;

/**
 * The newest changes, each with its own hops alone. A hop belongs to the journeys of the hops that caused it; one that nothing
 * caused begins a new one.
 */
public final class Journeys {
    private static final int ID_LENGTH = 32; // of a stream record; an event's has dashes besides
    private static final int MAX_JOURNEYS = 1_000;
    private static final long MAX_CHARACTERS = 32L << 20;

    private final Deque<Way> ways = new ArrayDeque<>();
    private final List<Consumer<Hop>> listeners = new CopyOnWriteArrayList<>();
    private long characters;
    private final Map<Long, Place> byHop = new HashMap<>();

    /** A journey that grows. */
    static final class Way {
        private final List<Hop> hops = new ArrayList<>();
        private String name;
        private long characters;

        private void add(Hop hop) {
            hops.add(hop);
            characters += hop.characters();
            if (name == null && !hop.details().containsKey("records")) { // a batch also has the names of others
                name = TodoName.in(hop.payload()).orElse(null);
            }
        }

        private Journey journey() {
            return new Journey(hops.get(0).number(), name, List.copyOf(hops));
        }
    }

    /** Whose a hop is, and in which batch it came about; null for none. */
    private record Place(Set<Way> ways, Batch batch) {

        Set<Way> of(Hop next) {
            return batch == null || ways.size() == 1 ? ways : batch.of(next.payload(), ways);
        }
    }

    public Journeys(Trace trace) {
        trace.listen(hop -> {
            if (isOfOne(hop)) {
                place(hop);
                listeners.forEach(listener -> listener.accept(hop));
            }
        });
    }

    /** Of a call with several entries, each entry is a hop of its own. */
    public static boolean isOfOne(Hop hop) {
        return !hop.kind().equals("events:PutEventsCall");
    }

    private synchronized void place(Hop hop) {
        Place only = hop.causes().size() == 1 ? byHop.get(hop.causes().get(0)) : null;
        Set<Way> its = only != null ? only.of(hop) : waysOfAll(hop);
        Batch batch = only != null ? only.batch() : null;
        if (hop.details().get("records") instanceof List<?> causes) {
            batch = Batch.of(hop.payload(), causes.stream().map(this::waysOf).toList());
        }
        byHop.put(hop.number(), new Place(its, batch));
        its.forEach(way -> way.add(hop));
        characters += hop.characters() * its.size();
        if (isLook(hop)) {
            its.stream().filter(ways::removeLastOccurrence).forEach(this::forget);
        }
        while (ways.size() > MAX_JOURNEYS || characters > MAX_CHARACTERS && ways.size() > 1) {
            forget(ways.removeFirst());
        }
    }

    /** Those of all of its causes, or of what is sent again; else a new one. */
    private Set<Way> waysOfAll(Hop hop) {
        Set<Way> its = new LinkedHashSet<>();
        hop.causes().stream().map(byHop::get).filter(Objects::nonNull).forEach(place -> its.addAll(place.of(hop)));
        if (its.isEmpty() && hop.kind().equals("lambda:Invoke")) {
            its.addAll(waysOfSentAgain(Json.parse(hop.payload()).orElseGet(Json::object)));
        }
        if (its.isEmpty()) {
            ways.addLast(new Way());
            its.add(ways.getLast());
        }
        return its;
    }

    /** Those of the record or event that somebody gives to a function once more. */
    private Set<Way> waysOfSentAgain(JsonNode payload) {
        String id = (payload.has("detail-type") ? payload.path("id") : payload.at("/Records/0/eventID")).asText();
        Set<Way> its = new LinkedHashSet<>();
        byHop.values().stream()
                .filter(place -> place.batch() != null)
                .forEach(place -> its.addAll(place.batch().byId().getOrDefault(id, Set.of())));
        if (its.isEmpty() && id.length() >= ID_LENGTH) {
            ways.stream().filter(way -> way.journey().contains(id)).forEach(its::add);
        }
        return its;
    }

    private Set<Way> waysOf(Object cause) {
        Place place = byHop.get(cause);
        return place == null ? Set.of() : place.ways();
    }

    /** What was only looked at is no change. */
    private static boolean isLook(Hop hop) {
        return hop.kind().equals("apigateway:Response")
                && hop.isGood()
                && hop.details().getOrDefault("request", "").toString().startsWith("GET ");
    }

    private void forget(Way way) {
        characters -= way.characters;
        way.hops.forEach(hop -> byHop.remove(hop.number()));
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
                .filter(way -> way.hops.get(0).number() == id)
                .findFirst()
                .map(Way::journey);
    }

    /** The journeys that began after the hop of this number, the oldest first. */
    public synchronized List<Journey> since(long number) {
        return ways.stream()
                .filter(way -> way.hops.get(0).number() > number)
                .map(Way::journey)
                .toList();
    }

    /** The name of the to-do that a hop is about, of the first one if there are several; null if nobody knows. */
    public synchronized String name(Hop hop) {
        Stream<String> names = waysOf(hop.number()).stream().map(way -> way.name);
        return names.filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Calls the listener with every hop from now on, once its journeys have it. */
    public void listen(Consumer<Hop> listener) {
        listeners.add(listener);
    }
}

package workshop.console.journey;

import java.util.ArrayList;
import java.util.List;
import workshop.cloud.trace.Hop;

/** A journey that grows. */
final class Way {
    private final List<Hop> hops = new ArrayList<>();
    private long characters;

    void add(Hop hop) {
        hops.add(hop);
        characters += hop.payload().length();
    }

    long characters() {
        return characters;
    }

    Journey journey() {
        return new Journey(hops.get(0).number(), List.copyOf(hops));
    }

    List<Hop> hops() {
        return hops;
    }
}

package workshop.console.journey;

import java.util.ArrayList;
import java.util.List;
import workshop.cloud.trace.Hop;

/** A journey that grows. */
final class Way {
    private static final int OF_A_HOP = 200;

    final List<Hop> hops = new ArrayList<>();
    String name;
    long characters;

    void add(Hop hop) {
        hops.add(hop);
        characters += characters(hop);
        if (name == null && !hop.details().containsKey("records")) { // a batch also has the names of others
            name = TodoName.in(hop.payload()).orElse(null);
        }
    }

    /** About how much room a hop takes. */
    static long characters(Hop hop) {
        return OF_A_HOP + hop.payload().length();
    }

    Journey journey() {
        return new Journey(hops.get(0).number(), name, List.copyOf(hops));
    }
}

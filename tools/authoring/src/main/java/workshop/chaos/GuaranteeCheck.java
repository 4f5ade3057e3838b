package workshop.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import workshop.redrive.Parked;
import workshop.redrive.ParkingQueue.Contents;

/**
 * Whether the system has kept its promises: nothing lost, nothing done twice that could be known to be done, order kept.
 */
final class GuaranteeCheck {
    private static final int SHOWN = 20;

    /** Every promise that was not kept, with the ids; empty if all were. */
    final List<String> violations = new ArrayList<>();
    /** What was counted, a line each. */
    final List<String> counts = new ArrayList<>();

    private final List<Change> owed;
    private final List<Change> poison;
    private final Observations observations;

    /**
     * @param changes as the stream has them, in its order
     * @param poison the ids of the items that are no to-dos
     */
    GuaranteeCheck(List<Change> changes, Set<String> poison, Observations observations) {
        Map<Boolean, List<Change>> byPoison =
                changes.stream().collect(Collectors.partitioningBy(change -> poison.contains(change.todoId())));
        this.owed = byPoison.get(false);
        this.poison = byPoison.get(true);
        this.observations = observations;
    }

    /** The stream has what the API has confirmed, in the order in which each client did it. */
    void stream(Map<String, List<String>> confirmed) {
        Map<String, List<Change>> byTodo = byTodo();
        confirmed.forEach((todoId, types) -> {
            List<String> found = byTodo.getOrDefault(todoId, List.of()).stream()
                    .map(Change::type)
                    .toList();
            require(
                    found.equals(types),
                    "to-do " + todoId + ": the API confirmed " + types + ", the stream has " + found);
        });
        byTodo.keySet()
                .forEach(todoId ->
                        require(confirmed.containsKey(todoId), "to-do " + todoId + " was never confirmed by the API"));
        count(
                "events owed",
                owed.size() + " (" + of(Change.CREATED).size() + " created, "
                        + of(Change.COMPLETED).size() + " completed, "
                        + of(Change.DELETED).size() + " deleted), and " + poison.size() + " poison records");
    }

    /** Before anything is sent again, every event is handled or parked, and poison is parked. */
    void beforeRedrive(Map<String, Activity> activity, Parked parked) {
        int handled = 0;
        int waiting = 0;
        for (Change change : owed) {
            if (Activity.isDone(activity.get(change.eventId()))) {
                handled++;
            } else if (parked.contains(change.eventId())) {
                waiting++;
            } else {
                violated("lost before the redrive: neither handled nor parked: " + change);
            }
        }
        for (Change change : poison) {
            require(parked.in(Contents.FAILED_RECORDS).contains(change.eventId()), "poison is not parked: " + change);
        }
        count(
                "before the redrive",
                handled + " handled + " + waiting + " parked + " + poison.size() + " poison = "
                        + (handled + waiting + poison.size()));
        for (Contents holds : Contents.values()) {
            count("  in " + holds.word(), parked.in(holds).size() + " events");
        }
        order(parked.in(Contents.FAILED_RECORDS));
    }

    /** The publisher first sent a to-do's events in their order; those that were parked in between come later. */
    private void order(Set<String> parked) {
        byTodo().forEach((todoId, changes) -> {
            List<String> expected =
                    without(parked, changes.stream().map(Change::eventId).toList());
            List<String> sent = without(parked, observations.sent(todoId));
            require(
                    sent.equals(expected),
                    "to-do " + todoId + ": the publisher sent " + sent + ", the stream has " + expected);
        });
    }

    private static List<String> without(Set<String> some, List<String> all) {
        return all.stream().filter(id -> !some.contains(id)).toList();
    }

    /** After the redrive every event is recorded once, poison waits, and nothing else does. */
    void afterRedrive(Map<String, Activity> activity, Parked parked) {
        Set<String> unknown = new HashSet<>(activity.keySet());
        int handled = 0;
        for (Change change : owed) {
            Activity recorded = activity.get(change.eventId());
            unknown.remove(change.eventId());
            if (Activity.isDone(recorded)) {
                handled++;
                require(recorded.isAbout(change), "recorded as something else: " + recorded + " for " + change);
            } else {
                violated("never handled: " + change + ", the activity table says " + recorded);
            }
        }
        unknown.forEach(eventId -> violated("recorded, but never happened: " + activity.get(eventId)));
        Set<String> poisonIds = poison.stream().map(Change::eventId).collect(Collectors.toSet());
        require(
                parked.in(Contents.FAILED_RECORDS).equals(poisonIds),
                "FailedRecords holds " + parked.in(Contents.FAILED_RECORDS) + ", poison is " + poisonIds);
        for (Contents holds : List.of(Contents.UNDELIVERED_EVENTS, Contents.UNHANDLED_EVENTS)) {
            require(parked.in(holds).isEmpty(), "still in " + holds.word() + ": " + parked.in(holds));
        }
        count("after the redrive", handled + " handled + " + poison.size() + " poison = " + (handled + poison.size()));
        count(
                "taken by the bus twice",
                owed.stream().filter(change -> observations.taken(change) > 1).count() + " events");
    }

    /** At least one mail for each completion; another only if the handler's process died over it. */
    void mails() {
        List<Change> completions = of(Change.COMPLETED);
        int mails = 0;
        int again = 0;
        int deaths = 0;
        for (Change change : completions) {
            int got = observations.mails(change);
            int died = observations.deaths(change);
            mails += got;
            again += Math.max(0, got - 1);
            deaths += died;
            require(got >= 1, "no mail about " + change);
            require(got <= 1 + died, got + " mails, but the handler died " + died + " times over " + change);
        }
        count(
                "mails",
                mails + " about " + completions.size() + " completions; " + again
                        + " of them a second time, for the handler's process died " + deaths + " times at work");
    }

    private Map<String, List<Change>> byTodo() {
        return owed.stream().collect(Collectors.groupingBy(Change::todoId, LinkedHashMap::new, Collectors.toList()));
    }

    private List<Change> of(String type) {
        return owed.stream().filter(change -> change.type().equals(type)).toList();
    }

    private void require(boolean kept, String violation) {
        if (!kept) {
            violated(violation);
        }
    }

    void violated(String violation) {
        violations.add(violation);
    }

    private void count(String what, String value) {
        counts.add(String.format("%-24s %s", what, value));
    }

    /** The violations as people read them: the first ones, and how many more. */
    List<String> shown() {
        List<String> shown = new ArrayList<>(violations.subList(0, Math.min(SHOWN, violations.size())));
        if (violations.size() > SHOWN) {
            shown.add("… and " + (violations.size() - SHOWN) + " more");
        }
        return shown;
    }
}

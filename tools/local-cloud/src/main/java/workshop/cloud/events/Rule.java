package workshop.cloud.events;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import workshop.cloud.AwsError;
import workshop.cloud.delivery.EventPattern;

/**
 * A rule of a bus: which events go to which targets.
 *
 * @param state as it was given, such as {@code DISABLED}
 * @param targets by their id
 */
record Rule(
        String name,
        String arn,
        String busName,
        String description,
        EventPattern pattern,
        String state,
        Map<String, RuleTarget> targets) {
    private static final int MAX_TARGETS = 5;

    Rule withState(String changed) {
        return new Rule(name, arn, busName, description, pattern, changed, targets);
    }

    /** With these targets, each of which replaces the one with its id; throws LimitExceeded over five. */
    Rule with(Collection<RuleTarget> added) {
        Map<String, RuleTarget> all = new TreeMap<>(targets);
        added.forEach(target -> all.put(target.id(), target));
        if (all.size() > MAX_TARGETS) {
            throw AwsError.limitExceeded();
        }
        return new Rule(name, arn, busName, description, pattern, state, all);
    }

    Rule without(Collection<String> ids) {
        Map<String, RuleTarget> rest = new TreeMap<>(targets);
        rest.keySet().removeAll(ids);
        return new Rule(name, arn, busName, description, pattern, state, rest);
    }

    boolean matches(Event event) {
        return !state.equals("DISABLED") && pattern.matches(event.json());
    }
}

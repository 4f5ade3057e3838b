package workshop.cloud.events;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import workshop.cloud.AwsError;

/**
 * A rule of a bus: which events go to which targets.
 *
 * @param targets by their id
 */
record Rule(String name, String arn, String busName, RuleDefinition definition, Map<String, RuleTarget> targets) {
    private static final int MAX_TARGETS = 5;

    Rule withDefinition(RuleDefinition changed) {
        return new Rule(name, arn, busName, changed, targets);
    }

    /** With these targets, each of which replaces the one with its id; throws LimitExceeded over five. */
    Rule with(Collection<RuleTarget> added) {
        Map<String, RuleTarget> all = new TreeMap<>(targets);
        added.forEach(target -> all.put(target.id(), target));
        if (all.size() > MAX_TARGETS) {
            throw AwsError.limitExceeded();
        }
        return new Rule(name, arn, busName, definition, all);
    }

    Rule without(Collection<String> ids) {
        Map<String, RuleTarget> rest = new TreeMap<>(targets);
        rest.keySet().removeAll(ids);
        return new Rule(name, arn, busName, definition, rest);
    }

    boolean matches(Event event) {
        return !definition.state().equals("DISABLED") && definition.pattern().matches(event.json());
    }
}

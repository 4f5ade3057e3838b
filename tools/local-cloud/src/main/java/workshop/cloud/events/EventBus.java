package workshop.cloud.events;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import workshop.cloud.AwsError;

/** A bus and its rules by name. */
record EventBus(String name, String arn, Map<String, Rule> rules) {
    static final String DEFAULT = "default";

    EventBus(String name, String arn) {
        this(name, arn, new ConcurrentSkipListMap<>());
    }

    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    Rule rule(String rule) {
        Rule found = rules.get(rule);
        if (found == null) {
            throw new AwsError(
                    400, "ResourceNotFoundException", "Rule " + rule + " does not exist on EventBus " + name + ".");
        }
        return found;
    }
}

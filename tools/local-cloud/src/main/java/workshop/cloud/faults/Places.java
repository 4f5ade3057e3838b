package workshop.cloud.faults;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import workshop.cloud.AwsError;
import workshop.cloud.faults.Fault.Effect;

/**
 * Where faults can strike.
 *
 * @param actions the operations, such as {@code sns:PublishBatch}, each with the IAM action that it asks for
 * @param functions what the functions are called
 */
public record Places(Map<String, String> actions, Collection<String> functions) {

    public Set<String> of(Effect effect) {
        return switch (effect) {
            case THROTTLE, FAIL -> with("events:Deliver", actions.keySet());
            case CRASH_AFTER -> actions.keySet();
            case DENY -> with("lambda:InvokeFunction", actions.values());
            case PARTIAL -> Set.of("events:PutEvents");
            case CRASH, TIMEOUT -> Set.of("lambda:Invoke");
            case TWICE -> Set.of("events:Deliver");
        };
    }

    private static Set<String> with(String one, Collection<String> others) {
        Set<String> all = new TreeSet<>(others);
        all.add(one);
        return all;
    }

    /** Throws {@link AwsError} that says what there is, if this fault can never strike. */
    void require(Fault fault) {
        if (!of(fault.effect()).contains(fault.on())) {
            throw AwsError.validation(why(fault));
        }
        if (!fault.function().isEmpty() && functions.stream().noneMatch(name -> name.contains(fault.function()))) {
            throw AwsError.validation(
                    "No function has \"" + fault.function() + "\" in its name; there are " + new TreeSet<>(functions));
        }
    }

    private String why(Fault fault) {
        List<String> effects = Arrays.stream(Effect.values())
                .filter(effect -> of(effect).contains(fault.on()))
                .map(Effect::word)
                .toList();
        if (!effects.isEmpty()) {
            return "The effect " + fault.effect().word() + " can't strike " + fault.on() + "; there, " + effects
                    + " can";
        }
        Map<String, Set<String>> byService = Arrays.stream(Effect.values())
                .flatMap(effect -> of(effect).stream())
                .collect(Collectors.groupingBy(place -> place.split(":")[0], Collectors.toCollection(TreeSet::new)));
        Set<String> ofService = byService.get(fault.on().split(":")[0]);
        return "\"on\" says what the fault strikes, such as events:PutEvents. There is no \"" + fault.on()
                + "\"; there is " + (ofService == null ? new TreeSet<>(byService.keySet()) : ofService);
    }
}

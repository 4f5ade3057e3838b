package workshop.cloud.events;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import workshop.cloud.AwsError;
import workshop.cloud.iam.Policy;

/** A bus with its rules and the statements of its policy. */
final class EventBus {
    static final String DEFAULT = "default";
    private static final int MAX_POLICY = 10_240;

    final String name;
    final String arn;
    final Instant createdAt = Instant.now();
    final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
    volatile Map<String, Policy> statements = Map.of();
    volatile String description;
    volatile Instant modifiedAt = createdAt;

    EventBus(String name, String arn, String description) {
        this.name = name;
        this.arn = arn;
        this.description = description;
    }

    void describe(String changed) {
        description = changed;
        modifiedAt = Instant.now();
    }

    /** Changes the statements of the policy, all or none; throws PolicyLengthExceeded if it gets longer than 10 KB. */
    synchronized void permit(Consumer<Map<String, Policy>> change) {
        Map<String, Policy> changed = new TreeMap<>(statements);
        change.accept(changed);
        if (Policy.text(null, changed.values()).length() > MAX_POLICY) {
            throw AwsError.of("PolicyLengthExceededException", "Policy size would be larger than the maximum allowed.");
        }
        statements = changed;
        modifiedAt = Instant.now();
    }

    Rule rule(String rule) {
        return Optional.ofNullable(rules.get(rule)).orElseThrow(() -> noRule(rule));
    }

    private AwsError noRule(String rule) {
        return AwsError.of("ResourceNotFoundException", "Rule " + rule + " does not exist on EventBus " + name + ".");
    }

    /** Makes a rule; throws ResourceAlreadyExists if there is one of that name. */
    void create(Rule rule) {
        if (rules.putIfAbsent(rule.name(), rule) != null) {
            throw AwsError.of("ResourceAlreadyExistsException", "Rule " + rule.name() + " already exists.");
        }
    }

    /** Makes a rule, or replaces the one of that name, whose targets stay but for the old ones. */
    void put(Rule rule, Collection<String> old) {
        rules.merge(
                rule.name(),
                rule,
                (before, now) -> now.with(before.without(old).targets().values())
                        .with(now.targets().values()));
    }

    void change(String rule, UnaryOperator<Rule> change) {
        if (rules.computeIfPresent(rule, (name, before) -> change.apply(before)) == null) {
            throw noRule(rule);
        }
    }

    /** Deletes a rule that has no targets but old ones; one that is gone already is no error. */
    void delete(String rule, Collection<String> old) {
        rules.computeIfPresent(rule, (name, before) -> {
            EventsApi.refuse(!before.without(old).targets().isEmpty(), "Rule can't be deleted since it has targets.");
            return null;
        });
    }
}

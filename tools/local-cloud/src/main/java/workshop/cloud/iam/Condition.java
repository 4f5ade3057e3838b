package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * The condition block of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
 *     Condition operators</a>
 */
record Condition(List<Test> tests) {
    private static final Function<String, Predicate<String>> EQUAL = value -> value::equals;
    private static final Function<String, Predicate<String>> SAME_LETTERS = value -> value::equalsIgnoreCase;
    private static final Function<String, Predicate<String>> LIKE =
            pattern -> Statement.glob(pattern, 0).asMatchPredicate();

    /** Each makes of a value in the policy what a request's value is asked. */
    private static final Map<String, Function<String, Predicate<String>>> OPERATORS = Map.of(
            "StringEquals", EQUAL,
            "StringEqualsIgnoreCase", SAME_LETTERS,
            "StringLike", LIKE,
            "ArnEquals", LIKE,
            "ArnLike", LIKE,
            "Bool", SAME_LETTERS);

    private static final Set<String> KEYS = Set.of(
            "aws:securetransport", "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:principalaccount");

    private record Test(String key, List<Predicate<String>> values, boolean negated, boolean ifExists) {

        boolean holds(Map<String, String> context) {
            String actual = context.get(key.toLowerCase());
            if (actual == null) {
                return ifExists || negated;
            }
            return negated != values.stream().anyMatch(value -> value.test(actual));
        }
    }

    static Condition of(JsonNode block) {
        List<Test> tests = new ArrayList<>();
        block.properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> tests.add(test(operator.getKey(), key.getKey(), key.getValue()))));
        return new Condition(tests);
    }

    private static Test test(String name, String key, JsonNode values) {
        boolean ifExists = name.endsWith("IfExists");
        String operator = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
        boolean negated = operator.matches("(String|Arn)Not.*");
        Function<String, Predicate<String>> predicate =
                OPERATORS.get(negated ? operator.replaceFirst("Not", "") : operator);
        if (predicate == null) {
            throw AwsError.validation("The local cloud can't evaluate the condition operator " + name
                    + "; it can evaluate " + OPERATORS.keySet() + ", their Not forms and IfExists");
        }
        if (!KEYS.contains(key.toLowerCase())) {
            throw AwsError.validation(
                    "The local cloud can't evaluate the condition key " + key + "; it can evaluate " + KEYS);
        }
        List<Predicate<String>> accepted = Json.each(values).stream()
                .map(value -> predicate.apply(value.asText()))
                .toList();
        return new Test(key, accepted, negated, ifExists);
    }

    boolean holds(Map<String, String> context) {
        return tests.stream().allMatch(test -> test.holds(context));
    }
}

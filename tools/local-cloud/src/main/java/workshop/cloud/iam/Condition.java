package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import workshop.cloud.gateway.AwsError;

/**
 * The condition block of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
 *     Condition operators</a>
 */
record Condition(List<Test> tests) {
    private static final BiPredicate<String, String> EQUAL = String::equals;
    private static final BiPredicate<String, String> LIKE =
            (pattern, value) -> Statement.glob(pattern, 0).matcher(value).matches();

    private static final Map<String, BiPredicate<String, String>> OPERATORS = Map.of(
            "StringEquals", EQUAL,
            "StringEqualsIgnoreCase", String::equalsIgnoreCase,
            "StringLike", LIKE,
            "ArnEquals", LIKE,
            "ArnLike", LIKE,
            "Bool", String::equalsIgnoreCase);

    private record Test(
            String key, List<String> values, BiPredicate<String, String> operator, boolean negated, boolean ifExists) {

        boolean holds(Map<String, String> context) {
            String actual = context.get(key.toLowerCase());
            if (actual == null) {
                return ifExists || negated;
            }
            return negated != values.stream().anyMatch(value -> operator.test(value, actual));
        }
    }

    static Condition of(JsonNode block) {
        List<Test> tests = new ArrayList<>();
        if (block != null) {
            block.properties()
                    .forEach(operator -> operator.getValue()
                            .properties()
                            .forEach(key -> tests.add(test(operator.getKey(), key.getKey(), key.getValue()))));
        }
        return new Condition(tests);
    }

    private static Test test(String name, String key, JsonNode values) {
        boolean ifExists = name.endsWith("IfExists");
        String operator = ifExists ? name.substring(0, name.length() - "IfExists".length()) : name;
        boolean negated = operator.contains("Not");
        BiPredicate<String, String> predicate = OPERATORS.get(operator.replace("Not", ""));
        if (predicate == null) {
            throw AwsError.validation("The local cloud can't evaluate the condition operator " + name
                    + "; it can evaluate " + OPERATORS.keySet() + ", their Not forms and IfExists");
        }
        return new Test(
                key, Statement.each(values).stream().map(JsonNode::asText).toList(), predicate, negated, ifExists);
    }

    boolean holds(Map<String, String> context) {
        for (Test test : tests) {
            if (!test.holds(context)) {
                return false;
            }
        }
        return true;
    }
}

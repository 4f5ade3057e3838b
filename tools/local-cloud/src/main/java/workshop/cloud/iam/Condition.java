package workshop.cloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import workshop.cloud.Json;

/**
 * The condition block of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">
 *     Condition operators</a>
 */
final class Condition {
    private static final List<String> OPERATORS =
            List.of("ArnEquals", "ArnLike", "Bool", "StringEquals", "StringEqualsIgnoreCase", "StringLike");

    private static final List<String> KEYS = List.of(
            "aws:SecureTransport", "aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner", "aws:PrincipalAccount");

    private Condition() {}

    /** Whether it holds for a request of which these keys are known. */
    static Predicate<Map<String, String>> of(JsonNode block) {
        return block.properties().stream()
                .flatMap(operator -> operator.getValue().properties().stream()
                        .map(key -> test(operator.getKey(), key.getKey(), key.getValue())))
                .reduce(context -> true, Predicate::and);
    }

    /** What the local cloud can't evaluate in a block, of what no intrinsic function of a template gives. */
    static Stream<String> notHere(JsonNode block) {
        Stream<String> operators = Grammar.known(block)
                .map(Map.Entry::getKey)
                .filter(name -> !OPERATORS.contains(positive(name)))
                .map(name -> "operator " + name + "; it can evaluate " + OPERATORS + ", their Not forms and IfExists");
        Stream<String> keys = Grammar.known(block)
                .flatMap(operator -> Grammar.known(operator.getValue()))
                .map(Map.Entry::getKey)
                .filter(key -> KEYS.stream().noneMatch(key::equalsIgnoreCase))
                .map(key -> "key " + key + "; it can evaluate " + KEYS);
        return Stream.concat(operators, keys).map("The local cloud can't evaluate the condition "::concat);
    }

    private static String positive(String operator) {
        return operator.replaceFirst("^(String|Arn)Not", "$1").replaceFirst("IfExists$", "");
    }

    private static Predicate<Map<String, String>> test(String operator, String key, JsonNode values) {
        List<Predicate<String>> accepted = Json.each(values).stream()
                .map(value -> matches(positive(operator), value.asText()))
                .toList();
        boolean negated = operator.contains("Not");
        return context -> {
            String actual = context.get(key.toLowerCase());
            return actual == null
                    ? negated || operator.endsWith("IfExists")
                    : negated != accepted.stream().anyMatch(value -> value.test(actual));
        };
    }

    private static Predicate<String> matches(String operator, String value) {
        return switch (operator) {
            case "StringEquals" -> value::equals;
            case "StringEqualsIgnoreCase", "Bool" -> value::equalsIgnoreCase;
            default -> Statement.glob(value, 0).asMatchPredicate();
        };
    }
}

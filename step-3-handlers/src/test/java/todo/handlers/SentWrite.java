package todo.handlers;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the activity log sent to DynamoDB, for whoever has to see why a condition was false, or why it was true.
 *
 * @param time says a point in time, which is in epoch milliseconds
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">The
 *     words of a condition</a>
 */
record SentWrite(SdkRequest request, LongFunction<String> time) {
    private static final Set<String> ATTRIBUTES =
            Set.of("eventId", "type", "todoId", "occurredAt", "status", "leaseOwner", "leaseUntil", "expiresAt");

    /** A word of an expression that is neither a value, a placeholder, a keyword nor a function: an attribute's name. */
    private static final Pattern NAME = Pattern.compile(
            "(?<![:#\\w.])(?!(?i:AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE)\\b)[A-Za-z_]\\w*\\b(?!\\s*[-(])");

    private static final Pattern DELETED_ATTRIBUTE = Pattern.compile("\\bDELETE\\s+[#\\w]+\\s*(,|$)");

    /**
     * Which key and values the write had, and what in its expressions can't be meant; each sentence after a full stop.
     *
     * @param write "The write" or, if DynamoDB refused it, "The refused write"
     */
    String inWords(String write) {
        String sent = Stream.concat(values("Key").map("the key "::concat), values("ExpressionAttributeValues"))
                .collect(joining(", "));
        return (expression("ConditionExpression").isEmpty()
                        ? ". " + write + " had no condition"
                        : sent.isEmpty() ? "" : ". " + write + " had " + sent)
                + mistakes();
    }

    /** What in the expressions can't be meant; each sentence after a full stop. */
    String mistakes() {
        String update = expression("UpdateExpression");
        Stream<String> unknown = NAME.matcher(expression("ConditionExpression") + " , " + update)
                .results()
                .map(MatchResult::group)
                .distinct()
                .filter(name -> !ATTRIBUTES.contains(name))
                .map(name -> name
                        + " is an attribute's name there, and no record has it: a value's name begins with a colon");
        Stream<String> renamed = this.<String>map("ExpressionAttributeNames").entrySet().stream()
                .filter(name -> !ATTRIBUTES.contains(name.getValue()))
                .map(name -> name.getKey() + " is the attribute " + name.getValue() + ", and no record has it");
        Stream<String> deleted = Stream.of("DELETE is for the elements of a set; REMOVE takes an attribute away")
                .filter(sentence -> DELETED_ATTRIBUTE.matcher(update).find());
        return Stream.of(unknown, renamed, deleted)
                .flatMap(sentences -> sentences)
                .map(". "::concat)
                .collect(joining());
    }

    private String expression(String member) {
        return request.getValueForField(member, String.class).orElse("");
    }

    @SuppressWarnings("unchecked")
    private <T> Map<String, T> map(String member) {
        return new TreeMap<>(request.getValueForField(member, Map.class).orElse(Map.of()));
    }

    private Stream<String> values(String member) {
        return this.<AttributeValue>map(member).entrySet().stream().map(entry -> {
            String number = entry.getValue().n();
            return entry.getKey() + " "
                    + (number != null && number.matches("\\d{13}")
                            ? time.apply(Long.parseLong(number))
                            : inWords(entry.getValue()));
        });
    }

    /** A value as it is in an item: a text in quotes, a number without. */
    static String inWords(AttributeValue value) {
        if (value.s() != null) {
            return (value.s().matches("-?\\d+") ? "the text " : "") + '"' + value.s() + '"';
        }
        return value.n() == null
                ? value.toString()
                : value.n() + (value.n().matches("\\d{10}") ? ", which are seconds" : "");
    }
}

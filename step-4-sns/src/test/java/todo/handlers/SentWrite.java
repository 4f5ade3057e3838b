package todo.handlers;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
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
    private static final List<String> ATTRIBUTES =
            List.of("eventId", "type", "todoId", "occurredAt", "status", "leaseOwner", "leaseUntil", "expiresAt");

    /** A word of an expression that is neither a value, a placeholder, a keyword, a function nor in quotes. */
    private static final Pattern NAME =
            Pattern.compile("(?<![:#\\w.'\"])(?!(?i:AND|OR|NOT|BETWEEN|IN|SET|REMOVE|ADD|DELETE|NULL)\\b)"
                    + "[A-Za-z_]\\w*\\b(?!\\s*[-(]|['\"])");

    private static final Pattern FUNCTION =
            Pattern.compile("attribute_(not_)?exists|attribute_type|begins_with|contains|size");

    private static final Pattern SQL = Pattern.compile(
            "IS|WHERE|LIKE|UPDATE|EXISTS|SELECT|INSERT|INTO|VALUES|FROM|DROP", Pattern.CASE_INSENSITIVE);

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
        String all = expression("ConditionExpression") + " , " + update;
        Stream<String> unknown = NAME.matcher(all)
                .results()
                .map(MatchResult::group)
                .filter(name -> !ATTRIBUTES.contains(name))
                .map(name -> unknown(name, all))
                .distinct();
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

    /** What is wrong with a word that is the name of no attribute. */
    private String unknown(String name, String expressions) {
        if (SQL.matcher(name).matches()) {
            return "This is not SQL: attribute_not_exists(…) asks whether an attribute is missing, and an update begins with SET"
                    + " or REMOVE";
        }
        if (FUNCTION.matcher(name).matches()) {
            return name + " is a function, and what it asks for is in parentheses";
        }
        boolean isValue = map("ExpressionAttributeValues").containsKey(":" + name)
                || name.matches("(?i)started|done|me|now")
                        && !Pattern.compile("\\(\\s*" + name)
                                .matcher(expressions)
                                .find();
        return isValue
                ? name + " is an attribute's name there, and no record has it: a value's name begins with a colon"
                : "No record has an attribute " + name + "; the names are " + String.join(", ", ATTRIBUTES);
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

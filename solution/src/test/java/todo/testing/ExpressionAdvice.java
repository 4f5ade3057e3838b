package todo.testing;

import static java.util.Map.entry;

import java.util.Map;

/**
 * What to do about what DynamoDB says of a request, after its own words.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html">Names
 *     begin with #</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html">Values
 *     begin with a colon</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Each of SET,
 *     REMOVE, ADD and DELETE once</a>
 */
final class ExpressionAdvice {
    private static final String GIVE = "give it in expressionAttribute";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            entry("reserved keyword: (\\w+)$", "call it #$1 there, and give the name in expressionAttributeNames"),
            entry("redundant parentheses", "leave one pair out"),
            entry("attribute name: #\\w+$", GIVE + "Names"),
            entry("attribute value: :\\w+$", GIVE + "Values"),
            entry("AttributeNames contains invalid key: .*key: \"(\\w+)\"", "a name there begins with #, such as #$1"),
            entry(
                    "AttributeValues contains invalid key: .*key: \"(\\w+)\"",
                    "a value's name begins with a colon, such as :$1"),
            entry("unused in expressions: keys: \\{.*}", "use it in an expression, or leave it out"),
            entry(
                    "operator or function: attribute_(?:not_)?exists",
                    "it takes an attribute's name, such as eventId, and no value"),
            entry(
                    "UpdateExpression: Syntax error; token: \"([#\\w]+)\", near: \"\\1 =.*",
                    "an update begins with SET, REMOVE, ADD or DELETE"),
            entry(
                    "token: \"(SET|REMOVE|ADD|DELETE)\", near: \", .*",
                    "no comma stands before $1, and each of SET, REMOVE, ADD and DELETE stands there only once"),
            entry(
                    "Syntax error; token: \"[-'\\d].*",
                    "a value has a name such as :me there, and expressionAttributeValues gives the value"),
            entry(
                    "number of conditions on the keys is invalid",
                    "key(…) has the table's key and nothing else, such as eventId"),
            entry("Cannot have null key .*", "give the record's key with key(…)"));

    private ExpressionAdvice() {}

    /** A message, and what to do; as it is, if it is about something else. */
    static String after(String message) {
        return ADVICE.entrySet().stream()
                .reduce(
                        message,
                        (text, advice) -> text.replaceFirst(advice.getKey(), "$0; " + advice.getValue()),
                        (text, same) -> text);
    }
}

package todo.testing;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this course says about a message of CDK or of DynamoDB.
 *
 * @param said what is looked for in the message
 * @param text what is said in place of what was found, which it may repeat as {@code $0}
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html">Names
 *     begin with #</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html">Values
 *     begin with a colon</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html">Each of SET,
 *     REMOVE, ADD and DELETE once</a>
 */
record Advice(Pattern said, String text) {
    static final String KNOWN_LATER = "a value that is known only after the deployment";

    /** About what fails while the stack is synthesized. */
    static final List<Advice> ON_SYNTH = List.of(
            advice(
                    "^.* is used as the key in a map.*",
                    KNOWN_LATER + ", where CDK needs a fixed text (are the two arguments of"
                            + " addEnvironment(name, value) or output(this, key, value) swapped?)"),
            advice(
                    "^(Resolution error: )*ID components may not include unresolved tokens.*",
                    "the id of a construct is made of a value that is known only after the deployment; its id is a"
                            + " fixed text, such as \"Bus\""),
            advice(
                    "^There is already .*'DynamoDBEventSource:\\w+'.*",
                    "$0: the function reads this stream already; one DynamoEventSource has all the settings"),
            advice(
                    "^There is already .*",
                    "$0: make it only once, or give each an id of its own (a loop, or a method that is called several"
                            + " times, makes it each time)"),
            advice(
                    "^An EventInvokeConfig has already .*",
                    "$0: call configureAsyncInvoke once, with all settings in one builder"),
            advice(
                    "^DynamoDB Streams must be enabled on the table \\S+/Api/Todos",
                    "$0: TODO 1.1 turns its stream on, in TodoApi.java; it is read here"),
            advice(
                    "^'\\d+ millis' cannot be converted into a whole number of seconds",
                    "$0: AWS takes an age or a wait in whole seconds, such as Duration.hours(12)"),
            advice(
                    "^Index [1-9]\\d* out of bounds for length 1$",
                    "$0: was a name or an ARN taken apart? It is a placeholder until the deployment: pass it on as it is"),
            advice(
                    "^Cannot retrieve value from context provider .*",
                    "fromLookup asks an AWS account while the stack is synthesized, and this stack is for any account; a method"
                            + " such as fromAliasName or fromTableName asks nobody"),
            advice("^maxRecordAge must be .*", "$0; this course wants an hour or more, and less than a day"),
            advice(
                    "^startingPosition.*",
                    "$0; here Lambda begins with the oldest record (StartingPosition.TRIM_HORIZON)"),
            advice("^retryAttempts must be .*", "$0; here, at least 1 and at most 100"),
            advice("^maxBatchingWindow cannot be over .*", "$0; here, at most a minute"),
            advice(
                    "^(Action '[^']*[\\s,][^']*' is invalid).*",
                    "$1: no spaces and no commas; several actions are several arguments of allow, each in quotes"),
            advice(
                    "^(Action '[^']*' is invalid).*",
                    "$1: it begins with its service and a colon, such as events:PutEvents, dynamodb:PutItem or"
                            + " sns:Publish"),
            advice("^'eventBusName' must satisfy.*", "$0; the variable stack has the stack's name"),
            advice("^'eventSourceName' .*", "$0; that is for a partner of AWS. eventBusName is the bus's name"),
            advice(
                    "class (I\\w+)\\$Jsii\\$Proxy cannot be cast to class (\\w+).*",
                    "what CDK gives here is an $1, and can't be cast to $2; is $2.Builder.create(…) meant?"),
            advice(
                    "^(?:Passed to parameter \\w+ of new (?:\\S*-)?(\\w+): Unable to deserialize value"
                            + "|(?:Resolution error: )*Supplied properties not correct for \"(\\w+?)Props).*",
                    "a property of $1$2 is of another type; or it is a Map in which a key is missing, or has other letters"
                            + " than the builder's method. Where a builder is in place of the Map, the compiler finds it"),
            advice("^(null|NullPointerException|Map.of and List.of take no null)$", "a value is null"));

    private static final String PERMISSION_OF = "^.*?(\\w+)Role/\\S+: ";

    /** About what CDK finds in a construct, whose path comes first. */
    static final List<Advice> ON_VALIDATION = List.of(
            advice(
                    "^(?:.*/)?([^/]+): Either 'eventPattern' or .*",
                    "the rule $1 has no pattern: .eventPattern(…) says which events it is for"),
            advice(
                    PERMISSION_OF + ".* at least one '?(action|resource).*",
                    "a permission of $1 names no $2: allow(arn, action)"),
            advice(
                    PERMISSION_OF + ".* cannot specify any IAM principals.*",
                    "a permission of $1 names principals: a role's policy is for that role, so leave them out"),
            advice(
                    "^(?:.*/)?(\\w+)(?:/Policy)?: .* at least one (?:IAM )?'?(action|resource|principal).*",
                    "a statement in the policy of $1 names no $2"));

    private static final String GIVE = "$0; give it in expressionAttribute";

    /** About what DynamoDB refuses. */
    static final List<Advice> ON_REQUEST = List.of(
            advice("The conditional request failed", "$0: no record with this key fulfils the condition"),
            advice("required keys was not given a value", "$0: the table's key is eventId"),
            advice(
                    "reserved keyword: (?i:null)",
                    "$0; there is no null: attribute_not_exists(…) asks whether an attribute is missing, REMOVE takes it away"),
            advice(
                    "reserved keyword: ((?i)status|type)",
                    "$0; call it #$1 there, and give the name in expressionAttributeNames"),
            advice("can only be specified when using expressions", "$0; conditionExpression is missing"),
            advice("Invalid function name; function: \\w*[A-Z]\\w*", "$0; its name has small letters only"),
            advice(
                    "UpdateExpression: Syntax error; token: \"AND\".*",
                    "$0; a comma stands between two attributes, and not AND"),
            advice("non-existent table", "$0; tableName(table) names it"),
            advice("redundant parentheses", "$0; leave one pair out"),
            advice("attribute name: #\\w+", GIVE + "Names"),
            advice("attribute value: :\\w+", GIVE + "Values"),
            advice(
                    "AttributeNames contains invalid key: .*key: \"(\\w+)\"",
                    "$0; a name there begins with #, such as #$1"),
            advice(
                    "AttributeValues contains invalid key: .*key: \"#?(\\w+)\"",
                    "$0; a value's name begins with a colon, such as :$1"),
            advice("unused in expressions: keys: \\{.*}", "$0; use it in an expression, or leave it out"),
            advice(
                    "operator or function: attribute_(?:not_)?exists",
                    "$0; it takes an attribute's name, such as eventId, and no value"),
            advice(
                    "UpdateExpression: Syntax error; token: \"([#\\w]+)\", near: \"\\1 =.*",
                    "$0; an update begins with SET, REMOVE, ADD or DELETE"),
            advice(
                    "token: \"(SET|REMOVE|ADD|DELETE)\", near: \", .*",
                    "$0; no comma stands before $1, and each of SET, REMOVE, ADD and DELETE stands there only once"),
            advice(
                    "Syntax error; token: \"[-'\\d].*",
                    "$0; a value has a name such as :me there, and expressionAttributeValues gives the value; an attribute's"
                            + " name has no quotes"),
            advice(
                    "number of conditions on the keys is invalid",
                    "$0; key(…) has the table's key and nothing else, such as eventId"),
            advice("Self-suppression not permitted", "$0: the exception of the work was thrown again; once does that"),
            advice("Cannot have null key .*", "$0; give the record's key with key(…)"));

    private static Advice advice(String said, String text) {
        return new Advice(Pattern.compile(said), text);
    }

    /** A message with the first advice that is about it; as it is, if there is none. */
    static String on(List<Advice> all, String message) {
        for (Advice advice : all) {
            Matcher found = advice.said.matcher(message);
            if (found.find()) {
                return found.replaceFirst(advice.text);
            }
        }
        return message;
    }
}

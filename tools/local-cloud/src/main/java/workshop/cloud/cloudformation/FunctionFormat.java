package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import workshop.cloud.AwsError;

/**
 * What arguments a function takes, and what CloudFormation says of others.
 *
 * @param isTaken of the argument as it is written; what other functions in it give is not known yet
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
record FunctionFormat(Predicate<JsonNode> isTaken, String message) {
    private static final String BOOLEANS =
            "every %s object requires a list of at least 2 and at most 10 boolean parameters.";

    private static final Map<String, FunctionFormat> OF_CONDITIONS = Map.of(
            "Fn::Equals",
            new FunctionFormat(
                    argument -> isList(argument, 2, 2, FunctionFormat::isText),
                    "every Fn::Equals object requires a list of 2 string parameters."),
            "Fn::Not",
            new FunctionFormat(
                    argument -> isList(argument, 1, 1, JsonNode::isObject),
                    "every Fn::Not object requires one boolean parameter."),
            "Fn::And",
            new FunctionFormat(argument -> isList(argument, 2, 10, JsonNode::isObject), BOOLEANS.formatted("Fn::And")),
            "Fn::Or",
            new FunctionFormat(argument -> isList(argument, 2, 10, JsonNode::isObject), BOOLEANS.formatted("Fn::Or")));

    private static final Map<String, FunctionFormat> OF_VALUES = Map.of(
            "Fn::GetAtt",
            new FunctionFormat(
                    argument -> argument.asText().matches("[^.]+\\..+")
                            || isList(argument, 2, 2, FunctionFormat::isText)
                                    && !argument.get(0).asText().isEmpty()
                                    && !argument.get(1).asText("-").isEmpty(),
                    "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource"
                            + " attribute"),
            "Fn::Join",
            new FunctionFormat(
                    argument -> argument.size() == 2
                            && argument.path(0).isValueNode()
                            && (isFunction(argument.get(1))
                                    || isList(argument.get(1), 0, Integer.MAX_VALUE, FunctionFormat::isText)),
                    "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to"
                            + " be joined or a function that returns a list of strings (such as Fn::GetAZs) to be"
                            + " joined."),
            "Fn::Split",
            new FunctionFormat(
                    argument -> isList(argument, 2, 2, FunctionFormat::isText)
                            && argument.get(0).isValueNode(),
                    "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be"
                            + " split or a function that returns a string to be split."),
            "Fn::Select",
            new FunctionFormat(
                    FunctionFormat::isSelection,
                    "Fn::Select requires a list argument with two elements: an integer index and a list"),
            "Fn::Sub",
            new FunctionFormat(
                    argument -> argument.isTextual()
                            || argument.size() == 2
                                    && argument.path(0).isTextual()
                                    && argument.get(1).isObject(),
                    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as"
                            + " first argument, and an optional second argument to specify a mapping of values to"
                            + " replace in the string"),
            "Fn::FindInMap",
            new FunctionFormat(
                    argument -> isList(argument, 3, 3, FunctionFormat::isText),
                    "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for"
                            + " return value"),
            "Fn::GetAZs",
            new FunctionFormat(FunctionFormat::isText, "every Fn::GetAZs object must have a String-typed value."),
            "Fn::Base64",
            new FunctionFormat(FunctionFormat::isText, "every Fn::Base64 object must have a String-typed value."),
            "Fn::If",
            new FunctionFormat(
                    argument -> argument.isArray() && argument.size() == 3,
                    "Fn::If requires a list argument with three elements"));

    /** Throws if the template calls a function otherwise. */
    static void check(Template template) {
        template.root().properties().forEach(section -> {
            boolean decides = List.of("Conditions", "Rules").contains(section.getKey());
            check(section.getValue(), decides);
        });
    }

    private static void check(JsonNode node, boolean decides) {
        if (isFunction(node)) {
            String name = node.fieldNames().next();
            if (OF_CONDITIONS.containsKey(name) && !decides) {
                throw error("Encountered unsupported function: " + name + " Supported functions are: "
                        + OF_VALUES.keySet().stream().sorted().toList());
            }
            if (name.equals("Ref") && node.get(name).asText().contains(".")) {
                throw TemplateFormat.unresolved(Set.of(node.get(name).asText()), "Resources");
            }
            FunctionFormat format = OF_CONDITIONS.getOrDefault(name, OF_VALUES.get(name));
            if (format != null && !format.isTaken.test(node.get(name))) {
                throw error(format.message);
            }
        }
        node.forEach(child -> check(child, decides));
    }

    /** What CloudFormation says when it knows at last that an argument is another. */
    static AwsError refused(String function) {
        return error(OF_VALUES.get(function).message);
    }

    private static AwsError error(String message) {
        return Template.invalid("Template error: " + message);
    }

    private static boolean isFunction(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.+");
    }

    /** What is text or gives it, as far as one sees. */
    private static boolean isText(JsonNode node) {
        return node.isValueNode() || isFunction(node);
    }

    private static boolean isList(JsonNode node, int least, int most, Predicate<JsonNode> item) {
        return node.isArray()
                && node.size() >= least
                && node.size() <= most
                && node.valueStream().allMatch(item);
    }

    private static boolean isSelection(JsonNode argument) {
        if (argument.size() != 2 || !argument.isArray()) {
            return false;
        }
        JsonNode index = argument.get(0);
        JsonNode list = argument.get(1);
        boolean among = isFunction(index)
                || index.asText().matches("\\d{1,9}") && (!list.isArray() || index.asInt() < list.size());
        return among && (list.isArray() || isFunction(list));
    }
}

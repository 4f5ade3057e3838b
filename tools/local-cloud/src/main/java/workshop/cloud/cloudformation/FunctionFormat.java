package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import workshop.cloud.AwsError;

/**
 * A function as a template calls it, and what CloudFormation says if its argument is another than it takes; what functions
 * in that argument give is not known yet.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
record FunctionFormat(String name, JsonNode argument) {
    private static final Set<String> OF_VALUES = new TreeSet<>(
            List.of(("Fn::Base64 Fn::FindInMap Fn::GetAZs Fn::GetAtt Fn::If Fn::Join Fn::Select Fn::Split Fn::Sub")
                    .split(" ")));

    static final String NOT_IN_RULES = "Following functions are not supported in the Rules block of the template: ";

    private static final Map<String, String> REFUSED =
            """
            Fn::And | every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.
            Fn::Contains | every Fn::Contains object requires two parameters, (1) a list of strings and (2) a string
            Fn::Equals | every Fn::Equals object requires a list of 2 string parameters.
            Fn::FindInMap | every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value
            Fn::GetAtt | every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute
            Fn::If | Fn::If requires a list argument with three elements
            Fn::Join | every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.
            Fn::Not | every Fn::Not object requires one boolean parameter.
            Fn::Or | every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.
            Fn::Select | Fn::Select requires a list argument with two elements: an integer index and a list
            Fn::Split | every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.
            Fn::Sub | One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string
            Fn::Sub with values | every value of the context object of every Fn::Sub object must be a string or a function that returns a string
            Ref | every Ref object must have a single String value.
            """.lines().map(row -> row.split(" \\| ")).collect(Collectors.toMap(row -> row[0], row -> row[1]));

    /** What AWS has besides. */
    private static final String MISSING =
            "Fn::(Cidr|ForEach::.*|GetStackOutput|ImportValue|Length|ToJsonString|Transform"
                    + "|EachMemberEquals|EachMemberIn|RefAll|ValueOf|ValueOfAll)";

    /** Throws if the template calls a function otherwise. */
    static void check(Template template) {
        template.root().forEachEntry((section, part) -> {
            if (!section.equals("Metadata")) { // which is anything
                check(part, section);
            }
        });
    }

    static void check(JsonNode node, String section) {
        if (isFunction(literal(node))) {
            String name = node.fieldNames().next();
            new FunctionFormat(name, node.get(name)).check(section);
        }
        node.forEach(child -> check(child, section));
    }

    /** A value, or null, if it isn't text whose value is elsewhere. */
    static JsonNode literal(JsonNode value) {
        if (value != null && value.asText().contains("{{resolve:")) {
            throw AwsError.notHere("dynamic references, such as " + value.asText());
        }
        return value;
    }

    private void check(String section) {
        AwsError.notHere(name.matches(MISSING), "the function " + name);
        if (name.equals("Ref") && argument.asText().contains(".")) {
            throw References.unresolved(Set.of(argument.asText()), "Resources");
        }
        Template.refuse(
                !isSupported(section),
                section.equals("Rules")
                        ? "Template format error: " + NOT_IN_RULES + "[" + name + "]"
                        : "Template error: Encountered unsupported function: " + name + " Supported functions are: "
                                + OF_VALUES);
        if (!isTaken()) {
            throw refused();
        }
    }

    private boolean isSupported(String section) {
        return name.equals("Ref")
                || name.matches("Fn::(Equals|Not|And|Or)") && section.matches("Rules|Conditions")
                || (section.equals("Rules") ? name.equals("Fn::Contains") : OF_VALUES.contains(name));
    }

    private boolean isTaken() {
        JsonNode first = argument.path(0);
        JsonNode second = argument.path(1);
        return switch (name) {
            case "Fn::Equals" -> isList(2, 2, FunctionFormat::isText);
            case "Fn::Not" -> isList(1, 1, FunctionFormat::isDecision);
            case "Fn::And", "Fn::Or" -> isList(2, 10, FunctionFormat::isDecision);
            case "Fn::Contains" ->
                isList(2, 2, part -> true) && (isFunction(first) || first.isArray()) && isText(second);
            case "Fn::If" -> isList(3, 3, branch -> true);
            case "Fn::FindInMap" -> isList(3, 3, FunctionFormat::isText);
            case "Fn::Base64", "Fn::GetAZs" -> isText(argument);
            case "Fn::GetAtt" ->
                argument.asText().matches("[^.]+\\..+")
                        || isList(2, 2, FunctionFormat::isText)
                                && !first.asText().isEmpty()
                                && (isFunction(second) || !second.asText().isEmpty());
            case "Fn::Join" ->
                isList(2, 2, part -> true)
                        && first.isValueNode()
                        && (isFunction(second)
                                || second.isArray() && second.valueStream().allMatch(FunctionFormat::isText));
            case "Fn::Split" -> isList(2, 2, FunctionFormat::isText) && first.isValueNode();
            case "Fn::Sub" ->
                argument.isTextual()
                        || isList(2, 2, part -> true)
                                && first.isTextual()
                                && second.isObject()
                                && second.valueStream().allMatch(FunctionFormat::isText);
            case "Fn::Select" ->
                isList(2, 2, part -> true)
                        && (isFunction(first) || first.asText().matches("\\d{1,9}"))
                        && (isFunction(second) || second.isArray() && first.asInt() < second.size());
            default -> argument.isValueNode(); // Ref
        };
    }

    AwsError refused() {
        String what = name.equals("Fn::Sub") && argument.path(1).isObject() ? "Fn::Sub with values" : name;
        return Template.invalid("Template error: "
                + REFUSED.getOrDefault(what, "every " + name + " object must have a String-typed value."));
    }

    /** Whether it is one of the functions that decide, or a condition's name. */
    static boolean isDecision(JsonNode node) {
        String name = node.size() == 1 && node.isObject() ? node.fieldNames().next() : "Ref";
        return name.equals("Condition") || isFunction(node) && !OF_VALUES.contains(name) && !name.equals("Ref");
    }

    static boolean isFunction(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.+");
    }

    /** What is text or gives it, as far as one sees. */
    static boolean isText(JsonNode node) {
        return node.isValueNode() || isFunction(node);
    }

    private boolean isList(int least, int most, Predicate<JsonNode> part) {
        return argument.isArray()
                && argument.size() >= least
                && argument.size() <= most
                && argument.valueStream().allMatch(part);
    }
}

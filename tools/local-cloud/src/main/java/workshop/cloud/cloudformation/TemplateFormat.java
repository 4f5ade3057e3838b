package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import workshop.cloud.AwsError;

/**
 * What every template has to be, whatever it declares; a template that isn't is a ValidationError in CloudFormation's words.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">Template format</a>
 */
record TemplateFormat(Template template, References references) {
    private static final String SECTIONS =
            "AWSTemplateFormatVersion|Description|Metadata|Parameters|Rules|Mappings|Conditions|Resources|Outputs";

    private static final Map<String, String> MEMBERS = Map.of(
            "resource", "Type|Properties|DependsOn|Condition|DeletionPolicy|UpdateReplacePolicy|Metadata",
            "parameter", "Type|Default|Allowed(Values|Pattern)|M(in|ax)(Length|Value)|NoEcho|(Constraint)?Description",
            "output", "Value|Description|Condition|Export",
            "rule", "RuleCondition|Assertions",
            "assertion", "Assert|AssertDescription");

    private static final Pattern PARAMETER_TYPE =
            Pattern.compile("String|Number|List<(Number|String)>|CommaDelimitedList"
                    + "|AWS::SSM::Parameter::(Name|Value<(String|List<String>|CommaDelimitedList)>)");

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    private static final Map<String, Integer> MAX_SIZE =
            Map.of("Resources", 500, "Parameters", 200, "Outputs", 200, "Mappings", 200);

    private static final List<String> NAMED =
            List.of("Parameters", "Rules", "Resources", "Outputs", "Mappings", "Conditions");

    private static final String VERSION = "2010-09-09";
    private static final int MAX_DESCRIPTION = 1024;
    private static final int MAX_NAME = 255;

    void check() {
        FunctionFormat.check(template.section("Mappings"), "Mappings");
        template.section("Mappings").forEach(TemplateFormat::mapping);
        FunctionFormat.check(template);
        template.root().fieldNames().forEachRemaining(section -> {
            AwsError.notHere(section.matches("(Fn::)?Transform|Hooks"), "the section " + section + " of a template");
            Template.refuse(!section.matches(SECTIONS), "Invalid template property or properties [" + section + "]");
        });
        refuse(
                template.root().has("Metadata") && !template.section("Metadata").isObject(),
                "Every Metadata member must be an object.");
        NAMED.forEach(this::members);
        String version = template.section("AWSTemplateFormatVersion").asText(VERSION);
        refuse(!version.equals(VERSION), "unsupported value for AWSTemplateFormatVersion.");
        refuse(template.section("Resources").isEmpty(), "At least one Resources member must be defined.");
        JsonNode description = template.section("Description");
        refuse(description.isContainerNode(), "Every Description member must be a string.");
        requireShort(description);
        MAX_SIZE.forEach((section, max) -> {
            int size = template.section(section).size();
            refuse(
                    size > max,
                    "Number of " + section.toLowerCase() + ", " + size + ", is greater than maximum allowed, " + max);
        });
        noNulls(template.root(), "");
        references.check();
        template.section("Parameters").forEachEntry(this::parameter);
        template.section("Resources").forEachEntry(this::resource);
        template.section("Outputs").forEach(this::output);
        template.section("Rules").forEach(TemplateFormat::rule);
        references.conditions();
        template.inOrder(template.resources().keySet());
    }

    static void refuse(boolean when, String message) {
        if (when) {
            throw format(message);
        }
    }

    private static AwsError format(String message) {
        return Template.invalid("Template format error: " + message);
    }

    /** A condition's name may have more characters, as cfn-lint's schema says. */
    private void members(String section) {
        JsonNode members = template.section(section);
        String notObject = "Any " + section + " member must be an object.";
        refuse(!members.isMissingNode() && !members.isObject(), notObject);
        String what = section.substring(0, section.length() - 1);
        String names = section.equals("Conditions") ? "[a-zA-Z0-9&_:]+" : "[a-zA-Z0-9]+";
        members.forEachEntry((name, member) -> {
            refuse(!name.matches(names), what + " name " + name + " is non alphanumeric.");
            refuse(
                    name.length() > MAX_NAME,
                    what + " name " + name + " exceeds the maximum length of " + MAX_NAME + " characters.");
            refuse(!member.isObject(), notObject);
        });
    }

    /** Throws if a part of the template has another member, or one of another kind. */
    private static void members(JsonNode part, String what, String where) {
        part.forEachEntry((name, value) -> {
            Template.refuse(!name.matches(MEMBERS.get(what)), "Invalid template " + what + " property '" + name + "'");
            boolean hasTexts = value.valueStream().noneMatch(JsonNode::isContainerNode);
            String kind = switch (name) {
                case "Properties", "Metadata" -> value.isObject() ? "" : "an object";
                case "RuleCondition", "Assert" -> FunctionFormat.isDecision(value) ? "" : "a boolean operation";
                case "AllowedValues" -> value.isArray() && hasTexts ? "" : "a list of strings";
                case "DependsOn" -> !value.isObject() && hasTexts ? "" : "a string or a list of strings";
                case "MinLength", "MaxLength", "MinValue", "MaxValue" ->
                    value.isNumber() || value.asText().matches("-?\\d+(\\.\\d+)?") ? "" : "a number";
                case "Value", "Export", "Assertions" -> "";
                default -> value.isContainerNode() ? "a string" : "";
            };
            refuse(
                    !kind.isEmpty(),
                    (name.endsWith("Policy") ? "" : where) + "Every " + name + " member must be " + kind + ".");
        });
    }

    private static void noNulls(JsonNode node, String path) {
        Template.refuse(node.isNull(), "[" + path + "] 'null' values are not allowed in templates");
        if (node instanceof ObjectNode object) {
            object.forEachEntry((name, value) -> noNulls(value, path + "/" + name));
        } else {
            for (int i = 0; i < node.size(); i++) {
                noNulls(node.get(i), path + "/" + i);
            }
        }
    }

    private void parameter(String name, JsonNode parameter) {
        members(parameter, "parameter", "");
        String type = parameter.path("Type").asText("");
        parameter.fieldNames().forEachRemaining(bound -> {
            String wanted = bound.matches("M..Value") ? "Number" : "String";
            Template.refuse(
                    wanted.equals("Number")
                            ? type.matches("String|CommaDelimitedList")
                            : type.equals("Number") && bound.matches("M..Length|AllowedPattern"),
                    "Template error: Parameter '" + name + "' " + bound + " must be on a parameter of type " + wanted);
        });
        try {
            Pattern.compile(parameter.path("AllowedPattern").asText());
        } catch (PatternSyntaxException e) {
            throw format(
                    "The AllowedPattern of parameter " + name + " is no regular expression: " + e.getDescription());
        }
        Template.refuse(
                template.resources().containsKey(name),
                "Template error: all resources and parameters must have unique names. Common name(s):[" + name + "]");
        refuse(type.isEmpty(), "Every Parameters object must contain a Type member.");
        if (type.startsWith("AWS::EC2::") || type.startsWith("AWS::Route53::") || type.contains("<AWS::")) {
            throw AwsError.notHere("the parameter type " + type);
        }
        refuse(!PARAMETER_TYPE.matcher(type).matches(), "Unrecognized parameter type: " + type);
    }

    private static void rule(JsonNode rule) {
        members(rule, "rule", "");
        refuse(!rule.findValues("Condition").isEmpty(), FunctionFormat.NOT_IN_RULES + "[Condition]");
        refuse(!rule.path("Assertions").isArray(), "Every Rules member must contain a list of Assertions");
        rule.get("Assertions").forEach(assertion -> {
            members(assertion, "assertion", "");
            refuse(!assertion.has("Assert"), "Every Assertions member must contain an Assert object");
        });
    }

    private static void mapping(JsonNode mapping) {
        mapping.forEachEntry((name, element) -> {
            refuse(
                    !name.matches("[a-zA-Z0-9.-]+"),
                    "Mappings element name '" + name
                            + "' must be non-empty and can contain only alphanumerics, '-' or '.'");
            refuse(!element.isObject(), "Every Mappings member " + name + " must be a map");
            element.forEachEntry((attribute, value) -> {
                refuse(
                        !attribute.matches("[a-zA-Z0-9]+"),
                        "Mappings attribute name '" + attribute + "' must contain only alphanumeric characters.");
                refuse(value.isObject(), "Every Mappings attribute must be a String or a List.");
            });
        });
    }

    private static void requireShort(JsonNode description) {
        refuse(
                description.asText().getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION,
                "'Description' length is greater than " + MAX_DESCRIPTION + ".");
    }

    private void resource(String id, JsonNode resource) {
        String where = "[/Resources/" + id + "] ";
        refuse(!resource.has("Type"), where + "Every Resources object must contain a Type member.");
        resource.forEachEntry((name, value) -> {
            boolean isFunction = name.endsWith("Policy") && FunctionFormat.isFunction(value);
            AwsError.notHere(
                    isFunction || name.matches("(Creation|Update)Policy"),
                    (isFunction ? "a function in " : "") + "the " + name + " of a resource (" + id + ")");
        });
        members(resource, "resource", where);
        policy(id, resource, "DeletionPolicy", "Delete|Retain|RetainExceptOnCreate");
        policy(id, resource, "UpdateReplacePolicy", "Delete|Retain");
        references.condition(resource.path("Condition"), "the Resources block of the template");
        references.resolved(resource, "Resources");
    }

    /** No type that is here can be kept as a snapshot. */
    private static void policy(String id, JsonNode resource, String name, String policies) {
        String policy = resource.path(name).asText("Delete");
        Template.refuse(
                policy.equals("Snapshot"),
                "Template error: resource type " + resource.path("Type").asText()
                        + " does not support deletion policy Snapshot");
        refuse(!policy.matches(policies), "Unrecognized " + name + " " + policy + " for resource " + id);
    }

    private void output(JsonNode output) {
        members(output, "output", "");
        refuse(!output.has("Value"), "Every Outputs member must contain a Value object");
        requireShort(output.path("Description"));
        AwsError.notHere(output.has("Export"), "exports of outputs (Export)");
        references.resolved(output, "Outputs");
        references.condition(output.path("Condition"), "the Outputs block of the template");
    }
}

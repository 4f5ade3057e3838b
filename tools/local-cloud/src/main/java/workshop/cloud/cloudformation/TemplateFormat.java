package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import workshop.cloud.AwsError;

/**
 * What every template has to be, whatever it declares; a template that isn't is a ValidationError in CloudFormation's words.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">Template format</a>
 */
record TemplateFormat(Template template) {
    private static final Set<String> SECTIONS =
            Set.of(("AWSTemplateFormatVersion Description Metadata Parameters Rules Mappings Conditions"
                            + " Resources Outputs")
                    .split(" "));

    private static final Set<String> OF_RESOURCE =
            Set.of("Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata");

    private static final Set<String> OF_PARAMETER =
            Set.of(("Type Default AllowedValues AllowedPattern MinLength MaxLength"
                            + " MinValue MaxValue NoEcho Description ConstraintDescription")
                    .split(" "));

    private static final Pattern PARAMETER_TYPE =
            Pattern.compile("String|Number|List<(Number|String)>|CommaDelimitedList"
                    + "|AWS::SSM::Parameter::(Name|Value<(String|List<String>|CommaDelimitedList)>)");

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    private static final Map<String, Integer> MOST =
            Map.of("Resources", 500, "Parameters", 200, "Outputs", 200, "Mappings", 200);

    private static final List<String> NAMED = List.of("Parameters", "Resources", "Outputs", "Mappings", "Conditions");

    private static final int MAX_DESCRIPTION = 1024;

    void check() {
        FunctionFormat.check(template);
        template.root().fieldNames().forEachRemaining(section -> {
            if (section.equals("Transform")) {
                throw AwsError.notHere("macros (Transform)");
            }
            if (!SECTIONS.contains(section)) {
                throw Template.invalid("Invalid template property or properties [" + section + "]");
            }
        });
        refuse(template.section("Resources").isEmpty(), "At least one Resources member must be defined.");
        refuse(
                template.root().path("Description").asText("").getBytes(StandardCharsets.UTF_8).length
                        > MAX_DESCRIPTION,
                "'Description' length is greater than " + MAX_DESCRIPTION + ".");
        MOST.forEach((section, most) -> {
            int size = template.section(section).size();
            refuse(
                    size > most,
                    "Number of " + section.toLowerCase() + ", " + size + ", is greater than maximum allowed, " + most);
        });
        Set<String> missing = new TreeSet<>(Template.references(template.section("Conditions")));
        missing.removeAll(parameters());
        refuse(
                !missing.isEmpty(),
                "Unresolved dependencies [" + String.join(", ", missing)
                        + "]. Cannot reference resources in the Conditions block of the template");
        NAMED.forEach(this::names);
        requireText(template.root(), "Description");
        noNulls(template.root(), "");
        template.section("Parameters").properties().forEach(entry -> parameter(entry.getKey(), entry.getValue()));
        template.section("Mappings").properties().forEach(entry -> mapping(entry.getKey(), entry.getValue()));
        template.section("Resources").properties().forEach(entry -> resource(entry.getKey(), entry.getValue()));
        template.section("Outputs").forEach(this::output);
        template.section("Conditions").properties().forEach(entry -> {
            refuse(!entry.getValue().isObject(), "Any Conditions member must be an object.");
            decided(entry.getValue(), List.of(entry.getKey()));
        });
        conditionsOf(template.root());
        template.inOrder(template.resources().keySet());
    }

    private static void refuse(boolean when, String message) {
        if (when) {
            throw format(message);
        }
    }

    private static AwsError format(String message) {
        return Template.invalid("Template format error: " + message);
    }

    private void names(String section) {
        String what = section.substring(0, section.length() - 1);
        template.section(section)
                .fieldNames()
                .forEachRemaining(name ->
                        refuse(!name.matches("[a-zA-Z0-9]+"), what + " name " + name + " is non alphanumeric."));
    }

    private static void noNulls(JsonNode node, String path) {
        if (node.isNull()) {
            throw Template.invalid("[" + path + "] 'null' values are not allowed in templates");
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> noNulls(entry.getValue(), path + "/" + entry.getKey()));
        } else {
            for (int i = 0; i < node.size(); i++) {
                noNulls(node.get(i), path + "/" + i);
            }
        }
    }

    private void parameter(String name, JsonNode parameter) {
        onlyOf(OF_PARAMETER, parameter, "parameter");
        requireText(parameter, "Default");
        requireText(parameter, "Description");
        try {
            Pattern.compile(parameter.path("AllowedPattern").asText());
        } catch (PatternSyntaxException e) {
            throw format(
                    "The AllowedPattern of parameter " + name + " is no regular expression: " + e.getDescription());
        }
        if (template.resources().containsKey(name)) {
            throw Template.invalid(
                    "Template error: all resources and parameters must have unique names. Common name(s):[" + name
                            + "]");
        }
        String type = parameter.path("Type").asText("");
        refuse(type.isEmpty(), "Every Parameters object must contain a Type member.");
        if (type.startsWith("AWS::EC2::") || type.startsWith("AWS::Route53::") || type.contains("<AWS::")) {
            throw AwsError.notHere("the parameter type " + type);
        }
        refuse(!PARAMETER_TYPE.matcher(type).matches(), "Unrecognized parameter type: " + type);
    }

    private static void mapping(String name, JsonNode mapping) {
        mapping.properties().forEach(element -> {
            refuse(
                    !element.getKey().matches("[a-zA-Z0-9.-]+"),
                    "Mappings element name '" + element.getKey()
                            + "' must be non-empty and can contain only alphanumerics, '-' or '.'");
            refuse(!element.getValue().isObject(), "Every Mappings member " + name + " must be a map");
            element.getValue().properties().forEach(attribute -> {
                refuse(
                        !attribute.getKey().matches("[a-zA-Z0-9]+"),
                        "Mappings attribute name '" + attribute.getKey()
                                + "' must contain only alphanumeric characters.");
                refuse(attribute.getValue().isObject(), "Every Mappings attribute must be a String or a List.");
            });
        });
    }

    /** Throws if a condition, after those that led to it, needs one that is not there, or itself. */
    private void decided(JsonNode condition, List<String> path) {
        String name = condition.path("Condition").asText();
        condition(condition.path("Condition"), "the Conditions block of the template");
        if (!name.isEmpty()) {
            if (path.contains(name)) {
                throw Template.invalid("Template error: Circular dependency between conditions: " + path);
            }
            List<String> further = new ArrayList<>(path);
            further.add(name);
            decided(template.section("Conditions").path(name), further);
        }
        condition.forEach(part -> decided(part, path));
    }

    private static void onlyOf(Set<String> known, JsonNode node, String what) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw Template.invalid("Invalid template " + what + " property '" + name + "'");
            }
        });
    }

    private static void requireText(JsonNode node, String member) {
        refuse(node.path(member).isContainerNode(), "Every " + member + " member must be a string.");
    }

    private void resource(String id, JsonNode resource) {
        refuse(!resource.isObject(), "Any Resources member must be an object.");
        refuse(
                !resource.path("Type").isTextual(),
                "[/Resources/" + id + "] Every "
                        + (resource.has("Type")
                                ? "Type member must be a string."
                                : "Resources object must contain a Type member."));
        refuse(
                !resource.path("Properties").isMissingNode()
                        && !resource.get("Properties").isObject(),
                "[/Resources/" + id + "] Every Properties member must be an object.");
        resource.fieldNames().forEachRemaining(name -> {
            if (name.equals("CreationPolicy") || name.equals("UpdatePolicy")) {
                throw AwsError.notHere("the " + name + " of a resource (" + id + ")");
            }
        });
        onlyOf(OF_RESOURCE, resource, "resource");
        policy(id, resource, "DeletionPolicy", "Delete|Retain|RetainExceptOnCreate");
        policy(id, resource, "UpdateReplacePolicy", "Delete|Retain");
        condition(resource.path("Condition"), "the Resources block of the template");
        resolved(resource, "Resources");
    }

    private void resolved(JsonNode declared, String section) {
        Set<String> missing = new TreeSet<>(Template.references(declared));
        missing.removeAll(parameters());
        missing.addAll(Template.dependsOn(declared));
        missing.removeAll(template.resources().keySet());
        if (!missing.isEmpty()) {
            throw unresolved(missing, section);
        }
    }

    /** No type that is here can be kept as a snapshot. */
    private static void policy(String id, JsonNode resource, String name, String policies) {
        String policy = resource.path(name).asText("Delete");
        if (policy.equals("Snapshot")) {
            throw Template.invalid("Template error: resource type "
                    + resource.path("Type").asText() + " does not support deletion policy Snapshot");
        }
        requireText(resource, name);
        refuse(!policy.matches(policies), "Unrecognized " + name + " " + policy + " for resource " + id);
    }

    /** What CloudFormation says of references to nothing. */
    static AwsError unresolved(Set<String> missing, String section) {
        String prefix = section.equals("Resources") ? "Template format error: " : "";
        return Template.invalid(prefix + "Unresolved resource dependencies [" + String.join(", ", missing) + "] in the "
                + section + " block of the template");
    }

    private void output(JsonNode output) {
        refuse(!output.has("Value"), "Every Outputs member must contain a Value object");
        requireText(output, "Description");
        if (output.has("Export")) {
            throw AwsError.notHere("exports of outputs (Export)");
        }
        resolved(output, "Outputs");
        condition(output.path("Condition"), "the Outputs block of the template");
    }

    private Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        template.section("Parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void condition(JsonNode name, String where) {
        if (!name.isMissingNode() && !template.section("Conditions").has(name.asText())) {
            throw Template.invalid("Template error: unresolved condition dependency " + name.asText() + " in " + where);
        }
    }

    private void conditionsOf(JsonNode node) {
        condition(node.path("Fn::If").path(0), "Fn::If");
        node.forEach(this::conditionsOf);
    }
}

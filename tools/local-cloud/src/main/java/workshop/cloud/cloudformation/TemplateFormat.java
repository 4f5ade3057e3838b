package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    private static final Pattern PARAMETER_TYPE =
            Pattern.compile("String|Number|List<(Number|String)>|CommaDelimitedList"
                    + "|AWS::SSM::Parameter::(Name|Value<(String|List<String>|CommaDelimitedList)>)");

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    private static final Map<String, Integer> MOST =
            Map.of("Resources", 500, "Parameters", 200, "Outputs", 200, "Mappings", 200);

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
        if (template.section("Resources").isEmpty()) {
            throw format("At least one Resources member must be defined.");
        }
        if (template.root().path("Description").asText("").getBytes(StandardCharsets.UTF_8).length > MAX_DESCRIPTION) {
            throw format("'Description' length is greater than " + MAX_DESCRIPTION + ".");
        }
        MOST.forEach((section, most) -> {
            int size = template.section(section).size();
            if (size > most) {
                throw format("Number of " + section.toLowerCase() + ", " + size + ", is greater than maximum allowed, "
                        + most);
            }
        });
        Set<String> missing = new TreeSet<>(Template.references(template.section("Conditions")));
        missing.removeAll(parameters());
        if (!missing.isEmpty()) {
            throw format("Unresolved dependencies [" + String.join(", ", missing)
                    + "]. Cannot reference resources in the Conditions block of the template");
        }
        names("Parameters", "Parameter");
        names("Resources", "Resource");
        noNulls(template.root(), "");
        template.section("Parameters").properties().forEach(entry -> parameter(entry.getValue()));
        template.section("Mappings").properties().forEach(entry -> mapping(entry.getKey(), entry.getValue()));
        template.section("Resources").properties().forEach(entry -> resource(entry.getKey(), entry.getValue()));
        template.section("Outputs").forEach(this::output);
        conditionsOf(template.root());
        template.inOrder(template.resources().keySet());
    }

    private static AwsError format(String message) {
        return Template.invalid("Template format error: " + message);
    }

    private void names(String section, String what) {
        template.section(section).fieldNames().forEachRemaining(name -> {
            if (!name.matches("[a-zA-Z0-9]+")) {
                throw format(what + " name " + name + " is non alphanumeric.");
            }
        });
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

    private static void parameter(JsonNode parameter) {
        String type = parameter.path("Type").asText("");
        if (type.isEmpty()) {
            throw format("Every Parameters object must contain a Type member.");
        }
        if (type.startsWith("AWS::EC2::") || type.startsWith("AWS::Route53::") || type.contains("<AWS::")) {
            throw AwsError.notHere("the parameter type " + type);
        }
        if (!PARAMETER_TYPE.matcher(type).matches()) {
            throw format("Unrecognized parameter type: " + type);
        }
    }

    private static void mapping(String name, JsonNode mapping) {
        for (JsonNode second : mapping) {
            if (!second.isObject()) {
                throw format("Every Mappings member " + name + " must be a map");
            }
            for (JsonNode value : second) {
                if (value.isObject()) {
                    throw format("Every Mappings attribute must be a String or a List.");
                }
            }
        }
    }

    private void resource(String id, JsonNode resource) {
        if (!resource.isObject()) {
            throw format("Any Resources member must be an object.");
        }
        if (!resource.path("Type").isTextual()) {
            throw format("[/Resources/" + id + "] Every Resources object must contain a Type member.");
        }
        resource.fieldNames().forEachRemaining(name -> {
            if (name.equals("CreationPolicy") || name.equals("UpdatePolicy")) {
                throw AwsError.notHere("the " + name + " of a resource (" + id + ")");
            }
            if (!OF_RESOURCE.contains(name)) {
                throw Template.invalid("Invalid template resource property '" + name + "'");
            }
        });
        policy(id, resource, "DeletionPolicy", "Delete|Retain|RetainExceptOnCreate");
        policy(id, resource, "UpdateReplacePolicy", "Delete|Retain");
        if (resource.has("Condition")) {
            condition(resource.get("Condition").asText(), "the Resources block of the template");
        }
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
        JsonNode policy = resource.path(name);
        if (policy.asText().equals("Snapshot")) {
            throw Template.invalid("Template error: resource type "
                    + resource.path("Type").asText() + " does not support deletion policy Snapshot");
        }
        if (!policy.isMissingNode() && !policy.isTextual()) {
            throw format("Every " + name + " member must be a string.");
        }
        if (!policy.isMissingNode() && !policy.asText().matches(policies)) {
            throw format("Unrecognized " + name + " " + policy.asText() + " for resource " + id);
        }
    }

    /** What CloudFormation says of references to nothing. */
    static AwsError unresolved(Set<String> missing, String section) {
        String prefix = section.equals("Resources") ? "Template format error: " : "";
        return Template.invalid(prefix + "Unresolved resource dependencies [" + String.join(", ", missing) + "] in the "
                + section + " block of the template");
    }

    private void output(JsonNode output) {
        if (!output.has("Value")) {
            throw format("Every Outputs member must contain a Value object");
        }
        if (output.has("Export")) {
            throw AwsError.notHere("exports of outputs (Export)");
        }
        resolved(output, "Outputs");
        if (output.has("Condition")) {
            condition(output.get("Condition").asText(), "the Outputs block of the template");
        }
    }

    private Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        template.section("Parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void condition(String name, String where) {
        if (!template.section("Conditions").has(name)) {
            throw Template.invalid("Template error: unresolved condition dependency " + name + " in " + where);
        }
    }

    private void conditionsOf(JsonNode node) {
        if (node.has("Fn::If")) {
            condition(node.path("Fn::If").path(0).asText(), "Fn::If");
        }
        node.forEach(this::conditionsOf);
    }
}

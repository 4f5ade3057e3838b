package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/**
 * A template as it was written, in JSON.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Template sections</a>
 */
record Template(String text, ObjectNode root) {
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Resources",
            "Outputs");
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([^!}][^}]*)}");

    static final Template EMPTY = read("{\"Resources\": {}}");

    /** Reads a template; throws a ValidationError that says what is wrong with it. */
    static Template read(String text) {
        JsonNode root;
        try {
            root = Json.read(text);
        } catch (UncheckedIOException e) {
            throw invalid("Template format error: the local cloud reads templates in JSON, as CDK writes them. "
                    + e.getCause().getMessage());
        }
        if (!(root instanceof ObjectNode object) || !object.path("Resources").isObject()) {
            throw invalid("Template format error: At least one Resources member must be defined.");
        }
        object.fieldNames().forEachRemaining(section -> {
            if (!SECTIONS.contains(section)) {
                throw invalid("Invalid template property or properties [" + section + "]");
            }
        });
        Template template = new Template(text, object);
        template.resources().forEach((id, resource) -> template.check(id, resource));
        return template;
    }

    private void check(String id, JsonNode resource) {
        if (!resource.path("Type").isTextual()) {
            throw invalid("Template format error: [/Resources/" + id + "] Every Resources object must contain a Type"
                    + " member.");
        }
        for (String reference : references(resource)) {
            if (!resources().containsKey(reference) && !section("Parameters").has(reference)) {
                throw invalid("Template format error: Unresolved resource dependencies [" + reference
                        + "] in the Resources block of the template");
            }
        }
    }

    /** What a resource declares; an empty object if it declares nothing. */
    static JsonNode properties(JsonNode resource) {
        return resource.has("Properties") ? resource.get("Properties") : Json.object();
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    String description() {
        return root.path("Description").asText(null);
    }

    JsonNode section(String name) {
        return root.path(name);
    }

    Map<String, JsonNode> resources() {
        Map<String, JsonNode> resources = new LinkedHashMap<>();
        section("Resources").properties().forEach(entry -> resources.put(entry.getKey(), entry.getValue()));
        return resources;
    }

    /** These resources so ordered that each comes after those that it refers to; throws if they go in a circle. */
    List<String> inOrder(Set<String> logicalIds) {
        Set<String> ordered = new LinkedHashSet<>();
        for (String id : logicalIds) {
            visit(id, logicalIds, new LinkedHashSet<>(), ordered);
        }
        return new ArrayList<>(ordered);
    }

    private void visit(String id, Set<String> among, Set<String> path, Set<String> ordered) {
        if (ordered.contains(id)) {
            return;
        }
        if (!path.add(id)) {
            throw invalid("Circular dependency between resources: " + path);
        }
        JsonNode resource = section("Resources").path(id);
        Set<String> before = references(resource);
        JsonNode dependsOn = resource.path("DependsOn");
        if (dependsOn.isTextual()) {
            before.add(dependsOn.asText());
        } else {
            dependsOn.forEach(other -> before.add(other.asText()));
        }
        for (String other : before) {
            if (among.contains(other) && !other.equals(id)) {
                visit(other, among, path, ordered);
            }
        }
        path.remove(id);
        ordered.add(id);
    }

    /** All that a part of the template refers to, but pseudo parameters. */
    private static Set<String> references(JsonNode node) {
        Set<String> found = new LinkedHashSet<>();
        if (node.isObject() && node.size() == 1) {
            if (node.has("Ref")) {
                found.add(node.get("Ref").asText());
            } else if (node.has("Fn::GetAtt")) {
                JsonNode getAtt = node.get("Fn::GetAtt");
                found.add(
                        getAtt.isArray()
                                ? getAtt.path(0).asText()
                                : getAtt.asText().split("\\.")[0]);
            } else if (node.has("Fn::Sub")) {
                found.addAll(substitutions(node.get("Fn::Sub")));
            }
        }
        for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
            found.addAll(references(children.next()));
        }
        found.removeIf(name -> name.startsWith("AWS::"));
        return found;
    }

    private static Set<String> substitutions(JsonNode sub) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = SUBSTITUTION.matcher(sub.isArray() ? sub.path(0).asText() : sub.asText());
        while (matcher.find()) {
            String name = matcher.group(1).split("\\.")[0];
            if (!sub.isArray() || !sub.path(1).has(name)) {
                found.add(name);
            }
        }
        return found;
    }
}

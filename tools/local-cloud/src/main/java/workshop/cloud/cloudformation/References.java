package workshop.cloud.cloudformation;

import static workshop.cloud.cloudformation.TemplateFormat.refuse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** What the parts of a template refer to, which must be there. */
record References(Template template) {

    void check() {
        List.of("Conditions", "Resources", "Outputs").forEach(section -> refer(template.section(section)));
        List.of("Conditions", "Rules").forEach(section -> {
            Set<String> missing = new TreeSet<>(Template.references(template.section(section)));
            missing.removeAll(parameters());
            refuse(
                    !missing.isEmpty(),
                    "Unresolved dependencies [" + String.join(", ", missing) + "]. Cannot reference resources in the "
                            + section + " block of the template");
        });
    }

    /** Throws if a condition needs one that is not there, or itself. */
    void conditions() {
        Map<String, Set<String>> needed = new LinkedHashMap<>();
        template.section("Conditions").forEachEntry((name, condition) -> {
            refuse(
                    !FunctionFormat.isDecision(condition),
                    "Conditions can only be boolean operations on parameters and other conditions");
            needed.put(name, needed(Json.object().set("Fn::And", Json.array().add(condition))));
        });
        Template.inOrder(needed, "Template error: Circular dependency between conditions: ");
    }

    /** The conditions that a part of one needs; throws if one is not there. */
    private Set<String> needed(JsonNode part) {
        Set<String> names = new LinkedHashSet<>(Set.of(part.at("/Fn::If/0").asText()));
        Stream.of("Fn::And", "Fn::Or", "Fn::Not")
                .flatMap(name -> part.path(name).valueStream())
                .map(decision -> decision.path("Condition"))
                .forEach(name -> {
                    condition(name, "the Conditions block of the template");
                    names.add(name.asText());
                });
        names.remove("");
        part.forEach(child -> names.addAll(needed(child)));
        return names;
    }

    void resolved(JsonNode declared, String section) {
        Set<String> missing = new TreeSet<>(Template.references(declared));
        missing.removeAll(parameters());
        missing.addAll(Template.dependsOn(declared));
        missing.removeAll(template.resources().keySet());
        if (!missing.isEmpty()) {
            throw unresolved(missing, section);
        }
    }

    /** What CloudFormation says of references to nothing. */
    static AwsError unresolved(Set<String> missing, String section) {
        String prefix = section.equals("Resources") ? "Template format error: " : "";
        return Template.invalid(prefix + "Unresolved resource dependencies [" + String.join(", ", missing) + "] in the "
                + section + " block of the template");
    }

    private Set<String> parameters() {
        return Json.map(template.section("Parameters")).keySet();
    }

    void condition(JsonNode name, String where) {
        Template.refuse(
                !name.isMissingNode() && !template.section("Conditions").has(name.asText()),
                "Template error: unresolved condition dependency " + name.asText() + " in " + where);
    }

    /** Throws if a function names a condition, a mapping or a resource that isn't there. */
    private void refer(JsonNode node) {
        node.forEach(this::refer);
        condition(node.path("Fn::If").path(0), "Fn::If");
        List<String> keys = Json.texts(node.path("Fn::FindInMap"));
        if (!keys.isEmpty() && !keys.contains("")) { // which it is of a function
            findInMap(template, keys);
        }
        boolean isSub = node.has("Fn::Sub");
        for (String use : isSub || node.has("Fn::GetAtt") ? Template.uses(node) : Set.<String>of()) {
            String resource = use.split("\\.", 2)[0];
            Template.refuse(
                    isSub && !use.matches("[\\w.:]+"),
                    "Template error: variable names in Fn::Sub syntax must contain only alphanumeric"
                            + " characters, underscores, periods, and colons");
            Template.refuse(
                    use.contains(".") && !template.resources().containsKey(resource),
                    "Template error: instance of "
                            + (isSub
                                    ? "Fn::Sub references invalid resource attribute " + use
                                    : "Fn::GetAtt references undefined resource " + resource));
        }
    }

    static JsonNode findInMap(Template template, List<String> keys) {
        JsonNode map = template.section("Mappings").path(keys.get(0));
        Template.refuse(
                map.isMissingNode(),
                "Template error: Mapping named '" + keys.get(0)
                        + "' is not present in the 'Mappings' section of template.");
        JsonNode found = map.path(keys.get(1)).path(keys.get(2));
        Template.refuse(found.isMissingNode(), "Template error: Unable to get mapping for " + String.join("::", keys));
        return found;
    }
}

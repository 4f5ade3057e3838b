package workshop.cloud.cloudformation;

import static workshop.cloud.shape.Member.optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Reading;
import workshop.cloud.shape.Shape;
import workshop.cloud.shape.Violations;

/** All resource types of the account, by name. */
public final class ResourceTypes {
    private final Map<String, ResourceType> byName = new TreeMap<>();

    /** What CDK writes into templates to count its users is one more: nothing to deploy. */
    public ResourceTypes() {
        add(List.of(new ResourceType("AWS::CDK::Metadata", Members.of(optional("Analytics", Shape.ANY)))
                .creates(declaration -> new Physical(declaration.generatedName(), Map.of()))
                .updates((declaration, existing) -> {})
                .deletes(existing -> {})));
    }

    public ResourceTypes add(Collection<ResourceType> types) {
        types.forEach(type -> byName.put(type.name(), type));
        return this;
    }

    public ResourceType get(String name) {
        return byName.get(name);
    }

    public Map<String, Members> properties() {
        Map<String, Members> properties = new TreeMap<>();
        byName.forEach((name, type) -> properties.put(name, type.properties()));
        return properties;
    }

    /** The template; throws if it declares resources of a type that is not here. */
    Template check(Template template) {
        Set<String> unknown = template.types();
        unknown.removeAll(byName.keySet());
        Template.refuse(
                !unknown.isEmpty(),
                "Template format error: Unrecognized resource types: " + unknown + ". The local cloud has "
                        + byName.keySet());
        return template;
    }

    /** Whether {@code Fn::GetAtt} gives it. */
    boolean hasAttribute(String type, String name) {
        Members members = get(type).properties();
        return members.returned().contains(name) || members.byName().containsKey(name);
    }

    /** The properties as their type has them, whatever scalars the template gives. */
    ObjectNode typed(String type, ObjectNode given) {
        return (ObjectNode) get(type).properties().typed(given);
    }

    /** In what a resource's properties differ from what its type takes; what is not resolved yet is taken. */
    Violations violations(String type, JsonNode given) {
        return Violations.of(get(type).properties(), given, Reading.TEMPLATE);
    }

    /** A line for each property that is declared and changes nothing here. */
    List<String> warnings(Template template) {
        Map<String, List<String>> resources = new TreeMap<>();
        template.resources().forEach((id, resource) -> {
            String type = resource.path("Type").asText();
            violations(type, resource.path("Properties"))
                    .withoutEffect()
                    .forEach(path -> resources
                            .computeIfAbsent(type + " " + path.substring(2), key -> new ArrayList<>())
                            .add(id));
        });
        List<String> warnings = new ArrayList<>();
        resources.forEach((what, ids) ->
                warnings.add(what + " has no effect in the local cloud (" + String.join(", ", ids) + ")"));
        return warnings;
    }
}

package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.Stack.StackResource;
import workshop.cloud.shape.Member;

/**
 * What a deployment of a template to a stack would do, and why it can't be done: worked out with all that is known before
 * anything is made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html">
 *     Validation before a deployment</a>
 */
final class Plan {
    private final Stack stack;
    private final ResourceTypes types;
    private final ExplicitNames explicitNames;
    private final Template template;
    private final Intrinsics intrinsics;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Set<String> made = new HashSet<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A change to a resource, with what is known of its properties.
     *
     * @param action Add, Modify or Remove
     * @param replacing names of properties whose change makes a new resource
     */
    record Change(
            String action,
            String logicalId,
            String type,
            String physicalId,
            boolean replacement,
            Set<String> replacing,
            JsonNode before,
            JsonNode after) {

        Set<String> properties() {
            Set<String> differing = new TreeSet<>();
            before.fieldNames().forEachRemaining(differing::add);
            after.fieldNames().forEachRemaining(differing::add);
            differing.removeIf(property -> before.path(property).equals(after.path(property)));
            return differing;
        }
    }

    /**
     * Why a template can't be deployed.
     *
     * @param validation which of AWS's checks found it
     * @param path a JSON pointer into the template
     */
    record Problem(String logicalId, String type, String validation, String path, String reason) {}

    Plan(
            Stack stack,
            ResourceTypes types,
            ExplicitNames explicitNames,
            Template template,
            Map<String, JsonNode> values) {
        this.stack = stack;
        this.types = types;
        this.explicitNames = explicitNames;
        this.template = template;
        this.intrinsics = new Intrinsics(
                template, values, id -> made.contains(id) || !wanted.contains(id) ? null : stack.resource(id));
        wanted.addAll(intrinsics.wanted());
        Map<String, Change> found = new LinkedHashMap<>();
        template.inOrder(wanted).forEach(id -> found.put(id, change(id)));
        template.resources().keySet().forEach(id -> {
            if (found.get(id) != null) {
                changes.put(id, found.get(id));
            }
        });
        stack.resources().values().stream()
                .filter(resource -> !wanted.contains(resource.logicalId()))
                .forEach(this::remove);
    }

    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    List<Problem> problems() {
        return problems;
    }

    Map<String, JsonNode> outputs() {
        Map<String, JsonNode> outputs = intrinsics.outputs();
        outputs.values().forEach(value -> resolvable(value, "Outputs"));
        return outputs;
    }

    /** Null if nothing about it changes. */
    private Change change(String id) {
        JsonNode declared = template.section("Resources").path(id);
        String type = declared.path("Type").asText();
        ObjectNode after = intrinsics.properties(declared);
        resolvable(after, "Resources");
        types.violations(type, after).ofResource().forEach(violation -> {
            String path = violation.substring(1).replaceFirst(": .*", "");
            problems.add(
                    new Problem(id, type, "PropertyValidation", "/Resources/" + id + "/Properties" + path, violation));
        });
        StackResource before = stack.resource(id);
        if (before == null || !before.type().equals(type)) {
            conflict(id, type, Json.object(), after);
            made.add(id);
            return before == null
                    ? new Change("Add", id, type, "", false, Set.of(), Json.object(), after)
                    : modify(before, true, after);
        }
        boolean same = before.properties().equals(after)
                && declared.path("Metadata")
                        .equals(stack.content()
                                .template()
                                .section("Resources")
                                .path(id)
                                .path("Metadata"));
        if (same) {
            return null;
        }
        boolean replaced = types.replaces(type, before.properties(), after);
        if (replaced) {
            conflict(id, type, before.properties(), after);
            made.add(id);
        }
        return modify(before, replaced, after);
    }

    private Change modify(StackResource before, boolean replaced, JsonNode after) {
        Set<String> replacing = types.get(before.type()).properties().names(Member::replaces);
        String ref = before.physical().ref();
        return new Change(
                "Modify", before.logicalId(), before.type(), ref, replaced, replacing, before.properties(), after);
    }

    private void conflict(String id, String type, JsonNode before, ObjectNode after) {
        String reason = explicitNames.conflict(type, before, after);
        if (reason != null) {
            problems.add(new Problem(id, type, "ResourceExistenceCheck", "/Resources/" + id, reason));
        }
    }

    private void remove(StackResource resource) {
        String id = resource.logicalId();
        String ref = resource.physical().ref();
        changes.put(
                id,
                new Change("Remove", id, resource.type(), ref, false, Set.of(), resource.properties(), Json.object()));
    }

    /** Throws if something refers to a resource that the conditions leave out. */
    private void resolvable(JsonNode value, String section) {
        Set<String> missing = new TreeSet<>(Template.references(value));
        missing.removeAll(wanted);
        if (!missing.isEmpty()) {
            throw TemplateFormat.unresolved(missing, section);
        }
    }
}

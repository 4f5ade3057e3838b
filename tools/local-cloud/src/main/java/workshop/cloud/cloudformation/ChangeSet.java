package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What would change if a template were deployed to a stack.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html">
 *     Change sets</a>
 */
record ChangeSet(
        String name,
        String id,
        String type,
        Stack stack,
        Template template,
        Map<String, String> parameters,
        Map<String, String> tags,
        List<Change> changes,
        Instant createdAt) {

    /** A resource that would change; {@code action} is Add, Modify or Remove. */
    record Change(
            String action,
            String logicalId,
            String type,
            String physicalId,
            boolean replacement,
            Set<String> properties) {}

    boolean isEmpty() {
        return changes.isEmpty()
                && template.section("Outputs").equals(stack.template().section("Outputs"))
                && parameters.equals(stack.parameters())
                && tags.equals(stack.tags());
    }

    /** Compares the template with what is deployed. */
    static List<Change> changes(Stack stack, Template template, ResourceTypes types) {
        Map<String, JsonNode> before = stack.template().resources();
        Map<String, JsonNode> after = template.resources();
        Set<String> ids = new LinkedHashSet<>(after.keySet());
        ids.addAll(before.keySet());
        List<Change> changes = new ArrayList<>();
        for (String id : ids) {
            JsonNode old = before.get(id);
            JsonNode now = after.get(id);
            String physicalId = stack.resource(id) == null
                    ? ""
                    : stack.resource(id).physical().ref();
            if (old == null) {
                changes.add(new Change("Add", id, now.path("Type").asText(), "", false, Set.of()));
            } else if (now == null) {
                changes.add(new Change("Remove", id, old.path("Type").asText(), physicalId, false, Set.of()));
            } else if (!old.equals(now)) {
                changes.add(modified(id, old, now, physicalId, types));
            }
        }
        return changes;
    }

    private static Change modified(String id, JsonNode old, JsonNode now, String physicalId, ResourceTypes types) {
        JsonNode before = old.path("Properties");
        JsonNode after = now.path("Properties");
        Set<String> differing = new TreeSet<>();
        before.fieldNames().forEachRemaining(differing::add);
        after.fieldNames().forEachRemaining(differing::add);
        differing.removeIf(property -> before.path(property).equals(after.path(property)));
        String type = now.path("Type").asText();
        boolean replacement = !old.path("Type").equals(now.path("Type")) || types.replaces(type, before, after);
        return new Change("Modify", id, type, physicalId, replacement, differing);
    }
}

package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import workshop.cloud.shape.Member;

/**
 * Names that templates give to resources: only one resource of the account has each.
 *
 * @param stacks all that are deployed
 */
record ExplicitNames(Collection<Stack> stacks, ResourceTypes types) {

    /** Why a new resource can't have the name that its properties give; null if it can, or has none yet. */
    String conflict(String typeName, JsonNode before, ObjectNode after) {
        String property = types.get(typeName).properties().names(Member::names).stream()
                .findFirst()
                .orElse("");
        JsonNode name = after.path(property);
        if (!name.isTextual()) {
            return null;
        }
        if (name.equals(before.path(property))) {
            return "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
                    + name.asText() + " and update the stack again.";
        }
        if (!types.get(typeName).exists(name.asText(), after)) {
            return null;
        }
        return stacks.stream()
                .filter(stack -> stack.resources().values().stream()
                        .anyMatch(resource -> resource.type().equals(typeName)
                                && resource.properties().path(property).equals(name)))
                .map(stack -> name.asText() + " already exists in stack " + stack.id)
                .findFirst()
                .orElse("Resource of type '" + typeName + "' with identifier '" + name.asText() + "' already exists.");
    }
}

package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.Plan.Change;
import workshop.cloud.cloudformation.Plan.Detail;
import workshop.cloud.cloudformation.Plan.Shown;

/**
 * A change as DescribeChangeSet shows it, with the properties' values or without.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html">ResourceChange</a>
 */
record ShownChange(Change change, List<Detail> details, boolean withValues) {
    private static final String KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

    static ShownChange of(Change change, boolean withValues) {
        List<Detail> details = change.details().stream()
                .filter(detail -> detail.shown() != (withValues ? Shown.WITHOUT_VALUES : Shown.WITH_VALUES))
                .toList();
        return new ShownChange(change, details, withValues);
    }

    boolean isOne() {
        return !change.action().equals("Modify") || !details.isEmpty();
    }

    ObjectNode json() {
        String removal = change.stays() ? "Retain" : "Delete";
        boolean isRemoved = change.action().equals("Remove");
        String policy = isRemoved ? removal : change.replacement() ? "ReplaceAnd" + removal : null;
        ObjectNode json = Json.object()
                .put("Action", change.action())
                .put("LogicalResourceId", change.logicalId())
                .put("ResourceType", change.type())
                .put("PhysicalResourceId", change.physicalId().isEmpty() ? null : change.physicalId())
                .put("PolicyAction", policy);
        Set<String> scope = new TreeSet<>();
        details.forEach(detail -> scope.add(attribute(detail)));
        json.set("Scope", Json.MAPPER.valueToTree(scope));
        json.set("Details", Json.list(details, this::json));
        if (withValues) {
            context(json, "BeforeContext", change.before(), "Add");
            context(json, "AfterContext", change.after(), "Remove");
        }
        if (change.action().equals("Modify")) {
            boolean perhaps = details.stream()
                    .anyMatch(detail -> !detail.isSure() && change.replacing().contains(detail.property()));
            json.put("Replacement", change.replacement() ? "True" : perhaps ? "Conditional" : "False");
        }
        return json;
    }

    private static String attribute(Detail detail) {
        return detail.property().matches("Metadata|(Deletion|UpdateReplace)Policy") ? detail.property() : "Properties";
    }

    private void context(ObjectNode json, String name, JsonNode properties, String actionWithout) {
        if (!change.action().equals(actionWithout)) {
            json.put(name, Json.write(Json.object().set("Properties", shown(properties))));
        }
    }

    /** What is not known yet, AWS writes so. */
    private static JsonNode shown(JsonNode value) {
        if (FunctionFormat.isFunction(value)) {
            return Json.MAPPER.getNodeFactory().textNode(KNOWN_AFTER_APPLY);
        }
        return value.isArray()
                ? Json.list(value.valueStream().toList(), ShownChange::shown)
                : Json.withEach(value, (name, its) -> shown(its));
    }

    private ObjectNode json(Detail detail) {
        String property = detail.property();
        ObjectNode target = Json.object()
                .put("Attribute", attribute(detail))
                .put("RequiresRecreation", change.replacing().contains(property) ? "Always" : "Never");
        if (attribute(detail).equals("Properties")) {
            target.put("Name", property);
            if (withValues) {
                values(target, property);
            }
        }
        return Json.object()
                .put("Evaluation", detail.isSure() ? "Static" : "Dynamic")
                .put("ChangeSource", detail.source())
                .put("CausingEntity", detail.entity())
                .set("Target", target);
    }

    private void values(ObjectNode target, String property) {
        JsonNode before = change.before().path(property);
        JsonNode after = change.after().path(property);
        String type = before.isMissingNode() ? "Add" : after.isMissingNode() ? "Remove" : "Modify";
        target.put("Path", "/Properties/" + property)
                .put("AttributeChangeType", type)
                .put("BeforeValue", before.isMissingNode() ? null : Json.text(before))
                .put("AfterValue", after.isMissingNode() ? null : Json.text(shown(after)));
    }
}

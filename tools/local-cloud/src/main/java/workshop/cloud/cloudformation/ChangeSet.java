package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        List<Problem> problems,
        Instant createdAt) {

    /** A resource that would change; {@code action} is Add, Modify or Remove. */
    record Change(
            String action,
            String logicalId,
            String type,
            String physicalId,
            boolean replacement,
            Set<String> properties) {}

    /**
     * Why a template can't be deployed, found before anything is made.
     *
     * @param validation which of AWS's checks found it, such as {@code PropertyValidation}
     * @param path a JSON pointer into the template
     */
    record Problem(String logicalId, String type, String validation, String path, String reason) {}

    boolean isFailed() {
        return !problems.isEmpty() || isEmpty();
    }

    /** Why it failed, in CloudFormation's words, with what it answers to DescribeEvents. */
    String statusReason() {
        if (problems.isEmpty()) {
            return "The submitted information didn't contain changes. Submit different information to create a change"
                    + " set.";
        }
        String found = problems.stream()
                .map(problem -> problem.logicalId() + " (" + problem.type() + "): " + problem.reason())
                .collect(Collectors.joining("; "));
        return "The following hook(s)/validation failed: [AWS::EarlyValidation::"
                + problems.get(0).validation()
                + "]. To troubleshoot Early Validation errors, use the DescribeEvents API"
                + " for detailed failure information. " + found;
    }

    boolean isEmpty() {
        return changes.isEmpty()
                && template.section("Outputs").equals(stack.template().section("Outputs"))
                && parameters.equals(stack.parameters())
                && tags.equals(stack.tags());
    }

    /** Holds each resource's properties against what its type takes. */
    static List<Problem> problems(Template template, ResourceTypes types) {
        List<Problem> problems = new ArrayList<>();
        template.resources().forEach((id, resource) -> {
            String type = resource.path("Type").asText();
            types.violations(type, Template.properties(resource)).ofResource().forEach(violation -> {
                String path = "/Resources/" + id + "/Properties"
                        + violation.substring(1).replaceFirst(": .*", "");
                problems.add(new Problem(id, type, "PropertyValidation", path, violation));
            });
        });
        return problems;
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

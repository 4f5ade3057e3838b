package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
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
    private final Map<String, String> parameters;
    private final Intrinsics intrinsics;
    private final Set<String> wanted = new LinkedHashSet<>();
    private final Set<String> made = new HashSet<>();
    /** In the order in which change sets list them: a longer logical id before its beginning. */
    private final Map<String, Change> found = new TreeMap<>(Comparator.comparing(id -> id + "|"));

    final Collection<Change> changes = found.values();
    final List<Problem> problems = new ArrayList<>();
    final List<String> retyped = new ArrayList<>();

    /**
     * A change to a resource, with what is known of its properties.
     *
     * @param action Add, Modify or Remove
     * @param stays whether what is removed or replaced is kept
     * @param replacing names of properties whose change makes a new resource
     * @param before the properties as people see them; so are those after
     */
    record Change(
            String action,
            String logicalId,
            String type,
            String physicalId,
            boolean replacement,
            boolean stays,
            Set<String> replacing,
            List<Detail> details,
            JsonNode before,
            JsonNode after) {}

    /**
     * Why a property changes, or another attribute.
     *
     * @param property its name, or one of the other attributes'
     * @param source what makes it change: ParameterReference, ResourceReference, ResourceAttribute or DirectModification
     * @param entity the parameter, the resource or its attribute
     * @param isSure whether it changes whatever comes of the deployment
     * @param shown when DescribeChangeSet shows it
     */
    record Detail(String property, String source, String entity, boolean isSure, Shown shown) {}

    /** When a detail is shown: always, or only where the properties' values are asked for, or only where they are not. */
    enum Shown {
        ALWAYS,
        WITH_VALUES,
        WITHOUT_VALUES
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
            ExplicitNames explicitNames,
            Template template,
            Map<String, String> parameters,
            Map<String, JsonNode> values,
            Intrinsics before) {
        this.stack = stack;
        this.types = explicitNames.types();
        this.explicitNames = explicitNames;
        this.template = template;
        this.parameters = parameters;
        this.intrinsics = new Intrinsics(
                template, values, id -> made.contains(id) || !wanted.contains(id) ? null : stack.resource(id));
        wanted.addAll(intrinsics.wanted());
        template.inOrder(wanted).forEach(id -> found.computeIfAbsent(id, this::change));
        stack.resources().values().stream()
                .filter(resource -> !wanted.contains(resource.logicalId()))
                .forEach(resource -> remove(resource, before));
    }

    Map<String, String> outputs(UnaryOperator<String> shown) {
        return intrinsics.outputs(value -> resolvable(value, "Outputs"), shown);
    }

    /** Null if nothing about it changes. */
    private Change change(String id) {
        JsonNode declared = template.section("Resources").path(id);
        String type = declared.path("Type").asText();
        ObjectNode after = types.typed(type, intrinsics.part(declared, "Properties"));
        resolvable(after, "Resources");
        JsonNode shown = intrinsics.shown(declared);
        types.violations(type, after).ofResource().forEach(violation -> {
            String path = violation.substring(1).replaceFirst(": .*", "");
            problems.add(
                    new Problem(id, type, "PropertyValidation", "/Resources/" + id + "/Properties" + path, violation));
        });
        StackResource before = stack.resource(id);
        if (before == null) {
            conflict(id, type, Json.object(), after);
            made.add(id);
            return new Change("Add", id, type, "", false, false, Set.of(), List.of(), Json.object(), shown);
        }
        if (!before.type().equals(type)) {
            retyped.add(id);
            return null;
        }
        List<Detail> details = details(before, declared, after);
        if (details.isEmpty()) {
            return null;
        }
        boolean replaced = types.get(type).replaces(before.properties(), after);
        if (replaced) {
            conflict(id, type, before.properties(), after);
            made.add(id);
        }
        String ref = before.physical().ref();
        boolean stays = declared.path("UpdateReplacePolicy").asText().equals("Retain");
        Set<String> replacing = types.get(type).properties().names(Member::replaces);
        return new Change("Modify", id, type, ref, replaced, stays, replacing, details, before.shown(), shown);
    }

    static Set<String> differing(JsonNode before, JsonNode after) {
        Set<String> differing = new TreeSet<>();
        before.fieldNames().forEachRemaining(differing::add);
        after.fieldNames().forEachRemaining(differing::add);
        differing.removeIf(name -> before.path(name).equals(after.path(name)));
        return differing;
    }

    /**
     * Why its properties change. What depends on the attribute of a resource that changes may change too, as long as one
     * doesn't look at values.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html">
     *     ResourceChangeDetail</a>
     */
    private List<Detail> details(StackResource before, JsonNode declared, JsonNode after) {
        Set<String> differing = differing(before.properties(), after);
        Set<String> written = differing(before.declared().path("Properties"), declared.path("Properties"));
        Set<String> properties = new TreeSet<>(differing);
        declared.path("Properties").fieldNames().forEachRemaining(properties::add);
        List<Detail> details = new ArrayList<>();
        JsonNode metadata = declared.path("Metadata");
        boolean isOther = !metadata.equals(before.declared().path("Metadata"));
        details.addAll(details(
                "Metadata", metadata, !before.metadata().equals(intrinsics.part(declared, "Metadata")), isOther));
        for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
            JsonNode its = declared.path(policy);
            boolean isNew = !its.equals(before.declared().path(policy));
            details.addAll(details(policy, its, isNew, isNew));
        }
        for (String property : properties) {
            JsonNode its = declared.path("Properties").path(property);
            details.addAll(details(property, its, differing.contains(property), written.contains(property)));
        }
        return details;
    }

    private List<Detail> details(String property, JsonNode declared, boolean differs, boolean isWritten) {
        List<Detail> details = new ArrayList<>(Template.uses(declared).stream()
                .map(use -> cause(property, use))
                .filter(cause -> cause != null && (differs || !cause.isSure()))
                .toList());
        if (differs) {
            boolean direct = isWritten
                    || details.stream().allMatch(cause -> cause.source().startsWith("Parameter"));
            Shown shown = direct ? Shown.ALWAYS : Shown.WITH_VALUES;
            details.add(new Detail(property, "DirectModification", null, details.isEmpty(), shown));
        }
        return details;
    }

    /** Null if what is used doesn't change. */
    private Detail cause(String property, String use) {
        if (template.section("Parameters").has(use)) {
            String before = stack.content.parameters().get(use);
            boolean same = before != null && before.equals(parameters.get(use));
            return same ? null : new Detail(property, "ParameterReference", use, true, Shown.ALWAYS);
        }
        Change change = found.get(use.split("\\.", 2)[0]);
        if (change == null || !change.action().equals("Modify")) {
            return null;
        }
        if (use.contains(".")) {
            boolean isSure = change.replacement();
            return new Detail(property, "ResourceAttribute", use, isSure, isSure ? Shown.ALWAYS : Shown.WITHOUT_VALUES);
        }
        return change.replacement() ? new Detail(property, "ResourceReference", use, true, Shown.ALWAYS) : null;
    }

    private void conflict(String id, String type, JsonNode before, ObjectNode after) {
        String reason = explicitNames.conflict(type, before, after);
        if (reason != null) {
            problems.add(new Problem(id, type, "ResourceExistenceCheck", "/Resources/" + id, reason));
        }
    }

    /** What was made with a value of another resource is shown as if it were not known, as AWS shows it. */
    private void remove(StackResource resource, Intrinsics intrinsicsBefore) {
        String id = resource.logicalId();
        String ref = resource.physical().ref();
        boolean stays = resource.retains("DeletionPolicy");
        String type = resource.type();
        JsonNode before = intrinsicsBefore.shown(resource.declared());
        found.put(id, new Change("Remove", id, type, ref, false, stays, Set.of(), List.of(), before, Json.object()));
    }

    /** Throws if something refers to a resource that the conditions leave out. */
    private void resolvable(JsonNode value, String section) {
        Set<String> missing = new TreeSet<>(Template.references(value));
        missing.retainAll(template.resources().keySet());
        missing.removeAll(wanted);
        if (!missing.isEmpty()) {
            throw References.unresolved(missing, section);
        }
    }
}

package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Declaration;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.cloudformation.Stack.StackResource;

/**
 * One deployment of a template to a stack: what differs is created, changed or replaced in the order of references, what
 * is gone is deleted last; if anything fails, everything is taken back.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html">
 *     Update behaviors</a>
 */
final class Deployment {
    private static final int MAX_NAME = 51;

    private final Stack stack;
    private final ResourceTypes types;
    private final ExplicitNames explicitNames;
    private final Template template;
    private final Intrinsics intrinsics;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<StackResource> superseded = new ArrayList<>();

    /** @param values of parameters and pseudo parameters */
    Deployment(
            Stack stack,
            ResourceTypes types,
            ExplicitNames explicitNames,
            Template template,
            Map<String, JsonNode> values) {
        this.stack = stack;
        this.types = types;
        this.explicitNames = explicitNames;
        this.template = template;
        this.intrinsics = new Intrinsics(template, values, stack::resource);
    }

    /** Why a deployment failed; it was taken back. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Carries it out; returns the outputs. Throws {@link Failed} when everything is as it was before. */
    Map<String, String> run(Function<String, String> shownUrl) {
        try {
            Set<String> wanted = intrinsics.wanted();
            for (String id : template.inOrder(wanted)) {
                deploy(id);
            }
            Map<String, String> outputs = outputs(shownUrl);
            if (stack.status().equals("UPDATE_IN_PROGRESS")) {
                stack.status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null);
            }
            removeAllBut(wanted);
            return outputs;
        } catch (Failed e) {
            takeBack(e.getMessage());
            throw e;
        } catch (AwsError e) {
            takeBack(e.getMessage());
            throw new Failed(e.getMessage(), e);
        }
    }

    private void deploy(String id) {
        JsonNode declared = template.section("Resources").path(id);
        String typeName = declared.path("Type").asText();
        StackResource before = stack.resource(id);
        String verb = before == null ? "CREATE" : "UPDATE";
        try {
            ObjectNode properties = properties(id, declared);
            if (before == null) {
                create(verb, id, declared, Json.object(), properties);
            } else if (before.properties().equals(properties)) {
                stack.put(new StackResource(id, declared, before.physical(), properties, before.changedAt()));
            } else if (types.get(typeName).replaces(before.properties(), properties)) {
                superseded.add(before);
                undo.push(() -> stack.put(before));
                create(verb, id, declared, before.properties(), properties);
            } else {
                update(before, declared, properties);
            }
        } catch (RuntimeException e) {
            String reason = reason(e);
            stack.event(id, before == null ? "" : before.physical().ref(), typeName, verb + "_FAILED", reason);
            throw new Failed(
                    "The following resource(s) failed to " + verb.toLowerCase() + ": [" + id + "]. " + reason, e);
        }
    }

    private ObjectNode properties(String id, JsonNode declared) {
        ObjectNode properties = intrinsics.properties(declared);
        if (!Template.uses(properties).isEmpty()) {
            throw Template.invalid("Unable to retrieve " + Template.uses(properties));
        }
        List<String> violations =
                types.violations(declared.path("Type").asText(), properties).ofResource();
        if (!violations.isEmpty()) {
            throw Template.invalid("Properties validation failed for resource " + id + " with message:\n"
                    + String.join("\n", violations));
        }
        return properties;
    }

    private static String reason(RuntimeException e) {
        String code = e instanceof AwsError aws ? aws.code() : e.getClass().getSimpleName();
        return "Resource handler returned message: \"" + e.getMessage() + "\" (HandlerErrorCode: " + code + ")";
    }

    private void create(String verb, String id, JsonNode declared, JsonNode before, ObjectNode properties) {
        String typeName = declared.path("Type").asText();
        ResourceType type = types.get(typeName);
        String conflict = explicitNames.conflict(typeName, before, properties);
        if (conflict != null) {
            throw AwsError.of("AlreadyExists", conflict);
        }
        String why = "Requested update requires the creation of a new physical resource; hence creating one.";
        stack.event(id, "", typeName, verb + "_IN_PROGRESS", verb.equals("UPDATE") ? why : null);
        Physical physical = type.create(declaration(id, properties, Json.object()));
        StackResource made = new StackResource(id, declared, physical, properties, Instant.now());
        stack.put(made);
        stack.event(id, physical.ref(), typeName, verb + "_IN_PROGRESS", "Resource creation Initiated");
        stack.event(id, physical.ref(), typeName, verb + "_COMPLETE", null);
        undo.push(() -> {
            stack.remove(id);
            drop(made, declared.path("DeletionPolicy").asText().equals("Retain"));
        });
    }

    private void update(StackResource before, JsonNode declared, ObjectNode properties) {
        String id = before.logicalId();
        ResourceType type = types.get(before.type());
        stack.event(id, before.physical().ref(), before.type(), "UPDATE_IN_PROGRESS", null);
        undo.push(
                () -> { // of an update that is refused halfway, too
                    type.update(
                            declaration(id, before.properties(), properties),
                            stack.resource(id).physical());
                    stack.put(before);
                    stack.event(id, before.physical().ref(), before.type(), "UPDATE_COMPLETE", "Rolled back");
                });
        Physical physical = type.update(declaration(id, properties, before.properties()), before.physical());
        stack.put(new StackResource(id, declared, physical, properties, Instant.now()));
        stack.event(id, physical.ref(), before.type(), "UPDATE_COMPLETE", null);
    }

    private Declaration declaration(String id, ObjectNode properties, JsonNode before) {
        String prefix = stack.name + "-" + id;
        String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        String name = prefix.substring(0, Math.min(prefix.length(), MAX_NAME)) + "-" + suffix.toUpperCase();
        return new Declaration(stack.name, id, name, properties, before);
    }

    private Map<String, String> outputs(Function<String, String> shownUrl) {
        Map<String, String> outputs = new LinkedHashMap<>();
        intrinsics.outputs().forEach((name, value) -> {
            if (!value.isValueNode()) {
                throw Template.invalid(
                        "Template format error: The Value field of every Outputs member must evaluate to a"
                                + " String (" + name + ").");
            }
            outputs.put(name, shownUrl.apply(value.asText()));
        });
        return outputs;
    }

    void removeAllBut(Set<String> wanted) {
        List<StackResource> dropped = new ArrayList<>(superseded);
        stack.resources().values().stream()
                .filter(resource -> !wanted.contains(resource.logicalId()))
                .forEach(dropped::add);
        Collections.reverse(dropped);
        for (StackResource resource : dropped) {
            if (superseded.contains(resource)) {
                drop(resource, stack.resource(resource.logicalId()).retains("UpdateReplacePolicy"));
            } else {
                stack.remove(resource.logicalId());
                drop(resource, resource.retains("DeletionPolicy"));
            }
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">What stays</a> */
    private void drop(StackResource resource, boolean stays) {
        String id = resource.logicalId();
        String ref = resource.physical().ref();
        if (!stays) {
            stack.event(id, ref, resource.type(), "DELETE_IN_PROGRESS", null);
            types.get(resource.type()).delete(resource.physical());
        }
        stack.event(id, ref, resource.type(), stays ? "DELETE_SKIPPED" : "DELETE_COMPLETE", null);
    }

    private void takeBack(String reason) {
        boolean creating = stack.status().startsWith("CREATE");
        stack.status(creating ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS", reason);
        try {
            while (!undo.isEmpty()) {
                undo.pop().run();
            }
        } catch (RuntimeException e) {
            stack.status(creating ? "ROLLBACK_FAILED" : "UPDATE_ROLLBACK_FAILED", reason(e));
            return;
        }
        stack.status(creating ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE", null);
    }
}

package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
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
    private static final Physical NONE = new Physical("", Map.of());
    private static final String EXISTS = "AlreadyExists";

    /** What handlers make of a service's status: what they call the service, and their own code. */
    private static final Map<String, String> HANDLERS = Map.of(
            "AWS::ApiGateway 400", "ApiGateway InvalidRequest",
            "AWS::Events 400", "EventBridge GeneralServiceException",
            "AWS::IAM 400", "Iam InvalidRequest",
            "AWS::IAM 404", "Iam NotFound",
            "AWS::Lambda 400", "Lambda InvalidRequest",
            "AWS::Lambda 409", "Lambda AlreadyExists",
            "AWS::SNS 400", "Sns InvalidRequest");

    private final Stack stack;
    private final ResourceTypes types;
    private final ExplicitNames explicitNames;
    private final Template template;
    private final Intrinsics intrinsics;
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Deque<StackResource> created = new ArrayDeque<>();
    private final Map<String, List<String>> failed = new HashMap<>();
    private final List<StackResource> superseded = new ArrayList<>();

    /** @param values of parameters and pseudo parameters */
    Deployment(Stack stack, ExplicitNames explicitNames, Template template, Map<String, JsonNode> values) {
        this.stack = stack;
        this.types = explicitNames.types();
        this.explicitNames = explicitNames;
        this.template = template;
        this.intrinsics = new Intrinsics(template, values, stack::resource);
    }

    /** Carries it out; returns the outputs. Throws why it failed when it has been taken back. */
    Map<String, String> run(UnaryOperator<String> shownUrl) {
        Set<String> wanted = intrinsics.wanted();
        Map<String, String> outputs;
        try {
            List<String> order = template.inOrder(wanted);
            order.forEach(this::deploy);
            outputs = intrinsics.outputs(this::requireKnown, shownUrl);
            stack.arrange(order);
        } catch (AwsError e) {
            takeBack(e.getMessage());
            throw Template.invalid(e.getMessage());
        }
        if (stack.status().equals("UPDATE_IN_PROGRESS")) {
            stack.status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null);
        }
        removeAllBut(wanted);
        return outputs;
    }

    private void deploy(String id) {
        JsonNode declared = template.section("Resources").path(id);
        StackResource before = stack.resource(id);
        String verb = before == null ? "CREATE" : "UPDATE";
        Physical physical = before == null ? NONE : before.physical();
        ObjectNode properties = null;
        try {
            properties = properties(id, declared);
            if (before == null) {
                create(verb, id, declared, Json.object(), properties);
            } else if (before.properties().equals(properties)) {
                stack.put(resource(id, declared, physical, properties));
            } else if (types.get(before.type()).replaces(before.properties(), properties)) {
                superseded.add(before);
                undo.push(() -> stack.put(before));
                create(verb, id, declared, before.properties(), properties);
            } else {
                update(before, declared, properties);
            }
        } catch (RuntimeException e) {
            String reason = properties == null
                    ? e.getMessage()
                    : reason(declared.path("Type").asText(), e);
            stack.event(resource(id, declared, physical, Json.object()), verb + "_FAILED", reason);
            failed.put(verb, List.of(id));
            throw Template.invalid(failure(verb) + reason);
        }
    }

    private ObjectNode properties(String id, JsonNode declared) {
        String type = declared.path("Type").asText();
        ObjectNode properties = types.typed(type, intrinsics.part(declared, "Properties"));
        requireKnown(properties);
        List<String> violations = types.violations(type, properties).ofResource();
        Template.refuse(
                !violations.isEmpty(),
                "Properties validation failed for resource " + id + " with message:\n" + String.join("\n", violations));
        return properties;
    }

    private void requireKnown(JsonNode resolved) {
        Template.uses(resolved).stream().findFirst().ifPresent(use -> {
            String[] parts = use.split("\\.", 2);
            String type = template.resources().get(parts[0]).path("Type").asText();
            boolean isMissing = parts.length == 2 && !types.hasAttribute(type, parts[1]);
            throw Template.invalid(
                    isMissing
                            ? "Requested attribute " + parts[1] + " does not exist in schema for " + type
                            : "Unable to retrieve " + use);
        });
    }

    private StackResource resource(String id, JsonNode declared, Physical physical, ObjectNode properties) {
        JsonNode metadata = intrinsics.part(declared, "Metadata");
        return new StackResource(id, declared, physical, properties, intrinsics.shown(declared), metadata);
    }

    /** What CloudFormation says itself, or what a resource's handler does. */
    private static String reason(String type, RuntimeException e) {
        int status = e instanceof AwsError error ? error.status() : 0;
        String code = e instanceof AwsError error ? error.code() : e.getClass().getSimpleName();
        if (code.equals("ValidationError")) {
            return e.getMessage();
        }
        String[] known = HANDLERS.getOrDefault(type.replaceFirst("::\\w+$", " ") + status, "")
                .split(" ");
        boolean isOfService = known.length == 2 && !code.equals(EXISTS);
        String service = isOfService
                ? " (Service: " + known[0] + ", Status Code: " + status + ", Request ID: " + UUID.randomUUID()
                        + ") (SDK Attempt Count: 1)"
                : "";
        return "Resource handler returned message: \"" + e.getMessage() + service + "\" (RequestToken: "
                + UUID.randomUUID() + ", HandlerErrorCode: " + (isOfService ? known[1] : code) + ")";
    }

    private void create(String verb, String id, JsonNode declared, JsonNode before, ObjectNode properties) {
        String typeName = declared.path("Type").asText();
        ResourceType type = types.get(typeName);
        String conflict = explicitNames.conflict(typeName, before, properties);
        AwsError.refuse(conflict != null && conflict.startsWith("Resource of type"), EXISTS, conflict);
        Template.refuse(conflict != null, conflict);
        String why = "Requested update requires the creation of a new physical resource; hence creating one.";
        StackResource asked = resource(id, declared, NONE, properties);
        stack.event(asked, verb + "_IN_PROGRESS", verb.equals("UPDATE") ? why : null);
        Physical physical = type.create(declaration(id, properties, Json.object()));
        StackResource made = resource(id, declared, physical, properties);
        stack.put(made);
        stack.event(made, verb + "_IN_PROGRESS", "Resource creation Initiated");
        stack.event(made, verb + "_COMPLETE", null);
        created.push(made);
    }

    private void update(StackResource before, JsonNode declared, ObjectNode properties) {
        String id = before.logicalId();
        ResourceType type = types.get(before.type());
        stack.event(before, "UPDATE_IN_PROGRESS", null);
        Declaration old = declaration(id, before.properties(), properties);
        undo.push(() -> attempt(
                "UPDATE",
                before,
                () -> { // one that is refused halfway, too; its attributes may be others than before
                    Physical again = type.update(old, stack.resource(id).physical());
                    stack.put(before.with(again));
                }));
        Physical physical = type.update(declaration(id, properties, before.properties()), before.physical());
        StackResource made = resource(id, declared, physical, properties);
        stack.put(made);
        stack.event(made, "UPDATE_COMPLETE", null);
    }

    private Declaration declaration(String id, ObjectNode properties, JsonNode before) {
        String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        return new Declaration(stack.name, id, suffix.toUpperCase(), properties, before);
    }

    void removeAllBut(Set<String> wanted) {
        List<StackResource> dropped = new ArrayList<>(superseded);
        stack.resources().values().stream()
                .filter(resource -> !wanted.contains(resource.logicalId()))
                .forEach(dropped::add);
        Collections.reverse(dropped);
        dropped.forEach(resource -> drop(
                resource,
                superseded.contains(resource)
                        ? stack.resource(resource.logicalId()).retains("UpdateReplacePolicy")
                        : resource.retains("DeletionPolicy")));
    }

    /**
     * Deletes a resource, unless it stays. One that can't be deleted is still the stack's, but an update skips it.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">What stays</a>
     * @see <a href="https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck">What is skipped</a>
     */
    private void drop(StackResource resource, boolean stays) {
        if (stays) {
            stack.event(resource, "DELETE_SKIPPED", null);
        }
        boolean isGone = stays
                || attempt("DELETE", resource, () -> types.get(resource.type()).delete(resource.physical()));
        if (isGone || stack.status().startsWith("UPDATE")) {
            stack.remove(resource);
        }
    }

    /** Does something to a resource, with an event before and one after it; false if it failed, whatever follows. */
    private boolean attempt(String verb, StackResource resource, Runnable what) {
        stack.event(resource, verb + "_IN_PROGRESS", null);
        try {
            what.run();
            stack.event(resource, verb + "_COMPLETE", null);
            return true;
        } catch (RuntimeException e) {
            stack.event(resource, verb + "_FAILED", reason(resource.type(), e));
            failed.computeIfAbsent(verb, key -> new ArrayList<>()).add(resource.logicalId());
            return false;
        }
    }

    /** What could not be updated, or deleted, in CloudFormation's words; null if there is no such resource. */
    String failure(String verb) {
        return failed.containsKey(verb)
                ? "The following resource(s) failed to " + verb.toLowerCase() + ": " + failed.get(verb) + ". "
                : null;
    }

    private void takeBack(String reason) {
        boolean creating = stack.status().startsWith("CREATE");
        String status = creating ? "ROLLBACK_" : "UPDATE_ROLLBACK_";
        failed.clear();
        stack.status(status + "IN_PROGRESS", reason);
        undo.forEach(Runnable::run);
        if (!creating && failed.isEmpty()) {
            stack.status("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", null);
        }
        created.forEach(resource -> drop(
                resource, resource.declared().path("DeletionPolicy").asText().equals("Retain")));
        String failure = failure(creating ? "DELETE" : "UPDATE");
        stack.status(status + (failure == null ? "COMPLETE" : "FAILED"), failure);
    }
}

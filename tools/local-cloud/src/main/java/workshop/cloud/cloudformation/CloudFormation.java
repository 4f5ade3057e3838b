package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Daemon;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.cloudformation.Stack.StackResource;

/** The account's stacks: planned in change sets, carried out one at a time. */
public final class CloudFormation implements AutoCloseable {
    private static final int MAX_NAME = 128;

    final ResourceTypes types;
    private final UnaryOperator<String> ssmParameters;
    private final UnaryOperator<String> shownUrl;
    final Map<String, Stack> stacks = new ConcurrentHashMap<>();
    private final Map<String, Stack> deleted = new ConcurrentHashMap<>();
    final Map<String, ChangeSet> changeSets = new ConcurrentHashMap<>();
    final ExecutorService worker = Executors.newSingleThreadExecutor(Daemon.named("cloudformation"));

    /**
     * @param ssmParameters the value of an SSM parameter by name; throws if there is none
     * @param shownUrl makes a URL that an output shows one that works here
     */
    public CloudFormation(ResourceTypes types, UnaryOperator<String> ssmParameters, UnaryOperator<String> shownUrl) {
        this.types = types;
        this.ssmParameters = ssmParameters;
        this.shownUrl = shownUrl;
    }

    /** What came of a deployment: the stack's outputs, and what the local cloud doesn't do that the template asks for. */
    public record Deployed(Map<String, String> outputs, List<String> warnings) {}

    /**
     * Deploys a template, as a stack of its own or over the one that has this name, and waits until that is done.
     *
     * @throws AwsError with the reason when it could not be deployed; everything is then as it was before
     */
    public Deployed deploy(String stackName, String templateText) {
        find(stackName)
                .filter(stack -> stack.status().equals("ROLLBACK_COMPLETE"))
                .ifPresent(stack -> delete(stack.name));
        Set<String> kept = find(stackName)
                .map(stack -> stack.content.parameters().keySet())
                .orElse(Set.of());
        String name = "workshop-" + UUID.randomUUID();
        ParameterValues before = new ParameterValues(Map.of(), kept);
        ChangeSet changeSet = plan(new ChangeSet.Request(
                null, stackName, name, "", null, templateText, before, Map.of(), Capabilities.ALL));
        try {
            if (changeSet.isFailed() && !changeSet.isEmpty()) {
                stacks.values().removeIf(stack -> stack.status().equals(Stack.REVIEW));
                throw Template.invalid(changeSet.statusReason());
            }
            if (!changeSet.isEmpty()) {
                begin(changeSet, null);
                carryOut(changeSet);
            }
        } finally {
            changeSets.remove(changeSet.id());
        }
        Stack stack = changeSet.stack();
        Template.refuse(
                !stack.status().matches("(CREATE|UPDATE)_COMPLETE"), "Stack " + stackName + " is in " + stack.status());
        return new Deployed(stack.content.outputs(), types.warnings(changeSet.template()));
    }

    /** Works out what a template would change; nothing is changed yet. */
    ChangeSet plan(ChangeSet.Request request) {
        Template template = types.check(Template.read(request.template()));
        Capabilities.check(template, request.capabilities());
        Stack stack = stackFor(request);
        for (ChangeSet other : waiting(stack)) {
            if (request.token() != null && request.equals(other.request())) {
                return other; // to a client that got no answer
            }
            boolean isSame = Objects.equals(request.token(), other.request().token());
            String why = " cannot be created due to a mismatch with existing attribute ";
            AwsError.refuse(
                    request.changeSetName().equals(other.name()),
                    "AlreadyExistsException",
                    "ChangeSet " + other.id() + why + (isSame ? "Template" : "ClientToken"));
        }
        Map<String, String> parameters = request.parameters().of(template, stack.content.parameters());
        Map<String, JsonNode> values = values(stack, template, parameters);
        new Decisions(new Intrinsics(template, values, id -> null)).checkRules();
        Template is = stack.content.template();
        Intrinsics before = new Intrinsics(is, values(stack, is, stack.content.parameters()), id -> null);
        Plan plan = new Plan(stack, explicitNames(), template, parameters, values, before);
        Map<String, String> outputs = plan.outputs(shownUrl);
        boolean empty = is != Template.EMPTY
                && plan.changes.isEmpty()
                && outputs.equals(stack.content.outputs())
                && template.section("Outputs").equals(is.section("Outputs"))
                && request.tags().equals(stack.content.tags());
        String id = Arn.inRegion("cloudformation", "changeSet/" + request.changeSetName() + "/" + UUID.randomUUID());
        AtomicReference<String> execution = new AtomicReference<>("AVAILABLE");
        ChangeSet changeSet =
                new ChangeSet(id, stack, request, template, parameters, plan, empty, execution, Instant.now());
        if (changeSet.isFailed()) {
            changeSet.execution().set("UNAVAILABLE");
        }
        if (stacks.putIfAbsent(stack.name, stack) == null) {
            stack.review(changeSet);
        }
        changeSets.put(changeSet.id(), changeSet);
        return changeSet;
    }

    /** The stack that a change set is for: one that is there, or a new one, which nobody knows yet. */
    private Stack stackFor(ChangeSet.Request request) {
        String name = request.stackName();
        Stack stack = find(name).orElse(null);
        if (stack == null) {
            Template.refuse(
                    request.type().equals("UPDATE") || name.startsWith("arn:"), "Stack [" + name + "] does not exist");
            Template.refuse(name.length() > MAX_NAME, "Stack name cannot exceed " + MAX_NAME + " characters");
            return new Stack(name, Arn.inRegion("cloudformation", "stack/" + name + "/" + UUID.randomUUID()));
        }
        stack.requireReadyFor(request);
        return stack;
    }

    private ExplicitNames explicitNames() {
        return new ExplicitNames(stacks.values(), types);
    }

    /** Carries out a change set in the background; the stack's status and events say how it goes. */
    void start(ChangeSet changeSet, String token) {
        begin(changeSet, token);
        worker.execute(() -> {
            try {
                carryOut(changeSet);
            } catch (AwsError e) {
                // the stack's status and events say it all, as on AWS
            }
        });
    }

    private void begin(ChangeSet changeSet, String token) {
        Stack stack = changeSet.stack();
        stack.token = token;
        boolean isNew = stack.content.template() == Template.EMPTY;
        if (isNew) { // it has the template also while it is created, and if that fails
            stack.deployed(changeSet, Map.of());
        }
        stack.status(isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", "User Initiated");
        changeSet.execution().set("EXECUTE_IN_PROGRESS");
        waiting(stack).forEach(other -> changeSets.remove(other.id()));
    }

    /** The change sets of a stack that were not executed, the oldest first. */
    List<ChangeSet> waiting(Stack stack) {
        return changeSets.values().stream()
                .filter(changeSet -> changeSet.stack() == stack
                        && changeSet.execution().get().endsWith("AVAILABLE"))
                .sorted(Comparator.comparing(ChangeSet::createdAt))
                .toList();
    }

    private synchronized void carryOut(ChangeSet changeSet) {
        Stack stack = changeSet.stack();
        Template template = changeSet.template();
        try {
            Map<String, JsonNode> values = values(stack, template, changeSet.parameters());
            types.warnings(template).forEach(warning -> stack.event(stack.status(), warning));
            stack.deployed(changeSet, new Deployment(stack, explicitNames(), template, values).run(shownUrl));
            synchronized (stack) { // who sees one sees the other
                changeSet.execution().set("EXECUTE_COMPLETE");
                stack.status(stack.status().startsWith("CREATE") ? "CREATE_COMPLETE" : "UPDATE_COMPLETE", null);
            }
        } catch (AwsError e) {
            changeSet.execution().set("EXECUTE_FAILED");
            throw e;
        }
    }

    private Map<String, JsonNode> values(Stack stack, Template template, Map<String, String> parameters) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("AWS::Region", TextNode.valueOf(Options.REGION));
        values.put("AWS::AccountId", TextNode.valueOf(Options.ACCOUNT_ID));
        values.put("AWS::Partition", TextNode.valueOf("aws"));
        values.put("AWS::URLSuffix", TextNode.valueOf("amazonaws.com"));
        values.put("AWS::StackName", TextNode.valueOf(stack.name));
        values.put("AWS::StackId", TextNode.valueOf(stack.id));
        values.put("AWS::NotificationARNs", Json.array());
        values.putAll(ParameterValues.resolve(template, parameters, ssmParameters));
        return values;
    }

    /** Deletes a stack and all that is in it; one that doesn't exist is no error. */
    public void delete(String nameOrId) {
        delete(nameOrId, null, Runnable::run);
    }

    void delete(String nameOrId, String token, Executor where) {
        find(nameOrId)
                .filter(stack -> !stack.status().matches("DELETE_(COMPLETE|IN_PROGRESS)"))
                .ifPresent(stack -> {
                    stack.token = token;
                    stack.status("DELETE_IN_PROGRESS", "User Initiated");
                    waiting(stack).forEach(changeSet -> changeSets.remove(changeSet.id()));
                    where.execute(() -> carryOutDeletion(stack));
                });
    }

    private synchronized void carryOutDeletion(Stack stack) {
        Map<String, StackResource> before = stack.resources();
        Deployment deletion = new Deployment(stack, explicitNames(), Template.EMPTY, Map.of());
        deletion.removeAllBut(Set.of());
        String failure = deletion.failure("DELETE");
        stack.status(failure == null ? "DELETE_COMPLETE" : "DELETE_FAILED", failure);
        if (failure == null) {
            before.values().forEach(stack::put); // what was in it can still be asked for
            stacks.remove(stack.name);
            deleted.put(stack.id, stack);
        }
    }

    Optional<Stack> find(String nameOrId) {
        return Optional.ofNullable(stacks.get(nameOrId))
                .or(() -> all().stream()
                        .filter(stack -> stack.id.equals(nameOrId))
                        .findFirst());
    }

    Stack stack(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> Template.invalid("Stack with id " + nameOrId + " does not exist"));
    }

    /** The same, as change sets say it. */
    Stack existing(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> Template.invalid("Stack [" + nameOrId + "] does not exist"));
    }

    /** With those that are deleted. */
    List<Stack> all() {
        return Stream.concat(stacks.values().stream(), deleted.values().stream())
                .toList();
    }

    /** A change set by its id, or by its name and the stack's; of several of that name the newest. */
    ChangeSet changeSet(String stackName, String nameOrId) {
        Stack stack = nameOrId.startsWith("arn:") ? null : existing(stackName);
        return changeSets.values().stream()
                .filter(changeSet -> stack == null
                        ? changeSet.id().equals(nameOrId)
                        : changeSet.stack() == stack && changeSet.name().equals(nameOrId))
                .max(Comparator.comparing(ChangeSet::createdAt))
                .orElseThrow(
                        () -> new AwsError(404, "ChangeSetNotFound", "ChangeSet [" + nameOrId + "] does not exist"));
    }

    public boolean isDeployed(String stackName) {
        return find(stackName).stream().anyMatch(stack -> !stack.status().startsWith("DELETE"));
    }

    public List<String> names() {
        return List.copyOf(stacks.keySet());
    }

    public List<DeployedResource> resources() {
        return stacks.values().stream()
                .flatMap(stack ->
                        stack.resources().values().stream().map(resource -> DeployedResource.of(stack, resource)))
                .toList();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

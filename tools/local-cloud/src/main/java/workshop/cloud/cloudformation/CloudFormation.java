package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Names;

/** The account's stacks: planned in change sets, carried out one at a time. */
public final class CloudFormation implements AutoCloseable {
    private static final ThreadFactory DAEMON = task -> {
        Thread thread = new Thread(task, "cloudformation");
        thread.setDaemon(true);
        return thread;
    };

    private final Names names;
    private final ResourceTypes types;
    private final Function<String, String> ssmParameters;
    private final Function<String, String> shownUrl;
    private final Map<String, Stack> stacks = new ConcurrentHashMap<>();
    private final Map<String, Stack> deleted = new ConcurrentHashMap<>();
    private final Map<String, ChangeSet> changeSets = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(DAEMON);

    /**
     * @param ssmParameters the value of an SSM parameter by name; throws if there is none
     * @param shownUrl makes a URL that an output shows one that works here
     */
    public CloudFormation(
            Names names,
            ResourceTypes types,
            Function<String, String> ssmParameters,
            Function<String, String> shownUrl) {
        this.names = names;
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
                .ifPresent(stack -> delete(stack.name()));
        ChangeSet changeSet = plan(stackName, "workshop", "", templateText, Map.of(), Map.of());
        try {
            if (!changeSet.problems().isEmpty()) {
                throw Template.invalid(changeSet.statusReason());
            }
            if (!changeSet.isEmpty()) {
                execute(changeSet);
            }
        } finally {
            changeSets.remove(changeSet.id());
        }
        Stack stack = changeSet.stack();
        if (!stack.status().matches("(CREATE|UPDATE)_COMPLETE")) {
            throw Template.invalid("Stack " + stackName + " is in " + stack.status());
        }
        return new Deployed(stack.outputs(), types.warnings(changeSet.template()));
    }

    /** Works out what a template would change; nothing is changed yet. */
    ChangeSet plan(
            String stackName,
            String changeSetName,
            String type,
            String templateText,
            Map<String, String> parameters,
            Map<String, String> tags) {
        Template template = Template.read(templateText);
        types.check(template);
        Stack stack = stacks.get(stackName);
        if (stack != null && stack.status().equals("ROLLBACK_COMPLETE")) {
            throw Template.invalid("Stack:" + stack.id() + " is in ROLLBACK_COMPLETE state and can not be updated.");
        }
        if (stack == null) {
            if (type.equals("UPDATE")) {
                throw Template.invalid("Stack [" + stackName + "] does not exist");
            }
            stack = new Stack(stackName, names.arn("cloudformation", "stack/" + stackName + "/" + UUID.randomUUID()));
            stack.event(stackName, stack.id(), "AWS::CloudFormation::Stack", "REVIEW_IN_PROGRESS", "User Initiated");
            stacks.put(stackName, stack);
        }
        Map<String, String> values = parameters(stack, template, parameters);
        checkRules(template, values(stack, template, values));
        ChangeSet changeSet = new ChangeSet(
                changeSetName,
                names.arn("cloudformation", "changeSet/" + changeSetName + "/" + UUID.randomUUID()),
                type,
                stack,
                template,
                values,
                tags,
                ChangeSet.changes(stack, template, types),
                ChangeSet.problems(template, types),
                Instant.now());
        changeSets.put(changeSet.id(), changeSet);
        return changeSet;
    }

    private Map<String, String> parameters(Stack stack, Template template, Map<String, String> given) {
        Map<String, String> parameters = new LinkedHashMap<>();
        template.section("Parameters").properties().forEach(declared -> {
            String name = declared.getKey();
            JsonNode parameter = declared.getValue();
            String value = given.getOrDefault(
                    name, parameter.has("Default") ? parameter.get("Default").asText() : null);
            if (value == null) {
                value = stack.parameters().get(name);
            }
            if (value == null) {
                throw Template.invalid("Parameters: [" + name + "] must have values");
            }
            parameters.put(name, value);
        });
        given.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Template.invalid("Parameters: [" + name + "] do not exist in the template");
                });
        return parameters;
    }

    /** Carries out a change set in the background; the stack's status and events tell how it goes. */
    void start(ChangeSet changeSet) {
        changeSets.remove(changeSet.id());
        String verb = changeSet.stack().template() == Template.EMPTY ? "CREATE" : "UPDATE";
        changeSet.stack().status(verb + "_IN_PROGRESS", "User Initiated");
        worker.execute(() -> {
            try {
                carryOut(changeSet);
            } catch (AwsError e) {
                // the stack's status and events say it all, as on AWS
                changeSet.stack().event(changeSet.name(), changeSet.id(), "ChangeSet", "FAILED", e.getMessage());
            }
        });
    }

    private void execute(ChangeSet changeSet) {
        String verb = changeSet.stack().template() == Template.EMPTY ? "CREATE" : "UPDATE";
        changeSet.stack().status(verb + "_IN_PROGRESS", "User Initiated");
        carryOut(changeSet);
    }

    private synchronized void carryOut(ChangeSet changeSet) {
        Stack stack = changeSet.stack();
        Template template = changeSet.template();
        String verb = stack.status().startsWith("CREATE") ? "CREATE" : "UPDATE";
        try {
            Map<String, String> values = values(stack, template, changeSet.parameters());
            Map<String, String> outputs = new Deployment(stack, types, template, values).run(shownUrl);
            stack.deployed(template, changeSet.parameters(), changeSet.tags(), outputs);
            types.warnings(template)
                    .forEach(warning -> stack.event(
                            stack.name(), stack.id(), "AWS::CloudFormation::Stack", stack.status(), warning));
            stack.status(verb + "_COMPLETE", null);
        } catch (Deployment.Failed e) {
            throw new AwsError(400, "ValidationError", e.getMessage());
        }
    }

    private Map<String, String> values(Stack stack, Template template, Map<String, String> parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("AWS::Region", names.region());
        values.put("AWS::AccountId", names.account());
        values.put("AWS::Partition", "aws");
        values.put("AWS::URLSuffix", "amazonaws.com");
        values.put("AWS::StackName", stack.name());
        values.put("AWS::StackId", stack.id());
        parameters.forEach((name, value) -> {
            String type = template.section("Parameters").path(name).path("Type").asText();
            values.put(name, type.startsWith("AWS::SSM::Parameter::Value") ? ssmParameters.apply(value) : value);
        });
        return values;
    }

    private static void checkRules(Template template, Map<String, String> values) {
        Intrinsics intrinsics = new Intrinsics(template, values, id -> null);
        template.section("Rules").forEach(rule -> {
            if (rule.has("RuleCondition") && !intrinsics.holds(rule.get("RuleCondition"))) {
                return;
            }
            rule.path("Assertions").forEach(assertion -> {
                if (!intrinsics.holds(assertion.path("Assert"))) {
                    throw Template.invalid("Template error: "
                            + assertion.path("AssertDescription").asText());
                }
            });
        });
    }

    /** Deletes a stack and all that is in it; one that doesn't exist is no error. */
    public void delete(String nameOrId) {
        find(nameOrId)
                .filter(stack -> !stack.status().equals("DELETE_COMPLETE"))
                .ifPresent(this::carryOutDeletion);
    }

    private synchronized void carryOutDeletion(Stack stack) {
        try {
            Deployment.delete(stack, types);
        } catch (RuntimeException e) {
            stack.status("DELETE_FAILED", e.getMessage());
            return;
        }
        stack.status("DELETE_COMPLETE", null);
        stacks.remove(stack.name());
        deleted.put(stack.id(), stack);
        changeSets.values().removeIf(changeSet -> changeSet.stack() == stack);
    }

    /** Deletes in the background. */
    void startDeletion(Stack stack) {
        stack.status("DELETE_IN_PROGRESS", "User Initiated");
        worker.execute(() -> carryOutDeletion(stack));
    }

    Optional<Stack> find(String nameOrId) {
        Stack stack = nameOrId.startsWith("arn:") ? deleted.get(nameOrId) : stacks.get(nameOrId);
        if (stack != null) {
            return Optional.of(stack);
        }
        return stacks.values().stream()
                .filter(candidate -> candidate.id().equals(nameOrId))
                .findFirst();
    }

    Stack stack(String nameOrId) {
        return find(nameOrId).orElseThrow(() -> Template.invalid("Stack with id " + nameOrId + " does not exist"));
    }

    Map<String, Stack> stacks() {
        return stacks;
    }

    ChangeSet changeSet(String stackName, String nameOrId) {
        return changeSets.values().stream()
                .filter(changeSet -> changeSet.id().equals(nameOrId)
                        || changeSet.name().equals(nameOrId)
                                && changeSet.stack() == find(stackName).orElse(null))
                .findFirst()
                .orElseThrow(
                        () -> new AwsError(404, "ChangeSetNotFound", "ChangeSet [" + nameOrId + "] does not exist"));
    }

    void forget(ChangeSet changeSet) {
        changeSets.remove(changeSet.id());
    }

    /** Whether there is such a stack, and nobody is deleting it. */
    public boolean isDeployed(String stackName) {
        return find(stackName)
                .filter(stack -> !stack.status().startsWith("DELETE"))
                .isPresent();
    }

    /** The names of all deployed stacks. */
    public List<String> names() {
        return List.copyOf(stacks.keySet());
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}

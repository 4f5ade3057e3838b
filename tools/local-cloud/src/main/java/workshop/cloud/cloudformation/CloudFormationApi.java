package workshop.cloud.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.Stack.Event;
import workshop.cloud.cloudformation.Stack.StackResource;
import workshop.cloud.gateway.Operations;

/**
 * The operations of CloudFormation that the CDK CLI deploys with, and those that one looks around with.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html">API</a>
 */
public final class CloudFormationApi {
    /** Of its answers in XML. */
    public static final String XML_NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private final CloudFormation cloudFormation;
    private final Function<String, String> templates;

    private CloudFormationApi(CloudFormation cloudFormation, Function<String, String> templates) {
        this.cloudFormation = cloudFormation;
        this.templates = templates;
    }

    /**
     * Adds all operations.
     *
     * @param templates gives the text of the template at an S3 URL
     */
    public static Operations of(
            CloudFormation cloudFormation, Function<String, String> templates, Operations operations) {
        CloudFormationApi api = new CloudFormationApi(cloudFormation, templates);
        return operations
                .on("DescribeStacks", (caller, input) -> api.describeStacks(input))
                .on("ListStacks", (caller, input) -> api.listStacks())
                .on("DescribeStackEvents", (caller, input) -> api.describeStackEvents(input))
                .on("DescribeEvents", (caller, input) -> api.describeEvents(input))
                .on("DescribeStackResources", (caller, input) -> api.describeResources(input))
                .on("DescribeStackResource", (caller, input) -> api.describeResource(input))
                .on("ListStackResources", (caller, input) -> api.listResources(input))
                .on("GetTemplate", (caller, input) -> api.getTemplate(input))
                .on("GetTemplateSummary", (caller, input) -> api.getTemplateSummary(input))
                .on("ValidateTemplate", (caller, input) -> api.getTemplateSummary(input))
                .on("CreateChangeSet", (caller, input) -> api.createChangeSet(input))
                .on("DescribeChangeSet", (caller, input) -> api.describeChangeSet(input))
                .on("ExecuteChangeSet", (caller, input) -> api.executeChangeSet(input))
                .on("DeleteChangeSet", (caller, input) -> api.deleteChangeSet(input))
                .on("DeleteStack", (caller, input) -> api.deleteStack(input));
    }

    private JsonNode describeStacks(ObjectNode input) {
        ArrayNode stacks = Json.array();
        if (input.has("StackName")) {
            stacks.add(stack(this.cloudFormation.stack(name(input))));
        } else {
            cloudFormation.stacks().values().forEach(stack -> stacks.add(stack(stack)));
        }
        return Json.object().set("Stacks", stacks);
    }

    private static String name(ObjectNode input) {
        return input.path("StackName").asText();
    }

    private static ObjectNode stack(Stack stack) {
        ObjectNode json = summary(stack);
        if (stack.template().description() != null) {
            json.put("Description", stack.template().description());
        }
        json.put("DisableRollback", false).put("EnableTerminationProtection", false);
        json.putArray("Capabilities").add("CAPABILITY_IAM").add("CAPABILITY_NAMED_IAM");
        ArrayNode outputs = json.putArray("Outputs");
        stack.outputs()
                .forEach((key, value) ->
                        outputs.addObject().put("OutputKey", key).put("OutputValue", value));
        ArrayNode parameters = json.putArray("Parameters");
        stack.parameters()
                .forEach((key, value) ->
                        parameters.addObject().put("ParameterKey", key).put("ParameterValue", value));
        ArrayNode tags = json.putArray("Tags");
        stack.tags().forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return json;
    }

    private static ObjectNode summary(Stack stack) {
        ObjectNode json = Json.object()
                .put("StackId", stack.id())
                .put("StackName", stack.name())
                .put("CreationTime", stack.createdAt().toString())
                .put("StackStatus", stack.status());
        if (stack.updatedAt() != null) {
            json.put("LastUpdatedTime", stack.updatedAt().toString());
        }
        if (stack.reason() != null) {
            json.put("StackStatusReason", stack.reason());
        }
        return json;
    }

    private JsonNode listStacks() {
        ArrayNode stacks = Json.array();
        cloudFormation.stacks().values().forEach(stack -> stacks.add(summary(stack)));
        return Json.object().set("StackSummaries", stacks);
    }

    /** Newest first, as AWS answers. */
    private JsonNode describeStackEvents(ObjectNode input) {
        Stack stack = cloudFormation.stack(name(input));
        ArrayNode events = Json.array();
        List<Event> all = stack.events();
        for (int i = all.size() - 1; i >= 0; i--) {
            events.add(event(stack, all.get(i)));
        }
        return Json.object().set("StackEvents", events);
    }

    /** The newer operation of the same kind, which the CDK CLI asks for. */
    private JsonNode describeEvents(ObjectNode input) {
        boolean failed = input.path("Filters").path("FailedEvents").asBoolean();
        ArrayNode events = Json.array();
        if (input.has("ChangeSetName")) {
            ChangeSet changeSet = changeSet(input);
            changeSet.problems().forEach(problem -> events.add(event(changeSet, problem)));
        }
        if (input.has("StackName") && !input.has("ChangeSetName")) {
            Stack stack = cloudFormation.stack(name(input));
            List<Event> all = stack.events();
            for (int i = all.size() - 1; i >= 0; i--) {
                if (!failed || all.get(i).status().endsWith("FAILED")) {
                    events.add(event(stack, all.get(i)).put("EventType", "STACK_EVENT"));
                }
            }
        }
        return Json.object().set("OperationEvents", events);
    }

    private static ObjectNode event(ChangeSet changeSet, ChangeSet.Problem problem) {
        return Json.object()
                .put("EventId", changeSet.id() + problem.path())
                .put("StackId", changeSet.stack().id())
                .put("Timestamp", changeSet.createdAt().toString())
                .put("OperationType", "CREATE_CHANGESET")
                .put("EventType", "VALIDATION_ERROR")
                .put("LogicalResourceId", problem.logicalId())
                .put("ResourceType", problem.type())
                .put("ValidationFailureMode", "FAIL")
                .put("ValidationName", problem.validation())
                .put("ValidationStatus", "FAILED")
                .put("ValidationStatusReason", problem.reason())
                .put("ValidationPath", problem.path());
    }

    private static ObjectNode event(Stack stack, Event event) {
        ObjectNode json = Json.object()
                .put("StackId", stack.id())
                .put("StackName", stack.name())
                .put("EventId", event.id())
                .put("Timestamp", event.at().toString())
                .put("LogicalResourceId", event.logicalId())
                .put("PhysicalResourceId", event.physicalId())
                .put("ResourceType", event.type())
                .put("ResourceStatus", event.status());
        if (event.reason() != null) {
            json.put("ResourceStatusReason", event.reason());
        }
        return json;
    }

    private JsonNode describeResources(ObjectNode input) {
        Stack stack = cloudFormation.stack(name(input));
        ArrayNode resources = Json.array();
        stack.resources()
                .values()
                .forEach(resource -> resources.add(resource(resource)
                        .put("StackId", stack.id())
                        .put("StackName", stack.name())
                        .put("Timestamp", resource.changedAt().toString())));
        return Json.object().set("StackResources", resources);
    }

    private JsonNode describeResource(ObjectNode input) {
        Stack stack = cloudFormation.stack(name(input));
        String logicalId = input.path("LogicalResourceId").asText();
        StackResource resource = stack.resource(logicalId);
        if (resource == null) {
            throw Template.invalid("Resource " + logicalId + " does not exist for stack " + stack.name());
        }
        return Json.object()
                .set(
                        "StackResourceDetail",
                        resource(resource)
                                .put("StackId", stack.id())
                                .put("StackName", stack.name())
                                .put(
                                        "LastUpdatedTimestamp",
                                        resource.changedAt().toString()));
    }

    private JsonNode listResources(ObjectNode input) {
        ArrayNode resources = Json.array();
        cloudFormation
                .stack(name(input))
                .resources()
                .values()
                .forEach(resource -> resources.add(resource(resource)
                        .put("LastUpdatedTimestamp", resource.changedAt().toString())));
        return Json.object().set("StackResourceSummaries", resources);
    }

    private static ObjectNode resource(StackResource resource) {
        return Json.object()
                .put("LogicalResourceId", resource.logicalId())
                .put("PhysicalResourceId", resource.physical().ref())
                .put("ResourceType", resource.type())
                .put("ResourceStatus", "CREATE_COMPLETE");
    }

    private JsonNode getTemplate(ObjectNode input) {
        ObjectNode answer = Json.object();
        answer.putArray("StagesAvailable").add("Original").add("Processed");
        return answer.put(
                "TemplateBody", cloudFormation.stack(name(input)).template().text());
    }

    private JsonNode getTemplateSummary(ObjectNode input) {
        Template template = input.has("StackName")
                ? cloudFormation.stack(name(input)).template()
                : Template.read(templateText(input));
        ObjectNode answer = Json.object();
        if (template.description() != null) {
            answer.put("Description", template.description());
        }
        ArrayNode parameters = answer.putArray("Parameters");
        template.section("Parameters")
                .properties()
                .forEach(parameter -> parameters
                        .addObject()
                        .put("ParameterKey", parameter.getKey())
                        .put("ParameterType", parameter.getValue().path("Type").asText()));
        ArrayNode types = answer.putArray("ResourceTypes");
        template.resources().values().stream()
                .map(resource -> resource.path("Type").asText())
                .distinct()
                .sorted()
                .forEach(types::add);
        return answer;
    }

    private String templateText(ObjectNode input) {
        return input.has("TemplateURL")
                ? templates.apply(input.get("TemplateURL").asText())
                : input.path("TemplateBody").asText();
    }

    private JsonNode createChangeSet(ObjectNode input) {
        String stackName = name(input);
        String text = input.path("UsePreviousTemplate").asBoolean()
                ? cloudFormation.stack(stackName).template().text()
                : templateText(input);
        ChangeSet changeSet = cloudFormation.plan(
                stackName,
                input.path("ChangeSetName").asText(),
                input.path("ChangeSetType").asText("UPDATE"),
                text,
                pairs(input.path("Parameters"), "ParameterKey", "ParameterValue"),
                pairs(input.path("Tags"), "Key", "Value"));
        return Json.object()
                .put("Id", changeSet.id())
                .put("StackId", changeSet.stack().id());
    }

    /** Those that have a value; a parameter that shall keep its previous one has none. */
    private static Map<String, String> pairs(JsonNode list, String key, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list.forEach(pair -> {
            if (pair.has(value)) {
                pairs.put(pair.path(key).asText(), pair.path(value).asText());
            }
        });
        return pairs;
    }

    private ChangeSet changeSet(ObjectNode input) {
        return cloudFormation.changeSet(name(input), input.path("ChangeSetName").asText());
    }

    private JsonNode describeChangeSet(ObjectNode input) {
        ChangeSet changeSet = changeSet(input);
        ObjectNode answer = Json.object()
                .put("ChangeSetName", changeSet.name())
                .put("ChangeSetId", changeSet.id())
                .put("StackId", changeSet.stack().id())
                .put("StackName", changeSet.stack().name())
                .put("CreationTime", changeSet.createdAt().toString())
                .put("ExecutionStatus", changeSet.isFailed() ? "UNAVAILABLE" : "AVAILABLE")
                .put("Status", changeSet.isFailed() ? "FAILED" : "CREATE_COMPLETE");
        if (changeSet.isFailed()) {
            answer.put("StatusReason", changeSet.statusReason());
        }
        ArrayNode changes = answer.putArray("Changes");
        changeSet.changes().forEach(change -> changes.add(json(change)));
        return answer;
    }

    private static ObjectNode json(ChangeSet.Change change) {
        ObjectNode json = Json.object()
                .put("Action", change.action())
                .put("LogicalResourceId", change.logicalId())
                .put("ResourceType", change.type());
        if (!change.physicalId().isEmpty()) {
            json.put("PhysicalResourceId", change.physicalId());
        }
        if (change.action().equals("Modify")) {
            String recreation = change.replacement() ? "Always" : "Never";
            json.put("Replacement", change.replacement() ? "True" : "False");
            json.putArray("Scope").add("Properties");
            ArrayNode details = json.putArray("Details");
            change.properties().forEach(property -> {
                ObjectNode detail =
                        details.addObject().put("Evaluation", "Static").put("ChangeSource", "DirectModification");
                detail.set(
                        "Target",
                        Json.object()
                                .put("Attribute", "Properties")
                                .put("Name", property)
                                .put("RequiresRecreation", recreation));
            });
        }
        return Json.object().put("Type", "Resource").set("ResourceChange", json);
    }

    private JsonNode executeChangeSet(ObjectNode input) {
        ChangeSet changeSet = changeSet(input);
        if (changeSet.isFailed()) {
            throw new AwsError(
                    400,
                    "InvalidChangeSetStatus",
                    "ChangeSet [" + changeSet.id() + "] cannot be executed in its current" + " status of [FAILED]");
        }
        if (input.path("DisableRollback").asBoolean()) {
            throw AwsError.notHere("DisableRollback; a failed deployment always rolls back");
        }
        cloudFormation.start(changeSet);
        return Json.object();
    }

    private JsonNode deleteChangeSet(ObjectNode input) {
        try {
            cloudFormation.forget(changeSet(input));
        } catch (AwsError e) {
            if (!e.code().equals("ChangeSetNotFound")) {
                throw e;
            }
        }
        return Json.object();
    }

    private JsonNode deleteStack(ObjectNode input) {
        cloudFormation.find(name(input)).ifPresent(cloudFormation::startDeletion);
        return Json.object();
    }
}

package workshop.cloud.cloudformation;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import workshop.cloud.Json;
import workshop.cloud.cloudformation.Stack.Event;
import workshop.cloud.cloudformation.Stack.StackResource;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/**
 * The operations of CloudFormation that one looks around with.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html">API</a>
 */
public record CloudFormationApi(CloudFormation cloudFormation) {
    public static final String XML_NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private static final Shape STATUS = oneOf("""
            CREATE_IN_PROGRESS CREATE_FAILED CREATE_COMPLETE ROLLBACK_IN_PROGRESS ROLLBACK_FAILED ROLLBACK_COMPLETE
            DELETE_IN_PROGRESS DELETE_FAILED DELETE_COMPLETE UPDATE_IN_PROGRESS UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
            UPDATE_COMPLETE UPDATE_FAILED UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_FAILED
            UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE REVIEW_IN_PROGRESS IMPORT_IN_PROGRESS
            IMPORT_COMPLETE IMPORT_ROLLBACK_IN_PROGRESS IMPORT_ROLLBACK_FAILED IMPORT_ROLLBACK_COMPLETE""".split("\\s+"));

    static final Member STACK = required("StackName", text(1, 2048, "[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*"));

    static final Member DEPLOYMENT_CONFIG =
            optional("DeploymentConfig", optional("Mode", oneOf("STANDARD").without("EXPRESS")));

    static final Member ROLE = withoutEffect("RoleARN", text(20, 2048));
    static final Member STACK_OR_ALL = optional("StackName", STACK.shape());

    /**
     * Adds all operations.
     *
     * @param templates gives the text of an object by its bucket and key, as they are in a URL
     */
    public static Operations of(CloudFormation cloudFormation, UnaryOperator<String> templates, Operations operations) {
        CloudFormationApi api = new CloudFormationApi(cloudFormation);
        new ChangeSetsApi(cloudFormation, templates).in(operations.invalid("ValidationError"));
        new TemplatesApi(cloudFormation, templates).in(operations);
        Members ofStack = Members.of(STACK);
        Members ofStackOrAll = Members.of(STACK_OR_ALL);
        Members ofResource = ofStack.and(required("LogicalResourceId", text()));
        Members deletion = ofStack.and(ROLE, DEPLOYMENT_CONFIG, ChangeSetsApi.REQUEST_TOKEN);
        return operations
                .on("DescribeStacks", ofStackOrAll, api::describeStacks)
                .on("ListStacks", Members.of(optional("StackStatusFilter", Shape.list(STATUS))), api::listStacks)
                .on("DescribeStackEvents", ofStack, api::describeEvents)
                .on("DescribeStackResources", ofStack, api::describeResources)
                .on("DescribeStackResource", ofResource, api::describeResource)
                .on("ListStackResources", ofStack, api::listResources)
                .run(
                        "DeleteStack",
                        deletion,
                        input -> cloudFormation.delete(
                                name(input), input.path("ClientRequestToken").asText(null), cloudFormation.worker));
    }

    private JsonNode describeStacks(ObjectNode input) {
        Collection<Stack> asked =
                input.has("StackName") ? List.of(cloudFormation.stack(name(input))) : cloudFormation.stacks.values();
        return list("Stacks", asked, CloudFormationApi::stack);
    }

    private JsonNode listStacks(ObjectNode input) {
        List<String> statuses = Json.texts(input.path("StackStatusFilter"));
        return list(
                "StackSummaries",
                cloudFormation.all().stream()
                        .filter(stack -> statuses.isEmpty() || statuses.contains(stack.status()))
                        .toList(),
                stack -> listed(stack)
                        .put("TemplateDescription", stack.content.template().description()));
    }

    static String name(ObjectNode input) {
        return input.path("StackName").asText();
    }

    private static ObjectNode stack(Stack stack) {
        ObjectNode json = listed(stack); // first: who sees that it is complete sees the outputs, too
        Stack.Content content = stack.content;
        json.put("Description", content.template().description()).put("DisableRollback", false);
        if (!stack.status().equals("DELETE_COMPLETE")) {
            boolean isTakenBack = stack.status().startsWith("ROLLBACK");
            json.put("EnableTerminationProtection", false)
                    .put("ChangeSetId", isTakenBack ? null : content.changeSetId());
        }
        json.set("Capabilities", Json.orNull(content.capabilities()));
        json.putArray("NotificationARNs");
        json.putObject("RollbackConfiguration");
        ArrayNode outputs = Json.list(content.outputs().entrySet(), one -> output(content.template(), one));
        json.set("Outputs", Json.orNull(outputs));
        json.set("Parameters", Json.orNull(parameters(content.template(), content.parameters())));
        json.set("Tags", tags(content.tags()));
        return json;
    }

    private static ObjectNode output(Template template, Map.Entry<String, String> output) {
        JsonNode declared = template.section("Outputs").path(output.getKey());
        return Json.object()
                .put("OutputKey", output.getKey())
                .put("OutputValue", output.getValue())
                .put("Description", declared.path("Description").asText(null));
    }

    /** As they are shown: one that must not be read (NoEcho) in asterisks. */
    static ArrayNode parameters(Template template, Map<String, String> values) {
        JsonNode declared = template.section("Parameters");
        return Json.list(values.entrySet(), one -> {
            boolean isSecret = declared.path(one.getKey()).path("NoEcho").asBoolean();
            String shown = isSecret ? "****" : one.getValue();
            return Json.object().put("ParameterKey", one.getKey()).put("ParameterValue", shown);
        });
    }

    static ArrayNode tags(Map<String, String> values) {
        return Json.list(
                values.entrySet(), tag -> Json.object().put("Key", tag.getKey()).put("Value", tag.getValue()));
    }

    private static ObjectNode listed(Stack stack) {
        ObjectNode json = Json.object()
                .put("StackId", stack.id)
                .put("StackName", stack.name)
                .put("CreationTime", Json.milliseconds(stack.createdAt))
                .put("StackStatus", stack.status())
                .put("LastUpdatedTime", Json.milliseconds(stack.updatedAt))
                .put("StackStatusReason", stack.reason);
        if (stack.status().matches("(ROLLBACK|DELETE)_.*")) {
            json.put("DeletionTime", Json.milliseconds(stack.changedAt));
        }
        json.putObject("DriftInformation").put("StackDriftStatus", "NOT_CHECKED");
        return json.set("LastOperations", Json.list(stack.operations, CloudFormationApi::operation));
    }

    static ObjectNode operation(Stack.Operation operation) {
        return Json.object().put("OperationType", operation.type()).put("OperationId", operation.id());
    }

    private static <T> JsonNode list(String member, Collection<T> all, Function<T, ObjectNode> shown) {
        return Json.object().set(member, Json.list(all, shown));
    }

    private JsonNode describeEvents(ObjectNode input) {
        return list("StackEvents", events(cloudFormation.existing(name(input))).toList(), event -> event);
    }

    static Stream<ObjectNode> events(Stack stack) {
        return stack.events().stream().map(event -> event(stack, event));
    }

    private static ObjectNode event(Stack stack, Event event) {
        return operation(event.operation())
                .put("StackId", stack.id)
                .put("EventId", event.eventId())
                .put("StackName", stack.name)
                .put("LogicalResourceId", event.logicalResourceId())
                .put("PhysicalResourceId", event.physicalResourceId())
                .put("ResourceType", event.resourceType())
                .put("Timestamp", Json.milliseconds(event.timestamp()))
                .put("ResourceStatus", event.resourceStatus())
                .put("ResourceStatusReason", event.resourceStatusReason())
                .put("ResourceProperties", event.resourceProperties())
                .put("ClientRequestToken", event.clientRequestToken());
    }

    private JsonNode describeResources(ObjectNode input) {
        Stack stack = cloudFormation.stack(name(input));
        Stream<StackResource> first = stack.resources().values().stream().limit(100);
        return list("StackResources", first.toList(), resource -> detail(stack, resource, "Timestamp"));
    }

    private JsonNode describeResource(ObjectNode input) {
        String missing = "Stack '" + name(input) + "' does not exist";
        Stack stack = cloudFormation.find(name(input)).orElseThrow(() -> Template.invalid(missing));
        String logicalId = input.path("LogicalResourceId").asText();
        StackResource resource = stack.resource(logicalId);
        Template.refuse(resource == null, "Resource " + logicalId + " does not exist for stack " + stack.name);
        ObjectNode detail = detail(stack, resource, "LastUpdatedTimestamp");
        return Json.object().set("StackResourceDetail", detail.put("Metadata", Json.write(resource.metadata())));
    }

    private JsonNode listResources(ObjectNode input) {
        Stack stack = cloudFormation.stack(name(input));
        return list(
                "StackResourceSummaries",
                stack.resources().values(),
                resource -> resource(stack, resource, "LastUpdatedTimestamp"));
    }

    private static ObjectNode detail(Stack stack, StackResource resource, String timestamp) {
        return resource(stack, resource, timestamp).put("StackId", stack.id).put("StackName", stack.name);
    }

    private static ObjectNode resource(Stack stack, StackResource resource, String timestamp) {
        Optional<Event> last = stack.last(resource);
        Instant changedAt = last.map(Event::timestamp).orElse(stack.updatedAt);
        String reason = last.map(Event::resourceStatusReason).orElse(null);
        ObjectNode json = Json.object();
        json.putObject("DriftInformation").put("StackResourceDriftStatus", "NOT_CHECKED");
        return json.put("LogicalResourceId", resource.logicalId())
                .put("PhysicalResourceId", resource.physical().ref())
                .put("ResourceType", resource.type())
                .put("ResourceStatus", last.map(Event::resourceStatus).orElse("CREATE_COMPLETE"))
                .put("ResourceStatusReason", reason)
                .put(timestamp, Json.milliseconds(changedAt));
    }
}

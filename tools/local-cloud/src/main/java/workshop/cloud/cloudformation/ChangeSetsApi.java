package workshop.cloud.cloudformation;

import static workshop.cloud.cloudformation.CloudFormationApi.STACK;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.cloudformation.Plan.Problem;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of CloudFormation on change sets, by which templates are deployed. */
record ChangeSetsApi(CloudFormation cloudFormation, UnaryOperator<String> templates) {
    private static final Shape TOKEN = text(1, 128, "[a-zA-Z0-9][-a-zA-Z0-9]*");
    static final Member REQUEST_TOKEN = optional("ClientRequestToken", TOKEN);
    private static final Shape NAME = text(1, 1600, "[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*");
    private static final Member CHANGE_SET = required("ChangeSetName", NAME);
    private static final Member OF_STACK = optional("StackName", STACK.shape());

    private static final Members PARAMETER = Members.of(
            required("ParameterKey", text()), optional("ParameterValue", text()), optional("UsePreviousValue", flag()));

    Operations in(Operations operations) {
        Shape capability = oneOf("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND");
        Members creation = Members.of(
                STACK,
                required("ChangeSetName", text(1, 128, "[a-zA-Z][-a-zA-Z0-9]*")),
                optional("ChangeSetType", oneOf("CREATE", "UPDATE").without("IMPORT")),
                TemplatesApi.TEMPLATE_BODY,
                TemplatesApi.TEMPLATE_URL,
                optional("UsePreviousTemplate", flag()),
                optional("Parameters", list(PARAMETER).distinctBy("ParameterKey")),
                optional("Capabilities", list(capability)),
                optional(
                        "Tags",
                        ResourceType.tags(text(1, 128), required("Value", text(1, 256)))
                                .shape()),
                optional("Description", text(1, 1024)),
                optional("ClientToken", TOKEN),
                CloudFormationApi.ROLE,
                withoutEffect("IncludeNestedStacks", flag()),
                optional("ImportExistingResources", flag()),
                CloudFormationApi.DEPLOYMENT_CONFIG);
        Members changeSet = Members.of(CHANGE_SET, OF_STACK);
        Member withValues = optional("IncludePropertyValues", flag());
        Members execution = changeSet.and(optional("DisableRollback", flag()), REQUEST_TOKEN);
        Member filters = optional("Filters", optional("FailedEvents", flag()));
        Members events =
                Members.of(OF_STACK, optional("ChangeSetName", NAME), optional("OperationId", text(1, 36)), filters);
        return operations
                .aboutAll()
                .on("CreateChangeSet", creation, this::create)
                .on("DescribeChangeSet", changeSet.and(withValues), this::describe)
                .on("ListChangeSets", Members.of(STACK), this::waiting)
                .run("ExecuteChangeSet", execution, this::execute)
                .run("DeleteChangeSet", changeSet, this::delete)
                .on("DescribeEvents", events, this::describeEvents);
    }

    private JsonNode create(ObjectNode input) {
        String stackName = CloudFormationApi.name(input);
        AwsError.notHere(
                input.path("ImportExistingResources").asBoolean(), "the import of resources (ImportExistingResources)");
        boolean isPrevious = input.path("UsePreviousTemplate").asBoolean();
        Template.refuse(
                isPrevious && (input.has("TemplateBody") || input.has("TemplateURL")),
                "You cannot specify both usePreviousTemplate and Template Body/Template URL.");
        Template.refuse(
                isPrevious && input.path("ChangeSetType").asText().equals("CREATE"),
                "Cannot specify usePreviousTemplate as true for a changeSetType CREATE");
        String text = isPrevious
                ? cloudFormation.stack(stackName).content.template().text()
                : TemplatesApi.text(input, templates);
        ChangeSet changeSet = cloudFormation.plan(new ChangeSet.Request(
                input.path("ClientToken").asText(null),
                stackName,
                input.path("ChangeSetName").asText(),
                input.path("ChangeSetType").asText("UPDATE"),
                input.path("Description").asText(null),
                text,
                parameters(input),
                Json.pairs(input.path("Tags"), "Key", "Value"),
                Json.texts(input.path("Capabilities"))));
        return Json.object().put("Id", changeSet.id()).put("StackId", changeSet.stack().id);
    }

    private static ParameterValues parameters(ObjectNode input) {
        Map<String, String> kept = Json.pairs(input.path("Parameters"), "ParameterKey", "UsePreviousValue");
        kept.values().removeIf(isKept -> !isKept.equals("true"));
        Template.refuse(
                !kept.isEmpty() && input.path("ChangeSetType").asText().equals("CREATE"),
                "Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE");
        return new ParameterValues(
                Json.pairs(input.path("Parameters"), "ParameterKey", "ParameterValue"), kept.keySet());
    }

    private ChangeSet changeSet(ObjectNode input) {
        String name = input.path("ChangeSetName").asText();
        Template.refuse(
                !name.startsWith("arn:") && !input.has("StackName"),
                "StackName must be specified if ChangeSetName is not specified as an ARN.");
        return cloudFormation.changeSet(CloudFormationApi.name(input), name);
    }

    private JsonNode waiting(ObjectNode input) {
        Stack stack = cloudFormation.existing(CloudFormationApi.name(input));
        return Json.object().set("Summaries", Json.list(cloudFormation.waiting(stack), ChangeSetsApi::summary));
    }

    private static ObjectNode summary(ChangeSet changeSet) {
        return Json.object()
                .put("ChangeSetName", changeSet.name())
                .put("ChangeSetId", changeSet.id())
                .put("StackId", changeSet.stack().id)
                .put("StackName", changeSet.stack().name)
                .put("Description", changeSet.request().description())
                .put("CreationTime", Json.milliseconds(changeSet.createdAt()))
                .put("ExecutionStatus", changeSet.execution().get())
                .put("Status", changeSet.isFailed() ? "FAILED" : "CREATE_COMPLETE")
                .put("IncludeNestedStacks", false)
                .put("StatusReason", changeSet.statusReason());
    }

    JsonNode describe(ObjectNode input) {
        ChangeSet changeSet = changeSet(input);
        ObjectNode answer = summary(changeSet);
        answer.set(
                "Parameters", Json.orNull(CloudFormationApi.parameters(changeSet.template(), changeSet.parameters())));
        answer.set(
                "Tags", Json.orNull(CloudFormationApi.tags(changeSet.request().tags())));
        answer.set("Capabilities", Json.MAPPER.valueToTree(changeSet.request().capabilities()));
        answer.putArray("NotificationARNs");
        answer.putObject("RollbackConfiguration");
        boolean withValues = input.path("IncludePropertyValues").asBoolean();
        ArrayNode changes = answer.putArray("Changes");
        changeSet.plan().changes.stream()
                .map(change -> ShownChange.of(change, withValues))
                .filter(ShownChange::isOne)
                .forEach(change -> changes.addObject().put("Type", "Resource").set("ResourceChange", change.json()));
        return answer;
    }

    private void execute(ObjectNode input) {
        ChangeSet changeSet = changeSet(input);
        String token = input.path("ClientRequestToken").asText(null);
        String execution = changeSet.execution().get();
        if (execution.startsWith("EXECUTE_") && token != null && token.equals(changeSet.stack().token)) {
            return; // it is the same request again
        }
        AwsError.refuse(
                !execution.equals("AVAILABLE"),
                "InvalidChangeSetStatus",
                "ChangeSet [" + changeSet.id() + "] cannot be executed in its current "
                        + (changeSet.isFailed() ? "status of [FAILED]" : "execution status of [" + execution + "]"));
        boolean keeps = input.path("DisableRollback").asBoolean();
        AwsError.notHere(keeps, "DisableRollback; a failed deployment always rolls back");
        cloudFormation.start(changeSet, token);
    }

    private void delete(ObjectNode input) {
        try {
            cloudFormation.changeSets.remove(changeSet(input).id());
        } catch (AwsError e) {
            if (!e.code().equals("ChangeSetNotFound")) {
                throw e;
            }
        }
    }

    /** Of a change set, why it failed; of a stack, what happened; of an operation, one or the other. */
    private JsonNode describeEvents(ObjectNode input) {
        Stream<ObjectNode> events;
        if (input.has("ChangeSetName")) {
            events = problems(changeSet(input));
        } else if (input.has("StackName")) {
            events = events(cloudFormation.stack(CloudFormationApi.name(input)));
        } else if (input.has("OperationId")) {
            events = Stream.concat(
                    cloudFormation.changeSets.values().stream().flatMap(ChangeSetsApi::problems),
                    cloudFormation.all().stream().flatMap(ChangeSetsApi::events));
        } else {
            throw Template.invalid("One of ChangeSetName, OperationId or StackName must be specified");
        }
        boolean failedOnly = input.path("Filters").path("FailedEvents").asBoolean();
        JsonNode operation = input.path("OperationId");
        ArrayNode asked = Json.array();
        events.filter(event -> operation.isMissingNode() || operation.equals(event.get("OperationId")))
                .filter(event -> !failedOnly
                        || event.path("ResourceStatus").asText("FAILED").endsWith("FAILED"))
                .forEach(asked::add);
        return Json.object().set("OperationEvents", asked);
    }

    private static Stream<ObjectNode> problems(ChangeSet changeSet) {
        return changeSet.plan().problems.stream().map(problem -> event(changeSet, problem));
    }

    private static Stream<ObjectNode> events(Stack stack) {
        return CloudFormationApi.events(stack).map(event -> event.put("EventType", "STACK_EVENT"));
    }

    private static ObjectNode event(ChangeSet changeSet, Problem problem) {
        return CloudFormationApi.operation(changeSet.operation())
                .put("EventId", changeSet.id() + problem.path())
                .put("StackId", changeSet.stack().id)
                .put("Timestamp", Json.milliseconds(changeSet.createdAt()))
                .put("EventType", "VALIDATION_ERROR")
                .put("LogicalResourceId", problem.logicalId())
                .put("ResourceType", problem.type())
                .put("ValidationFailureMode", "FAIL")
                .put("ValidationName", problem.validation())
                .put("ValidationStatus", "FAILED")
                .put("ValidationStatusReason", problem.reason())
                .put("ValidationPath", problem.path());
    }
}

package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;

/**
 * What the API reference says of requests in a sentence, beside the bounds that it declares.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html">API</a>
 */
class DocumentedRulesTest {
    private static final String THING = """
            {"Parameters": {"Colour": {"Type": "String", "Default": "red"}},
             "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": {"Ref": "Colour"}}}}}""";

    private final Iam iam = new Iam();
    private final CloudFormation cloudFormation =
            new CloudFormation(new ResourceTypes().add(List.of(new FakeType().type())), name -> "30", url -> url);
    private final Operations api = CloudFormationApi.of(
            cloudFormation, url -> "", new Operations("cloudformation", iam, new Faults()).aboutAll());

    private JsonNode call(String operation, Map<String, String> input) {
        return api.call(operation, iam.owner(), Json.MAPPER.valueToTree(input));
    }

    private Set<String> tokens(String stack, String status) {
        return call("DescribeStackEvents", Map.of("StackName", stack))
                .path("StackEvents")
                .valueStream()
                .filter(event -> event.path("ResourceStatus").asText().startsWith(status))
                .map(event -> event.path("ClientRequestToken").asText("none"))
                .collect(Collectors.toSet());
    }

    private void awaitStatus(String stack, String status) {
        await().until(() -> cloudFormation.stack(stack).status().equals(status));
    }

    /** "All events triggered by a given stack operation are assigned the same client request token": API_StackEvent. */
    @Test
    void theEventsOfAnOperationHaveTheTokenOfItsRequest() {
        Map<String, String> request = Map.of("StackName", "S", "ChangeSetName", "c");
        call(
                "CreateChangeSet",
                Map.of("StackName", "S", "ChangeSetName", "c", "ChangeSetType", "CREATE", "TemplateBody", THING));
        assertThat(tokens("S", "REVIEW")).containsExactly("none");
        call("ExecuteChangeSet", Map.of("StackName", "S", "ChangeSetName", "c", "ClientRequestToken", "exec-1"));
        awaitStatus("S", "CREATE_COMPLETE");
        assertThat(tokens("S", "CREATE")).containsExactly("exec-1");

        String id = cloudFormation.stack("S").id;
        call("DeleteStack", Map.of("StackName", "S", "ClientRequestToken", "delete-1"));
        awaitStatus(id, "DELETE_COMPLETE");
        assertThat(tokens(id, "DELETE")).containsExactly("delete-1");
        assertThat(tokens(id, "CREATE")).containsExactly("exec-1");
        assertThatThrownBy(() -> call("DescribeChangeSet", request)).hasMessage("Stack [S] does not exist");
    }

    /** A deleted stack is asked for by its id for 90 days: API_DescribeStackResources and the like. */
    @Test
    void aDeletedStackShowsItsResourcesAndHasNoChangeSetsToExecute() {
        call(
                "CreateChangeSet",
                Map.of("StackName", "S", "ChangeSetName", "first", "ChangeSetType", "CREATE", "TemplateBody", THING));
        call("ExecuteChangeSet", Map.of("StackName", "S", "ChangeSetName", "first"));
        awaitStatus("S", "CREATE_COMPLETE");
        Stack stack = cloudFormation.stack("S");
        String executed = stack.content.changeSetId();
        ChangeSet waiting = cloudFormation.plan(new ChangeSet.Request(
                null,
                "S",
                "c",
                "UPDATE",
                null,
                THING.replace("red", "green"),
                new ParameterValues(Map.of(), Set.of()),
                Map.of(),
                List.of()));
        cloudFormation.delete("S");
        assertThat(stack.status()).isEqualTo("DELETE_COMPLETE");
        Map<String, String> byId = Map.of("StackName", stack.id);
        assertThat(call("ListStackResources", byId).findValuesAsText("ResourceStatus"))
                .containsExactly("DELETE_COMPLETE");
        assertThat(call("DescribeStackResources", byId).findValuesAsText("ResourceStatus"))
                .containsExactly("DELETE_COMPLETE");
        assertThat(call("DescribeStackResource", Map.of("StackName", stack.id, "LogicalResourceId", "A"))
                        .findValuesAsText("PhysicalResourceId"))
                .containsExactly("a");

        assertThatThrownBy(() -> call("ExecuteChangeSet", Map.of("ChangeSetName", waiting.id())))
                .hasMessage("ChangeSet [" + waiting.id() + "] does not exist");
        assertThat(stack.status()).isEqualTo("DELETE_COMPLETE");
        // recorded on AWS: LocalStack, test_changesets.snapshot.json, test_name_conflicts
        assertThat(call("DescribeChangeSet", Map.of("ChangeSetName", executed))
                        .path("ExecutionStatus")
                        .asText())
                .isEqualTo("EXECUTE_COMPLETE");
    }

    /** "Only the first 100 resources will be returned": API_DescribeStackResources. */
    @Test
    void resourcesAreDescribedUpToTheHundredthAndListedAll() {
        String things = IntStream.rangeClosed(1, 101)
                .mapToObj(i -> "\"A%d\": {\"Type\": \"AWS::Fake::Thing\", \"Properties\": {\"Name\": \"a%d\"}}"
                        .formatted(i, i))
                .collect(Collectors.joining(", "));
        cloudFormation.deploy("S", "{\"Resources\": {" + things + "}}");
        Map<String, String> stack = Map.of("StackName", "S");
        assertThat(call("DescribeStackResources", stack).path("StackResources")).hasSize(100);
        assertThat(call("ListStackResources", stack).path("StackResourceSummaries"))
                .hasSize(101);
    }

    /**
     * Of UsePreviousValue, "if you specify true, do not specify a parameter value": API_Parameter. The words are those that people
     * published: https://github.com/widdix/cfn-create-or-update/pull/15, https://github.com/mapbox/cfn-config/issues/182.
     */
    @ParameterizedTest
    @CsvSource({
        "UPDATE, blue, Invalid input for parameter key Colour. Cannot specify usePreviousValue as true and non empty value for a parameter",
        "UPDATE, '', ",
        "CREATE, '', Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE",
    })
    void aParameterHasAValueOrItsPreviousOne(String type, String value, String refusal) {
        cloudFormation.deploy("S", THING);
        ObjectNode request = Json.object().put("StackName", type.equals("CREATE") ? "T" : "S");
        request.put("ChangeSetName", "c").put("ChangeSetType", type).put("TemplateBody", THING);
        request.putArray("Parameters")
                .addObject()
                .put("ParameterKey", "Colour")
                .put("ParameterValue", value)
                .put("UsePreviousValue", true);
        if (refusal == null) {
            assertThat(api.call("CreateChangeSet", iam.owner(), request).has("Id"))
                    .isTrue();
        } else {
            assertThatThrownBy(() -> api.call("CreateChangeSet", iam.owner(), request))
                    .hasMessage(refusal);
        }
    }

    /** "If both are passed, only TemplateBody is used": API_ValidateTemplate; "only one": API_GetTemplateSummary. */
    @Test
    void aTemplateIsValidatedByItsBodyAndSummarizedFromOneSource() {
        cloudFormation.deploy("S", THING);
        String url = "https://s3.amazonaws.com/bucket/none.json";
        assertThat(call("ValidateTemplate", Map.of("TemplateBody", THING, "TemplateURL", url))
                        .findValuesAsText("ParameterKey"))
                .containsExactly("Colour");
        assertThatThrownBy(() -> call("GetTemplateSummary", Map.of("StackName", "S", "TemplateBody", THING)))
                .hasMessage("Only one of StackName, TemplateBody and TemplateURL may be specified.");
    }

    /**
     * @see <a href="https://github.com/aws/aws-cli/issues/2684">ValidateTemplate</a>
     * @see <a href="https://github.com/aws/aws-cli/issues/6805">GetTemplateSummary</a>
     */
    @ParameterizedTest
    @ValueSource(strings = {"ValidateTemplate", "GetTemplateSummary"})
    void aTemplateIsReadWithTheTypesThatThereAre(String operation) {
        assertThatThrownBy(() -> call(operation, Map.of("TemplateBody", """
                {"Resources": {"A": {"Type": "AWS::Fake::Thingy"}}}""")))
                .hasMessageStartingWith("Template format error: Unrecognized resource types: [AWS::Fake::Thingy]");
    }

    /** @see <a href="https://github.com/glassechidna/stackit/issues/38">The words</a> */
    @Test
    void aNewStackHasNoPreviousTemplate() {
        ObjectNode request = Json.object().put("StackName", "New").put("ChangeSetName", "c");
        request.put("ChangeSetType", "CREATE").put("UsePreviousTemplate", true);
        assertThatThrownBy(() -> api.call("CreateChangeSet", iam.owner(), request))
                .hasMessage("Cannot specify usePreviousTemplate as true for a changeSetType CREATE");
    }
}

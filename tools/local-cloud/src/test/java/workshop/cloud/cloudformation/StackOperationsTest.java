package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;
import workshop.cloud.faults.Faults;
import workshop.cloud.gateway.Operations;
import workshop.cloud.iam.Iam;

/**
 * What is done with a stack has an id, by which one finds what happened. After a failed update the page below shows two; the
 * others are recorded on AWS (LocalStack, {@code test_change_set_mappings.snapshot.json}, February 2026).
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events-by-operation.html">By operation</a>
 */
class StackOperationsTest {
    private static final String THING = """
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": "%s"}}}}""";

    private final Iam iam = new Iam();
    private final CloudFormation cloudFormation =
            new CloudFormation(new ResourceTypes().add(List.of(new FakeType().type())), name -> "30", url -> url);
    private final Operations api = CloudFormationApi.of(
            cloudFormation, url -> "", new Operations("cloudformation", iam, new Faults()).aboutAll());

    private JsonNode call(String operation, String member, String value) {
        return api.call(operation, iam.owner(), Json.object().put(member, value));
    }

    private JsonNode last(String stack) {
        return call("DescribeStacks", "StackName", stack).at("/Stacks/0/LastOperations");
    }

    private List<String> types() {
        return last("S").findValuesAsText("OperationType");
    }

    private List<String> events(String id) {
        return call("DescribeEvents", "OperationId", id).path("OperationEvents").findValuesAsText("ResourceStatus");
    }

    @Test
    void aStackSaysWhatWasLastDoneWithItAndThatItWasTakenBack() {
        cloudFormation.deploy("S", THING.formatted("red"));
        assertThat(types()).containsExactly("CREATE_STACK");
        cloudFormation.deploy("S", THING.formatted("green"));
        assertThat(types()).containsExactly("UPDATE_STACK");
        assertThatThrownBy(() -> cloudFormation.deploy("S", THING.formatted("impossible")))
                .hasMessageContaining("There is no such colour");
        assertThat(types()).containsExactly("ROLLBACK", "UPDATE_STACK");

        assertThat(events(last("S").at("/0/OperationId").asText()))
                .endsWith("UPDATE_ROLLBACK_IN_PROGRESS")
                .doesNotContain("UPDATE_FAILED");
        String update = last("S").at("/1/OperationId").asText();
        assertThat(events(update)).containsExactly("UPDATE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS");
        ObjectNode failures = Json.object().put("OperationId", update);
        failures.putObject("Filters").put("FailedEvents", true);
        assertThat(api.call("DescribeEvents", iam.owner(), failures).findValuesAsText("ResourceStatus"))
                .containsExactly("UPDATE_FAILED");

        String id = cloudFormation.stack("S").id;
        cloudFormation.delete("S");
        assertThat(last(id).findValuesAsText("OperationType")).containsExactly("DELETE_STACK");
    }

    /** Recorded on AWS by Cloud Custodian: test_cfn_add_tag, test_cfn_remove_tag (the times of one stack), test_cfn_delete_force. */
    @Test
    void aStackWasUpdatedWhenThatBeganAndItsTimesAreInMilliseconds() {
        cloudFormation.deploy("S", THING.formatted("red"));
        String id = cloudFormation.stack("S").id;
        cloudFormation.deploy("S", THING.formatted("green"));
        String updated = time(id, "LastUpdatedTime");
        JsonNode events = call("DescribeStackEvents", "StackName", id).path("StackEvents");
        String began = StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("ResourceStatus").asText().equals("UPDATE_IN_PROGRESS"))
                .reduce((newer, older) -> older)
                .orElseThrow()
                .path("Timestamp")
                .asText();
        assertThat(updated).isLessThanOrEqualTo(began);
        assertThat(List.of(
                        updated,
                        began,
                        time(id, "CreationTime"),
                        events.at("/0/Timestamp").asText()))
                .allMatch(time -> time.matches("[\\d-]+T[\\d:]+\\.\\d{3}Z"));

        cloudFormation.delete("S");
        assertThat(time(id, "LastUpdatedTime")).isEqualTo(updated);
        assertThat(time(id, "DeletionTime")).isGreaterThan(updated);
    }

    /** The CDK CLI counts what is complete, and what is said while a stack is cleaned up as well: it came to 11/4. */
    @Test
    void whatHasNoEffectIsSaidBeforeAnythingIsMade() {
        String noted = THING.replace("\"Name\"", "\"Note\": \"n\", \"Name\"");
        cloudFormation.deploy("S", noted.formatted("red"));
        cloudFormation.deploy("S", noted.formatted("green"));
        assertThat(cloudFormation.stack("S").events().stream()
                        .filter(event ->
                                String.valueOf(event.resourceStatusReason()).contains(" has no effect "))
                        .map(Stack.Event::resourceStatus))
                .containsExactly("UPDATE_IN_PROGRESS", "CREATE_IN_PROGRESS");
    }

    @Test
    void whenItsDeletionBeganStaysAsItIsWhileResourcesAreDeleted() {
        cloudFormation.deploy("S", THING.formatted("red"));
        Stack stack = cloudFormation.stack("S");
        stack.status("DELETE_IN_PROGRESS", null);
        String began = time("S", "DeletionTime");
        stack.event(stack.resource("A"), "DELETE_IN_PROGRESS", null);
        assertThat(time("S", "DeletionTime")).isEqualTo(began);
    }

    private String time(String stack, String member) {
        return call("DescribeStacks", "StackName", stack)
                .at("/Stacks/0/" + member)
                .asText();
    }

    /** Such as {@code CiUser-CREATE_COMPLETE-2016-10-08T14:52:25.702Z}: so do all events of resources that people published. */
    @Test
    void theIdOfAResourcesEventSaysWhatHappenedAndWhen() {
        cloudFormation.deploy("S", THING.formatted("red"));
        JsonNode events = call("DescribeStackEvents", "StackName", "S").path("StackEvents");
        for (JsonNode event : events) {
            String happened = event.path("ResourceStatus").asText() + "-"
                    + event.path("Timestamp").asText();
            boolean isOfStack = event.path("LogicalResourceId").asText().equals("S");
            assertThat(event.path("EventId").asText()).matches(isOfStack ? "[0-9a-f-]{36}" : "A-" + happened);
        }
    }

    @Test
    void whyAChangeSetFailedIsFoundByItsOperation() {
        ObjectNode request = Json.object().put("StackName", "S").put("ChangeSetName", "c");
        request.put("ChangeSetType", "CREATE").put("TemplateBody", THING.formatted("red\", \"Size\": \"1"));
        api.call("CreateChangeSet", iam.owner(), request);

        assertThat(types()).containsExactly("CREATE_CHANGESET");
        JsonNode events = call(
                "DescribeEvents", "OperationId", last("S").at("/0/OperationId").asText());
        assertThat(events.path("OperationEvents").findValuesAsText("EventType"))
                .containsExactly("VALIDATION_ERROR", "STACK_EVENT");
    }

    private JsonNode create(String name, String token) {
        ObjectNode request = Json.object().put("StackName", "S").put("ChangeSetName", name);
        request.put("ChangeSetType", "CREATE").put("TemplateBody", THING.formatted("red"));
        return api.call("CreateChangeSet", iam.owner(), request.put("ClientToken", token));
    }

    /**
     * As a client does that got no answer.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html">ClientToken</a>
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html">ClientRequestToken</a>
     * @see <a href="https://github.com/awslabs/landing-zone-accelerator-on-aws/issues/392">Verified on AWS: another token</a>
     */
    @Test
    void aRequestThatComesAgainWithItsTokenDoesNothingMore() {
        JsonNode created = create("c", "one");
        assertThat(create("c", "one")).isEqualTo(created);
        assertThatThrownBy(() -> create("c", "two"))
                .hasMessageEndingWith("cannot be created due to a mismatch with existing attribute ClientToken");

        ObjectNode execution =
                Json.object().put("ChangeSetName", created.path("Id").asText());
        for (int i = 0; i < 2; i++) {
            api.call("ExecuteChangeSet", iam.owner(), execution.deepCopy().put("ClientRequestToken", "run"));
        }
        assertThatThrownBy(() -> api.call("ExecuteChangeSet", iam.owner(), execution))
                .hasMessageContaining("cannot be executed in its current execution status");
    }

    /** Nothing of that one was done. */
    @Test
    void aChangeSetThatFailedIsRefusedAlsoWithATokenThatWasUsed() {
        cloudFormation.deploy("S", THING.formatted("red"));
        cloudFormation.stack("S").token = "run";
        ObjectNode request = Json.object().put("StackName", "S").put("ChangeSetName", "same");
        api.call("CreateChangeSet", iam.owner(), request.deepCopy().put("TemplateBody", THING.formatted("red")));
        assertThatThrownBy(() -> api.call("ExecuteChangeSet", iam.owner(), request.put("ClientRequestToken", "run")))
                .hasMessageEndingWith("cannot be executed in its current status of [FAILED]");
    }

    /** As recorded on AWS: test_stack_description_lifecycle and test_blocked_stack_deletion of LocalStack's suite. */
    @Test
    void aStackSaysWhyItIsInReviewAndWhenItsCreationWasTakenBack() {
        cloudFormation.plan(new ChangeSet.Request(
                null,
                "S",
                "c",
                "CREATE",
                null,
                THING.formatted("red"),
                new ParameterValues(Map.of(), Set.of()),
                Map.of(),
                List.of()));
        assertThat(call("DescribeStacks", "StackName", "S").at("/Stacks/0/StackStatusReason"))
                .hasToString("\"User Initiated\"");

        String template = THING.formatted("impossible");
        assertThatThrownBy(() -> cloudFormation.deploy("T", template));
        JsonNode stack = call("DescribeStacks", "StackName", "T").at("/Stacks/0");
        assertThat(stack.path("StackStatus").asText()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(stack.has("DeletionTime")).isTrue();
        assertThat(stack.hasNonNull("ChangeSetId")).isFalse();
        assertThat(stack.path("Capabilities").size()).isEqualTo(2);
        assertThat(call("GetTemplate", "StackName", "T").path("TemplateBody").asText())
                .as("recorded on AWS: test_get_template_summary_failed_stack, test_handle_existing_log_group")
                .isEqualTo(template);
        JsonNode summary = call("GetTemplateSummary", "StackName", "T");
        assertThat(summary.path("ResourceTypes")).hasToString("[\"AWS::Fake::Thing\"]");
        assertThat(summary.path("Version").asText()).isEqualTo("2010-09-09");
    }
}

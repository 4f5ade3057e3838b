package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What can't be taken back or deleted is named, and the rest is done. Recorded on AWS (LocalStack, {@code
 * test_stacks.snapshot.json}, {@code test_blocked_stack_deletion}): the resource's DELETE_FAILED, and the stack's reason.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html">
 *     A rollback that fails</a>
 */
class RollbackTest {
    private static final String REASON =
            "Resource handler returned message: \"%s is stuck\" (RequestToken: ID, HandlerErrorCode: Stuck)";
    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final FakeType things = new FakeType();
    private final CloudFormation cloudFormation =
            new CloudFormation(new ResourceTypes().add(List.of(things.type())), name -> "30", url -> url);

    /** Each a logical id and a colour; its name is its logical id in lower case. The last one is made first. */
    private static String template(String... things) {
        StringBuilder resources = new StringBuilder();
        for (String thing : things) {
            String[] parts = thing.split(" ");
            resources.append(resources.isEmpty() ? "" : ", ").append("""
                    "%s": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "%s", "Colour": "%s"}}""".formatted(
                            parts[0], parts[0].toLowerCase(), parts[1]));
        }
        return "{\"Resources\": {" + resources + "}}";
    }

    private void fail(String... things) {
        assertThatThrownBy(() -> cloudFormation.deploy("S", template(things)))
                .hasMessageContaining("There is no such colour");
    }

    private List<String> events(String status) {
        return cloudFormation.stack("S").events().stream()
                .filter(event -> event.resourceStatus().equals(status)
                        && !event.resourceType().endsWith("::Stack"))
                .map(event -> event.logicalResourceId() + ": "
                        + String.valueOf(event.resourceStatusReason()).replaceAll(ID, "ID"))
                .toList();
    }

    private void expect(String status, String reason) {
        assertThat(cloudFormation.stack("S").status()).isEqualTo(status);
        assertThat(cloudFormation.stack("S").reason).isEqualTo(reason);
    }

    /**
     * @see <a href="https://github.com/dougmoscrop/serverless-plugin-log-subscription/issues/68">The event's reason</a>
     * @see <a href="https://github.com/ministackorg/ministack/pull/1628">Measured on AWS: in an output, too</a>
     */
    @Test
    void anAttributeThatATypeDoesNotHaveIsMissedWhenItIsAskedFor() {
        String reason = "Requested attribute arn does not exist in schema for AWS::Fake::Thing";
        String template = template("A red", "B red");
        String asked = "{\"Fn::GetAtt\": [\"A\", \"arn\"]}";
        assertThatThrownBy(() -> cloudFormation.deploy("S", template.replace("\"b\"", asked)))
                .hasMessageEndingWith(reason);
        assertThat(events("CREATE_FAILED")).containsExactly("B: " + reason);
        assertThatThrownBy(() -> cloudFormation.deploy(
                        "T", "{\"Outputs\": {\"O\": {\"Value\": " + asked + "}}, " + template.substring(1)))
                .hasMessageEndingWith(reason);
        assertThat(cloudFormation.stack("T").status()).isEqualTo("ROLLBACK_COMPLETE");
    }

    /** Such as the stream of a table, which is another one when it was off for a moment. */
    @Test
    void whatIsTakenBackHasTheAttributesThatItGotThen() {
        cloudFormation.deploy("S", template("A red"));
        fail("B impossible", "A blue");
        String output = "{\"Outputs\": {\"O\": {\"Value\": {\"Fn::GetAtt\": [\"A\", \"Changes\"]}}}, ";
        assertThat(cloudFormation
                        .deploy("S", output + template("A red").substring(1))
                        .outputs())
                .containsExactly(Map.entry("O", "3"));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html">Deleted in reverse</a> */
    @Test
    void whatRefersToSomethingIsDeletedBeforeItEvenIfItWasThereFirst() {
        cloudFormation.deploy("S", template("B red"));
        String id = cloudFormation.stack("S").id;
        cloudFormation.deploy(
                "S", template("A red", "B red").replace("\"Colour\": \"red\"}}}}", "\"Colour\": {\"Ref\": \"A\"}}}}}"));
        cloudFormation.delete("S");
        assertThat(cloudFormation.stack(id).events().stream()
                        .filter(event -> event.resourceStatus().equals("DELETE_COMPLETE"))
                        .map(Stack.Event::logicalResourceId))
                .as("newest first")
                .containsSubsequence("A", "B");
    }

    @Test
    void whatCannotBeDeletedAfterAFailedCreationIsNamed() {
        fail("C impossible", "B stuck", "A red");
        expect("ROLLBACK_FAILED", "The following resource(s) failed to delete: [B]. ");
        assertThat(events("DELETE_FAILED")).containsExactly("B: " + REASON.formatted("b"));
        assertThat(events("DELETE_COMPLETE")).containsExactly("A: null");
        assertThat(cloudFormation.stack("S").resources()).containsOnlyKeys("B");
    }

    @Test
    void whatCannotGetItsOldPropertiesBackIsNamed() {
        cloudFormation.deploy("S", template("A red", "B red"));
        fail("D impossible", "C red", "B stuck", "A green");
        expect("UPDATE_ROLLBACK_FAILED", "The following resource(s) failed to update: [B]. ");
        assertThat(events("UPDATE_FAILED")).containsExactly("B: " + REASON.formatted("b"));
        assertThat(things.colours()).containsOnly(Map.entry("a", "red"), Map.entry("b", "stuck"));
    }

    /** @see <a href="https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck">Cleanup</a> */
    @Test
    void anUpdateSkipsWhatItCannotDelete() {
        cloudFormation.deploy("S", template("A red", "B stuck"));
        cloudFormation.deploy("S", template("A red"));
        expect("UPDATE_COMPLETE", null);
        assertThat(events("DELETE_FAILED")).containsExactly("B: " + REASON.formatted("b"));
        assertThat(cloudFormation.stack("S").resources()).containsOnlyKeys("A");
        fail("D impossible", "C stuck", "A green");
        expect("UPDATE_ROLLBACK_COMPLETE", null);
        assertThat(cloudFormation.stack("S").resources()).containsOnlyKeys("A");
        assertThat(things.colours()).containsEntry("a", "red");
    }

    @Test
    void aStackWithSomethingThatCannotBeDeletedStays() {
        cloudFormation.deploy("S", template("A red", "B stuck", "C red"));
        cloudFormation.delete("S");
        expect("DELETE_FAILED", "The following resource(s) failed to delete: [B]. ");
        assertThat(things.colours()).containsOnlyKeys("b");
        Stack stack = cloudFormation.stack("S");
        assertThat(stack.last(stack.resource("B")))
                .hasValueSatisfying(last -> assertThat(
                                String.valueOf(last.resourceStatusReason()).replaceAll(ID, "ID"))
                        .isEqualTo(REASON.formatted("b")));
        things.colours().put("b", "red");
        cloudFormation.delete("S");
        assertThat(cloudFormation.names()).isEmpty();
        assertThat(things.colours()).isEmpty();
    }
}

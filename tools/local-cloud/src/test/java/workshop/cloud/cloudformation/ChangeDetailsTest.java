package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import workshop.cloud.Json;

/**
 * Why a resource changes, as a change set says it.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html">
 *     ResourceChangeDetail</a>
 */
class ChangeDetailsTest {
    private static final String STACK = """
            {"Parameters": {"P": {"Type": "String"}},
             "Resources": {
              "A": {"Type": "AWS::Fake::Thing", "Metadata": {"m": "%s"}, "Properties": {"Name": "%s", "Colour": "%s"}},
              "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "b", "Colour": {"Fn::GetAtt": ["A", "Arn"]}}},
              "C": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "c", "Colour": {"Ref": "A"}}},
              "D": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "d", "Colour": {"Fn::Sub": "${P}%s"}}},
              "E": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "e-${B.Arn}"}}}%s}}""";

    private final FakeType things = new FakeType();
    private final CloudFormation cloudFormation = new CloudFormation(
            new ResourceTypes().add(List.of(things.type(), things.type("AWS::Fake::Other"))), n -> n, u -> u);
    private final ChangeSetsApi api = new ChangeSetsApi(cloudFormation, url -> url);

    private static Stream<JsonNode> stream(JsonNode list) {
        return list.valueStream();
    }

    private List<String> changes(ChangeSet changeSet, boolean withValues) {
        return stream(api.describe(Json.object()
                                .put("ChangeSetName", changeSet.id())
                                .put("IncludePropertyValues", withValues))
                        .path("Changes"))
                .map(change -> change.path("ResourceChange"))
                .flatMap(change -> stream(change.path("Details"))
                        .map(detail -> change.path("LogicalResourceId").asText() + " "
                                + change.path("Replacement").asText() + " "
                                + change.path("PolicyAction").asText("") + ": "
                                + detail.path("ChangeSource").asText() + " "
                                + detail.path("CausingEntity").asText("") + " "
                                + detail.path("Evaluation").asText() + " "
                                + detail.at("/Target/Attribute").asText() + " "
                                + detail.at("/Target/Name").asText("")))
                .map(line -> line.replace("null", "").replaceAll(" +", " ").strip())
                .toList();
    }

    private ChangeSet plan(String template, String parameter) {
        return cloudFormation.plan(new ChangeSet.Request(
                null,
                "S",
                "c" + parameter,
                "",
                null,
                template,
                new ParameterValues(Map.of("P", parameter), Set.of()),
                Map.of(),
                List.of()));
    }

    private void deploy() throws InterruptedException {
        deploy(plan(STACK.formatted("m", "a", "red", "", ""), "p"));
    }

    private void deploy(ChangeSet changeSet) throws InterruptedException {
        cloudFormation.start(changeSet, null);
        while (cloudFormation.stack("S").status().endsWith("IN_PROGRESS")) {
            Thread.sleep(5);
        }
    }

    @Test
    void whatUsesAnAttributeOfAResourceThatChangesMayChangeToo() throws Exception {
        deploy();
        ChangeSet changeSet = plan(STACK.formatted("m", "a", "green", "", ""), "p");

        assertThat(changes(changeSet, true)).containsExactly("A False : DirectModification Static Properties Colour");
        assertThat(changes(changeSet, false))
                .containsExactly(
                        "A False : DirectModification Static Properties Colour",
                        "B False : ResourceAttribute A.Arn Dynamic Properties Colour",
                        "E Conditional : ResourceAttribute B.Arn Dynamic Properties Name");
    }

    @Test
    void whatUsesAResourceThatIsReplacedChanges() throws Exception {
        deploy();
        ChangeSet changeSet = plan(STACK.formatted("m", "new", "red", "", ""), "p");

        assertThat(changes(changeSet, false))
                .containsExactly(
                        "A True ReplaceAndDelete: DirectModification Static Properties Name",
                        "B False : ResourceAttribute A.Arn Static Properties Colour",
                        "C False : ResourceReference A Static Properties Colour",
                        "E Conditional : ResourceAttribute B.Arn Dynamic Properties Name");
        assertThat(changes(changeSet, true))
                .contains(
                        "B False : ResourceAttribute A.Arn Static Properties Colour",
                        "B False : DirectModification Dynamic Properties Colour");
    }

    @Test
    void aParameterAndMetadataAreNamed() throws Exception {
        deploy();
        assertThat(changes(plan(STACK.formatted("other", "a", "red", "", ""), "q"), false))
                .contains(
                        "A False : DirectModification Static Metadata",
                        "D False : ParameterReference P Static Properties Colour",
                        "D False : DirectModification Dynamic Properties Colour");
        assertThat(changes(plan(STACK.formatted("m", "a", "red", "-x", ""), "p"), false))
                .containsExactly("D False : DirectModification Static Properties Colour");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-metadata.html">Metadata</a> */
    @Test
    void functionsInMetadataAreResolvedToo() throws Exception {
        String stack = STACK.replace("\"%s\"}, \"Properties\"", "{\"Ref\": \"P\"}}, \"Properties\"");
        deploy(plan(stack.formatted("a", "red", "", ""), "p"));
        assertThat(cloudFormation.stack("S").resource("A").metadata()).isEqualTo(Json.read("{\"m\": \"p\"}"));
        assertThat(changes(plan(stack.formatted("a", "red", "", ""), "q"), false))
                .startsWith(
                        "A False : ParameterReference P Static Metadata",
                        "A False : DirectModification Dynamic Metadata");
    }

    /**
     * What a parameter with NoEcho gives is in asterisks wherever a stack is described.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
     *     Parameters</a>
     */
    @Test
    void whatMustNotBeReadIsNotShownInAChange() throws Exception {
        String stack =
                STACK.replace("\"String\"", "\"String\", \"NoEcho\": true").formatted("m", "a", "red", "", "");
        for (String secret : List.of("s3cret-1", "s3cret-2")) {
            ChangeSet changeSet = plan(stack, secret);
            assertThat(changes(changeSet, true).isEmpty()).isEqualTo(secret.endsWith("1"));
            assertThat(api.describe(Json.object()
                                    .put("ChangeSetName", changeSet.id())
                                    .put("IncludePropertyValues", true))
                            .path("Changes")
                            .toString())
                    .contains("****")
                    .doesNotContain("s3cret");
            deploy(changeSet);
        }
    }

    /** @see <a href="https://github.com/aws/aws-sam-cli/issues/6786">The change set fails</a> */
    @Test
    void aResourceKeepsItsType() throws Exception {
        deploy();
        assertThat(plan(
                                STACK.formatted("m", "a", "red", "", "")
                                        .replace(
                                                "{\"Type\": \"AWS::Fake::Thing\", \"Metadata\"",
                                                "{\"Type\": \"AWS::Fake::Other\", \"Metadata\""),
                                "p")
                        .statusReason())
                .isEqualTo("Update of resource type is not permitted. The new template modifies resource type of the"
                        + " following resources: [A]");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html">
     *     UpdateReplacePolicy</a>
     */
    @Test
    void whatIsReplacedGoesUnlessItsUpdateReplacePolicySaysOtherwise() {
        String template = """
                {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "Retain", %s
                "Properties": {"Name": "%s"}}}}""";
        cloudFormation.deploy("T", template.formatted("", "a"));
        cloudFormation.deploy("T", template.formatted("", "b"));
        assertThat(things.colours()).containsOnlyKeys("b");
        cloudFormation.deploy("T", template.formatted("\"UpdateReplacePolicy\": \"Retain\",", "c"));
        assertThat(things.colours()).containsOnlyKeys("b", "c");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html">
     *     DeletionPolicy</a>
     */
    @Test
    void whatIsRetainedStaysWhenItsCreationIsRolledBack() {
        String template = """
                {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "%s", "Properties": {"Name": "%s"}},
                "B": {"Type": "AWS::Fake::Thing", "DependsOn": "A", "Properties": {"Colour": "impossible"}}}}""";
        for (String policy : List.of("Delete", "Retain", "RetainExceptOnCreate")) {
            assertThatThrownBy(() -> cloudFormation.deploy("U", template.formatted(policy, policy)))
                    .hasMessageContaining("There is no such colour");
        }
        assertThat(things.colours()).containsOnlyKeys("Retain");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html">
     *     What may change of a resource: these two attributes are in the list</a>
     */
    @Test
    void policiesChangeOnTheirOwn() throws Exception {
        String delete = STACK.formatted("m", "a", "red", "", "");
        String retain = delete.replace(
                "\"Metadata\"", "\"DeletionPolicy\": \"Retain\", \"UpdateReplacePolicy\": \"Retain\", \"Metadata\"");
        deploy(plan(delete, "p"));
        ChangeSet changeSet = plan(retain, "p");
        assertThat(changes(changeSet, true))
                .containsExactly(
                        "A False : DirectModification Static DeletionPolicy",
                        "A False : DirectModification Static UpdateReplacePolicy");
        deploy(changeSet);
        assertThat(cloudFormation.stack("S").resource("A").retains("DeletionPolicy"))
                .isTrue();
        assertThat(plan(retain, "p").isEmpty()).isTrue();
    }
}

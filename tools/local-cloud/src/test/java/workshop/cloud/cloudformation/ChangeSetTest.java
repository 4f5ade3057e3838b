package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Json;

/**
 * What a change set says of a template, before anything is made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html">
 *     Change sets</a>
 */
class ChangeSetTest {
    private static final String BY_MAPPING = """
            {"Mappings": {"M": {"a": {"colour": "%s"}}},
             "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a",
                "Colour": {"Fn::FindInMap": ["M", "a", "colour"]}}}}}""";

    private static final String BY_CONDITION = """
            {"Conditions": {"Two": {"Fn::Equals": ["%s", "yes"]}},
             "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a"}},
                "B": {"Type": "AWS::Fake::Thing", "Condition": "Two", "Properties": {"Name": "b"}}}}""";

    private static final String BY_PARAMETER = """
            {"Parameters": {"Colour": {"Type": "String", "Default": "red"}, "Note": {"Type": "String", "Default": "n"}},
             "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": {"Ref": "Colour"}}},
                "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "${A.Name}-b"}}}}}""";

    private final FakeType things = new FakeType();
    private final CloudFormation cloudFormation =
            new CloudFormation(new ResourceTypes().add(List.of(things.type())), n -> n, u -> u);

    private ChangeSet plan(String stack, String template, Map<String, String> given, Set<String> kept) {
        return cloudFormation.plan(new ChangeSet.Request(
                null,
                stack,
                "c" + UUID.randomUUID(),
                "",
                null,
                template,
                new ParameterValues(given, kept),
                Map.of(),
                List.of()));
    }

    private ChangeSet plan(String template) {
        return plan("S", template, Map.of(), Set.of());
    }

    private ChangeSet run(String stack, String template, Map<String, String> given, Set<String> kept)
            throws InterruptedException {
        ChangeSet changeSet = plan(stack, template, given, kept);
        cloudFormation.start(changeSet, null);
        while (cloudFormation.stack(stack).status().endsWith("IN_PROGRESS")) {
            Thread.sleep(5);
        }
        return changeSet;
    }

    private static List<String> changes(ChangeSet changeSet) {
        return changeSet.plan().changes.stream()
                .map(change -> change.action() + " " + change.logicalId() + " "
                        + Plan.differing(change.before(), change.after()))
                .toList();
    }

    @Test
    void aChangedMappingModifiesWhatFollowsFromIt() {
        cloudFormation.deploy("S", BY_MAPPING.formatted("red"));

        assertThat(changes(plan(BY_MAPPING.formatted("green")))).containsExactly("Modify A [Colour]");
        cloudFormation.deploy("S", BY_MAPPING.formatted("green"));
        assertThat(things.colours()).containsExactly(Map.entry("a", "green"));
    }

    @Test
    void aChangedConditionAddsAndRemoves() {
        cloudFormation.deploy("S", BY_CONDITION.formatted("no"));
        assertThat(things.colours()).containsOnlyKeys("a");

        assertThat(changes(plan(BY_CONDITION.formatted("yes")))).containsExactly("Add B [Name]");
        cloudFormation.deploy("S", BY_CONDITION.formatted("yes"));
        assertThat(changes(plan(BY_CONDITION.formatted("no")))).containsExactly("Remove B [Name]");
    }

    /**
     * As recorded on AWS: test_cdk_bootstrap_redeploy, where nothing sorts them.
     *
     * @see <a href="https://github.com/localstack/localstack/blob/main/tests/aws/services/cloudformation/resources/test_cdk.snapshot.json">LocalStack's suite</a>
     */
    @Test
    void changesAreListedByLogicalIdAndALongerOneBeforeItsBeginning() {
        String role = "{\"Resources\": {\"Role\": {\"Type\": \"AWS::Fake::Thing\"}%s}}";
        String all = role.formatted(
                ", \"Dummy\": {\"Type\": \"AWS::Fake::Thing\"}, \"RolePolicy\": {\"Type\": \"AWS::Fake::Thing\"}");
        assertThat(changes(plan(all))).containsExactly("Add Dummy []", "Add RolePolicy []", "Add Role []");
        cloudFormation.deploy("S", all);
        assertThat(changes(plan(role.formatted("")))).containsExactly("Remove Dummy []", "Remove RolePolicy []");
    }

    /** As recorded on AWS: test_resource_deletion and test_conditions of LocalStack's suite for change sets. */
    @Test
    void whatAnotherResourceGaveIsNotKnownOfAResourceThatGoesAndWithoutPropertiesThereAreNone() {
        String one = "{\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\", \"Properties\": {\"Colour\": \"red\"}}";
        cloudFormation.deploy(
                "S",
                one
                        + ", \"B\": {\"Type\": \"AWS::Fake::Thing\", \"Properties\": {\"Name\": \"b\", \"Colour\": {\"Fn::GetAtt\":"
                        + " [\"A\", \"Colour\"]}}}}}");
        assertThat(context(plan(one + "}}"), "BeforeContext"))
                .containsExactly("{\"Properties\":{\"Name\":\"b\",\"Colour\":\"{{changeSet:KNOWN_AFTER_APPLY}}\"}}");

        String bare = "{\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\"}}}";
        ChangeSet added = plan("Bare", bare, Map.of(), Set.of());
        assertThat(context(added, "AfterContext")).containsExactly("{\"Properties\":{}}");
        assertThat(context(added, "BeforeContext")).isEmpty();
    }

    private List<String> context(ChangeSet changeSet, String which) {
        return new ChangeSetsApi(cloudFormation, url -> url)
                .describe(Json.object().put("ChangeSetName", changeSet.id()).put("IncludePropertyValues", true))
                .findValuesAsText(which);
    }

    /** A condition may leave all out, as in a stack of CDK's metadata alone: such a stack is created with nothing in it. */
    @Test
    void aNewStackMayHaveNoResourceToBeMade() {
        String nothing = """
                {"Conditions": {"AWS::Never": {"Fn::Equals": ["a", "b"]}},
                 "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "AWS::Never"}}}""";
        assertThat(cloudFormation.deploy("N", nothing)).isNotNull();
        assertThat(cloudFormation.stack("N").status()).isEqualTo("CREATE_COMPLETE");
        assertThat(things.colours()).isEmpty();
    }

    @Test
    void aChangedParameterModifiesWhatFollowsFromItAndOneThatNothingFollowsFromChangesNothing() throws Exception {
        run("S", BY_PARAMETER, Map.of("Colour", "blue"), Set.of());
        assertThat(things.colours()).containsOnly(Map.entry("a", "blue"), Map.entry("a-b", ""));

        assertThat(changes(plan("S", BY_PARAMETER, Map.of("Colour", "green"), Set.of())))
                .containsExactly("Modify A [Colour]", "Modify B []");
        ChangeSet same = plan("S", BY_PARAMETER, Map.of("Colour", "blue", "Note", "other"), Set.of());
        assertThat(same.isEmpty()).isTrue();
        assertThat(same.statusReason()).startsWith("The submitted information didn't contain changes.");
    }

    @Test
    void aParameterKeepsItsPreviousValueOrTakesTheDefault() throws Exception {
        run("S", BY_PARAMETER, Map.of("Colour", "blue"), Set.of());

        assertThat(plan("S", BY_PARAMETER, Map.of(), Set.of("Colour")).parameters())
                .containsEntry("Colour", "blue");
        assertThat(plan("S", BY_PARAMETER, Map.of(), Set.of()).parameters()).containsEntry("Colour", "red");
        assertThatThrownBy(() -> plan("T", BY_PARAMETER, Map.of(), Set.of("Colour")))
                .hasMessage("Invalid input for parameter key Colour. Cannot specify usePreviousValue as true for a"
                        + " parameter key not in the previous template");
    }

    @Test
    void deployingAgainKeepsTheParametersOfTheDeploymentBefore() throws Exception {
        run("S", BY_PARAMETER, Map.of("Colour", "blue"), Set.of());
        cloudFormation.deploy("S", BY_PARAMETER);
        assertThat(things.colours()).containsEntry("a", "blue");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html">ExecuteChangeSet</a> */
    @Test
    void anExecutedChangeSetIsStillThereAndOthersOfItsStackAreGone() throws Exception {
        ChangeSet other = plan(BY_MAPPING.formatted("red"));
        ChangeSet changeSet = run("S", BY_MAPPING.formatted("red"), Map.of(), Set.of());

        assertThat(cloudFormation.changeSet("S", changeSet.name()).execution().get())
                .isEqualTo("EXECUTE_COMPLETE");
        assertThatThrownBy(() -> cloudFormation.changeSet("", other.id())).hasMessageEndingWith("does not exist");
        assertThat(cloudFormation
                        .changeSet(cloudFormation.stack("S").id, changeSet.name())
                        .id())
                .isEqualTo(changeSet.id());
    }

    @Test
    void aStackIsPlannedByItsIdToo() throws Exception {
        run("S", BY_MAPPING.formatted("red"), Map.of(), Set.of());
        String id = cloudFormation.stack("S").id;

        assertThat(changes(plan(id, BY_MAPPING.formatted("green"), Map.of(), Set.of())))
                .containsExactly("Modify A [Colour]");
        assertThatThrownBy(() -> plan(id + "x", BY_MAPPING, Map.of(), Set.of())).hasMessageEndingWith("does not exist");
        assertThatThrownBy(() -> cloudFormation.plan(new ChangeSet.Request(
                        null,
                        id,
                        "again",
                        "CREATE",
                        null,
                        BY_MAPPING,
                        new ParameterValues(Map.of(), Set.of()),
                        Map.of(),
                        List.of())))
                .as("recorded on AWS: test_create_changeset_with_stack_id of LocalStack's suite")
                .hasMessage(
                        "Stack [" + id + "] already exists and cannot be created again with the changeSet [again].");
    }

    @Test
    void aNameThatAnotherStackHasIsRefused() {
        cloudFormation.deploy("S", BY_MAPPING.formatted("red"));

        assertThat(plan("T", BY_MAPPING.formatted("green"), Map.of(), Set.of()).statusReason())
                .startsWith("The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck].")
                .endsWith("A (AWS::Fake::Thing): a already exists in stack " + cloudFormation.stack("S").id);
        assertThat(things.colours()).containsExactly(Map.entry("a", "red"));
    }

    @Test
    void whatHasANameOfItsOwnIsNotReplaced() {
        String heavy = """
                {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Weight": %s}}}}""";
        cloudFormation.deploy("S", heavy.formatted(1));

        assertThat(plan(heavy.formatted(2)).statusReason())
                .endsWith(
                        "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename a"
                                + " and update the stack again.");
    }

    @Test
    void aNameThatSomethingOutsideHasIsRefused() {
        things.colours().put("a", "mine");

        assertThat(plan(BY_MAPPING.formatted("red")).statusReason())
                .endsWith("Resource of type 'AWS::Fake::Thing' with identifier 'a' already exists.");
    }

    @Test
    void twoOfOneNameInATemplateAreRefusedAndTakenBack() {
        String twice = """
                {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": "red"}},
                 "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": "green"}}}}""";

        assertThatThrownBy(() -> cloudFormation.deploy("S", twice)).hasMessageContaining("a already exists in stack ");
        assertThat(things.colours()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Type": "String", "AllowedValues": ["a", "b"]} | c | Parameter 'P' must be one of AllowedValues
            {"Type": "String", "AllowedPattern": "[a-z]+"} | c1 | Parameter 'P' must match pattern [a-z]+
            {"Type": "String", "AllowedPattern": "[a-z]+", "ConstraintDescription": "letters only"} | c1 | Parameter 'P' failed to satisfy constraint: letters only
            {"Type": "String", "MinLength": 3} | ab | Parameter 'P' must contain at least 3 characters
            {"Type": "String", "MaxLength": "1"} | ab | Parameter 'P' must contain at most 1 characters
            {"Type": "Number"} | ab | Parameter 'P' must be a number.
            {"Type": "Number", "MinValue": 3} | 2 | Parameter 'P' must be a number not less than 3
            {"Type": "Number", "MaxValue": 3} | 4 | Parameter 'P' must be a number not greater than 3
            {"Type": "List<Number>"} | 1,a | Parameter 'P' must be a number.
            {"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]} | a,c | Parameter 'P' must be one of AllowedValues
            {"Type": "Text"} | a | Template format error: Unrecognized parameter type: Text
            {"Default": "a"} | a | Template format error: Every Parameters object must contain a Type member.
            """)
    void aParameterThatIsNotOfItsTypeIsRefused(String parameter, String value, String message) {
        String template = "{\"Parameters\": {\"P\": " + parameter
                + "}, \"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\"}}}";
        assertThatThrownBy(() -> plan("S", template, Map.of("P", value), Set.of()))
                .hasMessage(message);
    }

    /**
     * @see <a href="https://github.com/aws-samples/retail-demo-store/issues/603">All parameters without a value are named</a>
     * @see <a href="https://github.com/aws/aws-toolkit-azure-devops/issues/75">A template without parameters</a>
     */
    @Test
    void aParameterNeedsAValueAndAValueAParameter() {
        String resources = "\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\"}}}";
        String template =
                "{\"Parameters\": {\"P\": {\"Type\": \"String\"}, \"R\": {\"Type\": \"String\"}}, " + resources;
        assertThatThrownBy(() -> plan(template)).hasMessage("Parameters: [P, R] must have values");
        assertThatThrownBy(() -> plan("S", template, Map.of("P", "a", "R", "c", "Q", "b"), Set.of()))
                .hasMessage("Parameters: [Q] do not exist in the template");
        assertThatThrownBy(() -> plan("S", "{" + resources, Map.of("Q", "b"), Set.of()))
                .hasMessage("Parameter values specified for a template which does not require them.");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    @Test
    void aParametersValueHas4096BytesAtMost() {
        String template = """
                {"Parameters": {"P": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}}""";
        plan("S", template, Map.of("P", "é".repeat(2048)), Set.of());
        for (String value : List.of("e".repeat(4097), "é".repeat(2049))) {
            assertThatThrownBy(() -> plan("S", template, Map.of("P", value), Set.of()))
                    .hasMessage("Parameter 'P' must contain at most 4096 characters");
        }
    }

    @Test
    void aListOfTextIsAListWhereItIsReferredTo() {
        cloudFormation.deploy("S", """
                {"Parameters": {"P": {"Type": "CommaDelimitedList", "Default": "red, green"}},
                 "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a",
                    "Colour": {"Fn::Select": [1, {"Ref": "P"}]}}}}}""");
        assertThat(things.colours()).containsExactly(Map.entry("a", "green"));
    }
}

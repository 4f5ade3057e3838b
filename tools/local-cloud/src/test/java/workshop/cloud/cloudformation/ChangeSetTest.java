package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Names;

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
    private final CloudFormation cloudFormation = new CloudFormation(
            new Names("us-east-1", "000000000000"), new ResourceTypes().add(List.of(things.type())), n -> n, u -> u);

    private ChangeSet plan(String stack, String template, Map<String, String> given, Set<String> kept) {
        return cloudFormation.plan(new ChangeSet.Request(
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
        cloudFormation.start(changeSet);
        while (cloudFormation.stack(stack).status().endsWith("IN_PROGRESS")) {
            Thread.sleep(5);
        }
        return changeSet;
    }

    private static List<String> changes(ChangeSet changeSet) {
        return changeSet.plan().changes.stream()
                .map(change -> change.action() + " " + change.logicalId() + " " + change.properties())
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

    @Test
    void anExecutedChangeSetIsStillThereAndOthersOfItsStackAreObsolete() throws Exception {
        ChangeSet other = plan(BY_MAPPING.formatted("red"));
        ChangeSet changeSet = run("S", BY_MAPPING.formatted("red"), Map.of(), Set.of());

        assertThat(cloudFormation.changeSet("S", changeSet.name()).execution().get())
                .isEqualTo("EXECUTE_COMPLETE");
        assertThat(cloudFormation.changeSet("", other.id()).execution().get()).isEqualTo("OBSOLETE");
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

    /**
     * Recorded by <a href="https://github.com/localstack/localstack/pull/13000">LocalStack</a>, cfn-lint
     * (<a href="https://github.com/aws-cloudformation/cfn-lint/issues/485">outputs</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/1630">types</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/1689">names</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/2004">mappings</a>),
     * <a href="https://github.com/aws/aws-cdk/issues/16866">CDK</a>,
     * <a href="https://github.com/aws/aws-sam-cli/issues/1358">SAM</a> and
     * <a href="https://github.com/zalando-stups/senza/pull/94">senza</a>.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/function-refs-in-policy-attributes.html">
     *     A function as a DeletionPolicy needs the transform AWS::LanguageExtensions</a>
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": null}}} | [/Outputs/O/Value] 'null' values are not allowed in templates
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": null}}}} | [/Resources/A/Properties/Name] 'null' values are not allowed in templates
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {}}} | Template format error: Every Outputs member must contain a Value object
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": {"Ref": "B"}}}} | Unresolved resource dependencies [B] in the Outputs block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": "B"}}} | Template format error: Unresolved resource dependencies [B] in the Resources block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": ["A"]}}} | Circular dependency between resources: [A]
            {"Resources": {"a-b": {"Type": "AWS::Fake::Thing"}}} | Template format error: Resource name a-b is non alphanumeric.
            {"Parameters": {"a-b": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Parameter name a-b is non alphanumeric.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "Keep"}}} | Template format error: Unrecognized DeletionPolicy Keep for resource A
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": {"Ref": "AWS::Region"}}}} | Template format error: Every DeletionPolicy member must be a string.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "Snapshot"}}} | Template error: resource type AWS::Fake::Thing does not support deletion policy Snapshot
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "UpdateReplacePolicy": "RetainExceptOnCreate"}}} | Template format error: Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Propertys": {}}}} | Invalid template resource property 'Propertys'
            {"Resources": {"A": {}}} | Template format error: [/Resources/A] Every Resources object must contain a Type member.
            {"Resources": {"A": "B"}} | Template format error: Any Resources member must be an object.
            {"Resources": {}} | Template format error: At least one Resources member must be defined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}, } | Template format error: JSON not well-formed. (line 1, column 52)
            {"this is invalid JSON"="bobbins"} | Template format error: JSON not well-formed. (line 1, column 25)
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Colour": {"Ref": "B"}}}, "B": {"Type": "AWS::Fake::Thing", "DependsOn": "A"}}} | Circular dependency between resources: [A, B]
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}, "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": ["A", "Nope"]}}}}} | Template error: resource A does not support attribute type Nope in Fn::GetAtt
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}, "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "${A.Nope}"}}}}} | Template error: resource A does not support attribute type Nope in Fn::GetAtt
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}, "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": ["A"]}}}}} | Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": [1]}}}}} | Template error: Fn::Select requires a list argument with two elements: an integer index and a list
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": [2, ["a"]]}}}}} | Template error: Fn::Select requires a list argument with two elements: an integer index and a list
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": ["bad", ["test"]]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: Fn::Select requires a list argument with two elements: an integer index and a list
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": [0, 2]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: Fn::Select requires a list argument with two elements: an integer index and a list
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": [{"Ref": "AWS::Region"}, ["a"]]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: Fn::Select requires a list argument with two elements: an integer index and a list
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Select": ["1", {"Fn::Split": [",", "a"]}]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: Fn::Select cannot select nonexistent value at index 1
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Join": ["-", "a"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Join": ["-", [{"a": 1}]]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Join": ["-", {"Ref": "AWS::Region"}]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": ["", "Arn"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": [["B"], "Arn"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Ref": "B.Arn"}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template format error: Unresolved resource dependencies [B.Arn] in the Resources block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": ["a"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": {"a": "b"}}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Base64": ["a"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Base64 object must have a String-typed value.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::FindInMap": ["M", "a"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Equals": ["a", "a"]}}}, "B": {"Type": "AWS::Fake::Thing"}}} | Template error: Encountered unsupported function: Fn::Equals Supported functions are: [Fn::Base64, Fn::FindInMap, Fn::GetAZs, Fn::GetAtt, Fn::If, Fn::Join, Fn::Select, Fn::Split, Fn::Sub]
            {"Conditions": {"C": {"Fn::Not": ["a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Not object requires one boolean parameter.
            {"Conditions": {"C": {"Fn::And": []}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.
            {"Conditions": {"C": {"Fn::Or": "x"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.
            {"Conditions": {"C": {"Fn::Equals": [{"Ref": "A"}, "a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::If": ["No", "a", "b"]}}}}} | Template error: unresolved condition dependency No in Fn::If
            {"Conditions": {"C": {"Fn::Equals": ["a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Equals object requires a list of 2 string parameters.
            {"Mappings": {"M": {"a": {"b": {"c": "d"}}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Mappings attribute must be a String or a List.
            {"Mappings": {"M": {"a": "b"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Mappings member M must be a map
            {"Mappings": {"M": {"a": {"b": "c"}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::FindInMap": ["M", "a", "x"]}}}}} | Template error: Unable to get mapping for M::a::x
            {"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "C"}, "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Ref": "A"}}}}} | Template format error: Unresolved resource dependencies [A] in the Resources block of the template
            {"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "C"}, "B": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": {"Fn::GetAtt": ["A", "Arn"]}}}} | Unresolved resource dependencies [A] in the Outputs block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": {"Ref": "AWS::NoValue"}}}} | Template format error: The Value field of every Outputs member must evaluate to a String.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": ["a"]}}} | Template format error: The Value field of every Outputs member must evaluate to a String and not a List.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": {"a": "b"}}}} | Template format error: The Value field of every Outputs member must evaluate to a String.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": ["${x}", {"x": {"Ref": "AWS::NoValue"}}]}}}}} | Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": ["${x}", {"x": ["a"]}]}}}}} | Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "x${AWS::NoValue}y"}}}}} | Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Join": ["-", {"Ref": "AWS::NoValue"}]}}}}} | Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Base64": {"Ref": "AWS::NoValue"}}}}}} | Template error: every Fn::Base64 object must have a String-typed value.
            {"Conditions": {"C": {"Fn::Equals": [{"Ref": "AWS::NoValue"}, "a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "C"}}} | Template error: every Fn::Equals object requires a list of 2 string parameters.
            {"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": {"Fn::If": ["C", "Retain", "Delete"]}}}} | Template format error: Every DeletionPolicy member must be a string.
            {"Parameters": {"P": {"Type": "String", "DefaultValue": "a"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Invalid template parameter property 'DefaultValue'
            {"Parameters": {"P": {"Type": "String", "Default": {"Ref": "AWS::Region"}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Default member must be a string.
            {"Parameters": {"P": {"Type": "String", "Default": ["a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Default member must be a string.
            {"Parameters": {"P": {"Type": "String", "Default": "a", "AllowedPattern": "["}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: The AllowedPattern of parameter P is no regular expression: Unclosed character class
            {"Parameters": {"A": {"Type": "String", "Default": "a"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: all resources and parameters must have unique names. Common name(s):[A]
            {"Description": {"Ref": "AWS::Region"}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Description member must be a string.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": "a", "Description": {"Ref": "AWS::Region"}}}} | Template format error: Every Description member must be a string.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"a-b": {"Value": "a"}}} | Template format error: Output name a-b is non alphanumeric.
            {"Mappings": {"M": {"10.93.0.0/16": {"a": "b"}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Mappings element name '10.93.0.0/16' must be non-empty and can contain only alphanumerics, '-' or '.'
            {"Mappings": {"M": {"a": {"us-east-1": "b"}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Mappings attribute name 'us-east-1' must contain only alphanumeric characters.
            {"Resources": {"A": {"Type": {"Ref": "AWS::Region"}}}} | Template format error: [/Resources/A] Every Type member must be a string.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": []}}} | Template format error: [/Resources/A] Every Properties member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Ref": "AWS::Nothing"}}}}} | Template format error: Unresolved resource dependencies [AWS::Nothing] in the Resources block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "${AWS::Nothing}"}}}}} | Template format error: Unresolved resource dependencies [AWS::Nothing] in the Resources block of the template
            {"Conditions": {"C": "a"}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Any Conditions member must be an object.
            {"Conditions": {"C": {"Fn::Not": [{"Condition": "No"}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: unresolved condition dependency No in the Conditions block of the template
            {"Conditions": {"C": {"Condition": "D"}, "D": {"Fn::Not": [{"Condition": "C"}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "C"}}} | Template error: Circular dependency between conditions: [C, D]
            """)
    void aTemplateThatIsNoneIsRefusedWhenTheChangeSetIsCreated(String template, String message) {
        assertThatThrownBy(() -> plan(template))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"))
                .hasMessage(message);
        assertThat(cloudFormation.names()).isEmpty();
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

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    @Test
    void aTemplateIsNotLargerThanAwsTakes() {
        String thing = "{\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\"}}, \"Description\": \"%s\"}";
        plan(thing.formatted("x".repeat(1024)));
        assertThatThrownBy(() -> plan(thing.formatted("x".repeat(1025))))
                .hasMessage("Template format error: 'Description' length is greater than 1024.");

        ObjectNode many = Json.object();
        for (int i = 0; i <= 500; i++) {
            many.withObject("/Resources/A" + i).put("Type", "AWS::Fake::Thing");
        }
        assertThatThrownBy(() -> plan(Json.write(many)))
                .hasMessage("Template format error: Number of resources, 501, is greater than maximum allowed, 500");
    }

    @Test
    void aParameterNeedsAValueAndAValueAParameter() {
        String template = "{\"Parameters\": {\"P\": {\"Type\": \"String\"}}, \"Resources\": {\"A\": {\"Type\":"
                + " \"AWS::Fake::Thing\"}}}";
        assertThatThrownBy(() -> plan(template)).hasMessage("Parameters: [P] must have values");
        assertThatThrownBy(() -> plan("S", template, Map.of("P", "a", "Q", "b"), Set.of()))
                .hasMessage("Parameters: [Q] do not exist in the template");
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

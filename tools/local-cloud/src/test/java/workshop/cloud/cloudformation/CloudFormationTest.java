package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import workshop.cloud.AwsError;

class CloudFormationTest {
    private final FakeType things = new FakeType();
    private final CloudFormation cloudFormation = new CloudFormation(
            new ResourceTypes().add(List.of(things.type())),
            CloudFormationTest::stored,
            url -> url.replace("https://", "http://"));

    private static String stored(String parameter) {
        if (parameter.equals("/none")) {
            throw AwsError.of("ParameterNotFound", "");
        }
        return "30";
    }

    private static String thing(String properties) {
        return "{\"Type\": \"AWS::Fake::Thing\", \"Properties\": {" + properties + "}}";
    }

    private static String template(String resources) {
        return "{\"Resources\": {" + resources + "}}";
    }

    private ChangeSet plan(String template) {
        return plan(template, Map.of(), Set.of());
    }

    private ChangeSet plan(String template, Map<String, String> given, Set<String> kept) {
        return cloudFormation.plan(new ChangeSet.Request(
                null,
                "S",
                "c" + UUID.randomUUID(),
                "UPDATE",
                null,
                template,
                new ParameterValues(given, kept),
                Map.of(),
                List.of()));
    }

    /** Recorded on AWS: a text may name parameters beside a resource that isn't there yet. */
    @Test
    void aTextOfParametersAndResourcesIsTaken() {
        String one = template("\"A\": " + thing("\"Name\": \"a\"") + ", \"B\": "
                        + thing("\"Colour\": {\"Fn::Sub\": \"${P}-${A}\"}, \"Name\": \"b\""))
                .replaceFirst(
                        "\\{",
                        "{\"Parameters\": {\"P\": {\"Type\": \"String\", \"Default\": \"p\"}},"
                                + " \"Outputs\": {\"O\": {\"Value\": {\"Fn::Sub\": \"\\${P}|\\${A.Arn}\"}}},");
        assertThat(cloudFormation.deploy("S", one).outputs()).containsExactly(Map.entry("O", "p|arn:a"));
        assertThat(things.colours()).containsEntry("b", "p-a");
    }

    /**
     * Recorded on AWS, as is that {@code List<String>} is a type.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html">
     *     The attribute's name may be a Ref</a>
     */
    @Test
    void aParameterMayNameAnAttributeAndSayThatThereIsNoValue() {
        String one = """
                {"Parameters": {"P": {"Type": "String", "Default": "Arn"}, "N": {"Type": "String", "Default": "AWS::NoValue"},
                   "L": {"Type": "List<String>", "Default": "x,y"}},
                 "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "a", "Colour": {"Ref": "N"}}},
                   "B": {"Type": "AWS::Fake::Thing", "Properties": {"Name": "b", "Colour": {"Fn::Join": ["|", {"Ref": "L"}]}}}},
                 "Outputs": {"O": {"Value": {"Fn::GetAtt": ["A", {"Ref": "P"}]}}}}""";
        assertThat(cloudFormation.deploy("S", one).outputs()).containsExactly(Map.entry("O", "arn:a"));
        assertThat(things.colours()).containsOnly(Map.entry("a", ""), Map.entry("b", "x|y"));
    }

    /** Verified by AWS's cloudformation-cli-java-plugin, in {@code generateResourceIdentifier_withLongStackNameAndLongLogicalId}. */
    @Test
    void aNameThatIsTooLongHasAsMuchOfTheStackAsOfTheLogicalId() {
        cloudFormation.deploy("S".repeat(60), template("\"" + "L".repeat(60) + "\": " + thing("")));
        assertThat(things.colours().keySet()).singleElement().asString().matches("S{25}-L{25}-\\w{12}");
        cloudFormation.deploy("S".repeat(60), template("\"Short\": " + thing("")));
        assertThat(things.colours().keySet()).singleElement().asString().matches("S{45}-Short-\\w{12}");
    }

    /** Recorded on AWS (LocalStack, {@code test_join_no_value_construct}). */
    @Test
    void noValueInAListThatIsJoinedIsLeftOut() {
        String join = "{\"Value\": {\"Fn::Join\": [\",\", [%s{\"Ref\": \"AWS::NoValue\"}]]}}";
        String one = template("\"A\": " + thing("\"Name\": \"a\""))
                .replaceFirst(
                        "\\{",
                        "{\"Outputs\": {\"O\": " + join.formatted("\"Sample\", ") + ", \"N\": " + join.formatted("")
                                + "},");
        assertThat(cloudFormation.deploy("S", one).outputs())
                .containsOnly(Map.entry("O", "Sample"), Map.entry("N", ""));
    }

    @Test
    void resourcesAreMadeInTheOrderOfTheirReferences() {
        cloudFormation.deploy(
                "S",
                template("\"A\": "
                        + thing("\"Name\": \"a\", \"Colour\": {\"Fn::GetAtt\": [\"B\", \"Arn\"]}")
                        + ", \"B\": "
                        + thing("\"Name\": \"b\", \"Colour\": \"red\"")));
        assertThat(things.colours()).containsExactly(Map.entry("b", "red"), Map.entry("a", "arn:b"));
    }

    /** What a parameter of type Number gives is a text; the same number without quotes changes nothing. */
    @Test
    void aNumberInQuotesIsTheSameNumber() {
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Weight\": \"5\"")));
        assertThat(plan(template("\"A\": " + thing("\"Weight\": 5"))).statusReason())
                .startsWith("The submitted information didn't contain changes.");
    }

    @Test
    void anUpdateChangesWhatDiffersAndDropsWhatIsGone() {
        cloudFormation.deploy(
                "S",
                template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"") + ", \"B\": "
                        + thing("\"Name\": \"b\", \"Colour\": \"red\"")));
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"green\"")));
        assertThat(things.colours()).containsExactly(Map.entry("a", "green"));
        assertThat(cloudFormation.stack("S").status()).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void aNewNameMakesANewThingAndThenDeletesTheOldOne() {
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"old\", \"Colour\": \"red\"")));
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"new\", \"Colour\": \"red\"")));
        assertThat(things.colours()).containsExactly(Map.entry("new", "red"));
    }

    @Test
    void aDeploymentThatFailsLeavesNothingAndSaysWhy() {
        String failing = template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"") + ", \"B\": "
                + thing("\"Colour\": \"impossible\""));
        assertThatThrownBy(() -> cloudFormation.deploy("S", failing))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("[B]")
                .hasMessageContaining("There is no such colour");
        assertThat(things.colours()).isEmpty();
        assertThat(cloudFormation.stack("S").status()).isEqualTo("ROLLBACK_COMPLETE");
    }

    @Test
    void anUpdateThatFailsLeavesEverythingAsItWas() {
        cloudFormation.deploy(
                "S",
                template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"") + ", \"B\": "
                        + thing("\"Name\": \"b\", \"Colour\": \"red\"")));
        String failing = template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"green\"") + ", \"C\": "
                + thing("\"Name\": \"c\", \"Colour\": \"red\"") + ", \"D\": " + thing("\"Colour\": \"impossible\""));
        assertThatThrownBy(() -> cloudFormation.deploy("S", failing)).isInstanceOf(AwsError.class);
        assertThat(things.colours()).containsOnly(Map.entry("a", "red"), Map.entry("b", "red"));
        assertThat(cloudFormation.stack("S").status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(cloudFormation.stack("S").resources()).containsOnlyKeys("A", "B");
    }

    /**
     * A resource whose update failed gets its old properties back as well.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html">Roll back
     *     all stack resources</a>
     */
    @Test
    void anUpdateThatFailsHalfwayIsTakenBack() {
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"")));
        String failing = template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"half\""));
        assertThatThrownBy(() -> cloudFormation.deploy("S", failing)).hasMessageContaining("Half a colour is none");
        assertThat(things.colours()).containsExactly(Map.entry("a", "red"));
        assertThat(cloudFormation.stack("S").status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    }

    @Test
    void aFailedReplacementKeepsTheOldThing() {
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"old\", \"Colour\": \"red\"")));
        String failing = template("\"A\": " + thing("\"Name\": \"new\", \"Colour\": \"red\"") + ", \"B\": "
                + thing("\"Colour\": \"impossible\""));
        assertThatThrownBy(() -> cloudFormation.deploy("S", failing)).isInstanceOf(AwsError.class);
        assertThat(things.colours()).containsExactly(Map.entry("old", "red"));
        assertThat(cloudFormation.stack("S").resource("A").physical().ref()).isEqualTo("old");
    }

    @Test
    void deletingAStackDeletesItsThingsButThoseToRetain() {
        cloudFormation.deploy(
                "S",
                template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"")
                        + ", \"B\": {\"Type\": \"AWS::Fake::Thing\", \"DeletionPolicy\": \"Retain\","
                        + " \"Properties\": {\"Name\": \"b\", \"Colour\": \"red\"}}"));
        assertThat(cloudFormation.isDeployed("S")).isTrue();
        cloudFormation.delete("S");
        assertThat(things.colours()).containsOnlyKeys("b");
        assertThat(cloudFormation.names()).isEmpty();
        assertThat(cloudFormation.isDeployed("S")).isFalse();
    }

    @Test
    void aTypeThatIsNotThereIsNamedBeforeAnythingIsMade() {
        String text = template("\"A\": " + thing("\"Name\": \"a\"") + ", \"B\": {\"Type\": \"AWS::Made::Up\"}");
        assertThatThrownBy(() -> cloudFormation.deploy("S", text)).hasMessageContaining("AWS::Made::Up");
        assertThat(things.colours()).isEmpty();
    }

    @Test
    void aPropertyThatIsNotKnownIsRefusedBeforeAnythingIsMade() {
        String text = template(
                "\"A\": " + thing("\"Name\": \"a\"") + ", \"B\": " + thing("\"Name\": \"b\", \"Taste\": \"sweet\""));
        assertThatThrownBy(() -> cloudFormation.deploy("S", text))
                .hasMessageContaining("AWS::EarlyValidation::PropertyValidation")
                .hasMessageContaining("B (AWS::Fake::Thing): #: extraneous key [Taste] is not permitted");
        assertThat(things.colours()).isEmpty();
    }

    @Test
    void aPropertyWithoutEffectIsNamedInAWarning() {
        assertThat(cloudFormation
                        .deploy("S", template("\"A\": " + thing("\"Name\": \"a\", \"Note\": \"sweet\"")))
                        .warnings())
                .containsExactly("AWS::Fake::Thing Note has no effect in the local cloud (A)");
    }

    @Test
    void aCircleOfReferencesIsRefused() {
        String text = template("\"A\": " + thing("\"Colour\": {\"Ref\": \"B\"}") + ", \"B\": "
                + thing("\"Colour\": {\"Ref\": \"A\"}"));
        assertThatThrownBy(() -> cloudFormation.deploy("S", text)).hasMessageContaining("Circular dependency");
    }

    @Test
    void aReferenceToNothingIsRefused() {
        assertThatThrownBy(() ->
                        cloudFormation.deploy("S", template("\"A\": " + thing("\"Colour\": {\"Ref\": \"Missing\"}"))))
                .hasMessageContaining("Unresolved resource dependencies [Missing]");
    }

    @Test
    void outputsShowWhatWorksHere() {
        Map<String, String> outputs = cloudFormation
                .deploy(
                        "S",
                        "{\"Resources\": {\"A\": " + thing("\"Name\": \"a\"")
                                + "}, \"Outputs\": {\"Url\": {\"Value\": {\"Fn::Join\":"
                                + " [\"\", [\"https://\", {\"Ref\": \"A\"}, \".\", {\"Ref\": \"AWS::Region\"}]]}}}}")
                .outputs();
        assertThat(outputs).containsExactly(Map.entry("Url", "http://a.us-east-1"));
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">Dynamic references</a> */
    @Test
    void aParameterThatIsADynamicReferenceIsNotTakenAsText() {
        String text = "{\"Parameters\": {\"P\": {\"Type\": \"String\"}}, \"Resources\": {\"A\": "
                + thing("\"Name\": {\"Ref\": \"P\"}") + "}}";
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"a\"")));
        assertThatThrownBy(() -> plan(text, Map.of("P", "{{resolve:ssm:name:1}}"), Set.of()))
                .hasMessageContaining(
                        "The local cloud does not have dynamic references, such as {{resolve:ssm:name:1}}");
    }

    /**
     * Those of another region are not this one's.
     *
     * @see <a href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html">Zones</a>
     */
    @Test
    void theZonesOfTheRegionAreThere() {
        String zones = "{\"Resources\": {\"A\": " + thing("\"Name\": {\"Fn::Join\": [\",\", {\"Fn::GetAZs\": \"%s\"}]}")
                + "}}";
        cloudFormation.deploy("S", zones.formatted(""));
        assertThat(things.colours())
                .containsOnlyKeys("us-east-1a,us-east-1b,us-east-1c,us-east-1d,us-east-1e,us-east-1f");
        plan(zones.formatted("us-east-1"));
        assertThatThrownBy(() -> plan(zones.formatted("us-west-2")))
                .hasMessageContaining("the availability zones of us-west-2");
    }

    @Test
    void aRuleThatDoesNotHoldStopsTheDeployment() {
        String text = "{\"Resources\": {\"A\": " + thing("\"Name\": \"a\"") + "},"
                + " \"Parameters\": {\"Version\": {\"Type\": \"AWS::SSM::Parameter::Value<String>\", \"Default\": \"/v\"}},"
                + " \"Rules\": {\"Check\": {\"Assertions\": [{\"Assert\": {\"Fn::Not\": [{\"Fn::Contains\":"
                + " [[\"29\", \"30\"], {\"Ref\": \"Version\"}]}]}, \"AssertDescription\": \"too old\"}]}}}";
        assertThatThrownBy(() -> cloudFormation.deploy("S", text)).hasMessageContaining("too old");
        assertThatThrownBy(() -> cloudFormation.deploy("S", text.replace("/v", "/none")))
                .as("https://github.com/aws/aws-cdk/issues/18453")
                .hasMessage("Unable to fetch parameters [/none] from parameter store for this account.");
        cloudFormation.deploy("S", template("\"A\": " + thing("\"Name\": \"a\"")));
        assertThatThrownBy(() -> plan(text.replace(", \"Default\": \"/v\"", ""), Map.of("Version", "/none"), Set.of()))
                .as("recorded on AWS: test_resolve_ssm_missing_parameter of LocalStack's suite for CloudFormation")
                .hasMessage("Parameter Version should either have input value or default value");
    }

    /**
     * The stack's own events have no properties; what must not be read (NoEcho) isn't in them.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html">ResourceProperties</a>
     */
    @Test
    void anEventHasTheResourcesProperties() {
        cloudFormation.deploy("S", """
                {"Parameters": {"P": {"Type": "String", "NoEcho": true, "Default": "s3cret"}},
                 "Resources": {"B": {"Type": "AWS::Fake::Thing"}, "A": {"Type": "AWS::Fake::Thing", "Properties": {
                    "Name": "a", "Colour": {"Fn::Join": [" ", ["dark", {"Ref": "P"}]]}}}}}""");
        assertThat(things.colours()).containsEntry("a", "dark s3cret");
        String properties = "{\"Name\":\"a\",\"Colour\":\"dark ****\"}";
        assertThat(CloudFormationApi.events(cloudFormation.stack("S")))
                .extracting(event -> event.path("ResourceProperties").asText(null))
                .containsExactly(null, "{}", "{}", "{}", properties, properties, properties, null, null);
    }

    @Test
    void aSecretDecidesInAnEventAsItDoesInTheResource() {
        cloudFormation.deploy("S", """
                {"Parameters": {"P": {"Type": "String", "NoEcho": true, "Default": "on"}},
                 "Conditions": {"C": {"Fn::Equals": [{"Ref": "P"}, "on"]}},
                 "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {
                    "Name": "a", "Colour": {"Fn::If": ["C", "red", "blue"]}}}}}""");
        assertThat(things.colours()).containsEntry("a", "red");
        assertThat(CloudFormationApi.events(cloudFormation.stack("S")))
                .extracting(event -> event.path("ResourceProperties").asText(""))
                .contains("{\"Name\":\"a\",\"Colour\":\"red\"}");
    }

    @Test
    void aChangeSetSaysWhatItWouldDo() {
        cloudFormation.deploy(
                "S",
                template("\"A\": " + thing("\"Name\": \"a\", \"Colour\": \"red\"") + ", \"B\": "
                        + thing("\"Name\": \"b\"")));
        ChangeSet changeSet = plan(template(
                "\"A\": " + thing("\"Name\": \"new\", \"Colour\": \"red\"") + ", \"C\": " + thing("\"Name\": \"c\"")));
        assertThat(changeSet.plan().changes)
                .extracting(change -> change.action() + " " + change.logicalId() + " " + change.replacement())
                .containsExactly("Modify A true", "Remove B false", "Add C false");
    }

    @Test
    void deployingTheSameAgainChangesNothing() {
        String text = template("\"A\": " + thing("\"Name\": \"a\""));
        cloudFormation.deploy("S", text);
        int events = cloudFormation.stack("S").events().size();
        cloudFormation.deploy("S", text);
        assertThat(cloudFormation.stack("S").events()).hasSize(events);
    }
}

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
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.AwsError;
import workshop.cloud.Json;

/** What every template has to be, whatever it declares. */
class TemplateFormatTest {
    private final CloudFormation cloudFormation =
            new CloudFormation(new ResourceTypes().add(List.of(new FakeType().type())), n -> n, u -> u);

    private void plan(String template) {
        cloudFormation.plan(new ChangeSet.Request(
                null,
                "S",
                "c" + UUID.randomUUID(),
                "",
                null,
                template,
                new ParameterValues(Map.of(), Set.of()),
                Map.of(),
                List.of()));
    }

    /**
     * Recorded by <a href="https://github.com/localstack/localstack/pull/13000">LocalStack</a>, cfn-lint
     * (<a href="https://github.com/aws-cloudformation/cfn-lint/issues/485">outputs</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/1630">types</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/1689">names</a>,
     * <a href="https://github.com/aws-cloudformation/cfn-lint/issues/2004">mappings</a>),
     * <a href="https://github.com/aws/aws-cdk/issues/16866">CDK</a>,
     * <a href="https://github.com/kirodotdev/KiroCrew/pull/2596">KiroCrew</a>,
     * <a href="https://github.com/aws/aws-sam-cli/issues/1358">SAM</a> and
     * <a href="https://github.com/zalando-stups/senza/pull/94">senza</a>
     * (<a href="https://github.com/zalando-stups/senza#readme">mappings that are missing</a>). What a section may have is in
     * <a href="https://github.com/aws-cloudformation/cfn-lint/tree/main/src/cfnlint/data/schemas/other">cfn-lint's schemas</a>,
     * some words in <a href="https://github.com/Corymbia/eucalyptus">Eucalyptus</a>, and those of a function in a rule are in
     * <a href="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/921">the roadmap</a>.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": null}}} | [/Outputs/O/Value] 'null' values are not allowed in templates
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": null}}}} | [/Resources/A/Properties/Name] 'null' values are not allowed in templates
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {}}} | Template format error: Every Outputs member must contain a Value object
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": {"Ref": "B"}}}} | Unresolved resource dependencies [B] in the Outputs block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": "B"}}} | Template format error: Unresolved resource dependencies [B] in the Resources block of the template
                        {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "a${.}"}}}}} | Template error: instance of Fn::Sub references invalid resource attribute .
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "${a:-b}"}}}}} | Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": [".", "."]}}}}} | `Template error: instance of Fn::GetAtt references undefined resource `
            {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}}, "Rules": {"R": {"Assertions": [{"Assert": {"Fn::Not": [{"Condition": "No"}]}}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Following functions are not supported in the Rules block of the template: [Condition]
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": ["A"]}}} | Circular dependency between resources: [A]
            {"Resources": {"a-b": {"Type": "AWS::Fake::Thing"}}} | Template format error: Resource name a-b is non alphanumeric.
            {"Parameters": {"a-b": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Parameter name a-b is non alphanumeric.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "Keep"}}} | Template format error: Unrecognized DeletionPolicy Keep for resource A
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": ["Delete"]}}} | Template format error: Every DeletionPolicy member must be a string.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DeletionPolicy": "Snapshot"}}} | Template error: resource type AWS::Fake::Thing does not support deletion policy Snapshot
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "UpdateReplacePolicy": "RetainExceptOnCreate"}}} | Template format error: Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Propertys": {}}}} | Invalid template resource property 'Propertys'
            {"Resources": {"A": {}}} | Template format error: [/Resources/A] Every Resources object must contain a Type member.
            {"Resources": {"A": "B"}} | Template format error: Any Resources member must be an object.
            {"Resources": {}} | Template format error: At least one Resources member must be defined.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}, } | Template format error: JSON not well-formed. (line 1, column 52)
            {"this is invalid JSON"="bobbins"} | Template format error: JSON not well-formed. (line 1, column 25)
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Colour": {"Ref": "B"}}}, "B": {"Type": "AWS::Fake::Thing", "DependsOn": "A"}}} | Circular dependency between resources: [A, B]
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
            {"Mappings": {"M": {"a": "b"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Mappings member a must be a map
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
            {"Conditions": {"C": {"Fn::Equals": [{"Fn::If": ["C", "a", "b"]}, "a"]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "C"}}} | Template error: Circular dependency between conditions: [C]
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": "a", "Name": "b"}}} | Invalid template output property 'Name'
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Parameters": []} | Template format error: Any Parameters member must be an object.
            {"Resources": ""} | Template format error: Any Resources member must be an object.
            {"Mappings": {"M": {"a": "b"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::FindInMap": ["M", "a"]}}}}} | Template format error: Every Mappings member a must be a map
            {"Mappings": {"M": {"a": {"b": {"c": "d"}}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::FindInMap": ["M", "a", "b", "c"]}}}}} | Template format error: Every Mappings attribute must be a String or a List.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Metadata": "a"} | Template format error: Every Metadata member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Parameters": {"P": "String"}} | Template format error: Any Parameters member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": "a"}} | Template format error: Any Outputs member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Mappings": {"M": "a"}} | Template format error: Any Mappings member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "AWSTemplateFormatVersion": "2020-09-09"} | Template format error: unsupported value for AWSTemplateFormatVersion.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Conditions": {"C": {}}} | Template format error: Conditions can only be boolean operations on parameters and other conditions
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Conditions": {"C": {"Ref": "AWS::Region"}}} | Template format error: Conditions can only be boolean operations on parameters and other conditions
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Conditions": {"C": {"Fn::Not": [{"Ref": "AWS::Region"}]}}} | Template error: every Fn::Not object requires one boolean parameter.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Conditions": {"C": {"Fn::Nope": ["a"]}}} | Template error: Encountered unsupported function: Fn::Nope Supported functions are: [Fn::Base64, Fn::FindInMap, Fn::GetAZs, Fn::GetAtt, Fn::If, Fn::Join, Fn::Select, Fn::Split, Fn::Sub]
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Conditions": {"a-b": {"Fn::Equals": ["a", "b"]}}} | Template format error: Condition name a-b is non alphanumeric.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Nope": "a"}}}}} | Template error: Encountered unsupported function: Fn::Nope Supported functions are: [Fn::Base64, Fn::FindInMap, Fn::GetAZs, Fn::GetAtt, Fn::If, Fn::Join, Fn::Select, Fn::Split, Fn::Sub]
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Ref": ["a"]}}}}} | Template error: every Ref object must have a single String value.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Metadata": "a"}}} | Template format error: [/Resources/A] Every Metadata member must be an object.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": 0}}} | Template format error: Unresolved resource dependencies [0] in the Resources block of the template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "DependsOn": {"Ref": "A"}}}} | Template format error: [/Resources/A] Every DependsOn member must be a string or a list of strings.
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::GetAtt": ["B", "Arn"]}}}}} | Template error: instance of Fn::GetAtt references undefined resource B
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::Sub": "${B.Arn}"}}}}} | Template error: instance of Fn::Sub references invalid resource attribute B.Arn
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "Properties": {"Name": {"Fn::FindInMap": ["M", "a", "b"]}}}}} | Template error: Mapping named 'M' is not present in the 'Mappings' section of template.
            {"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Mappings": {"M": {"a": {"b": "c"}}}, "Resources": {"B": {"Type": "AWS::Fake::Thing"}, "A": {"Type": "AWS::Fake::Thing", "Condition": "C", "Properties": {"Name": {"Fn::FindInMap": ["M", "a", "x"]}}}}} | Template error: Unable to get mapping for M::a::x
            {"Parameters": {"P": {"Type": "String", "AllowedValues": "a"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every AllowedValues member must be a list of strings.
            {"Parameters": {"P": {"Type": "String", "MinLength": "few"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every MinLength member must be a number.
            {"Parameters": {"P": {"Type": "String", "MinValue": 1}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: Parameter 'P' MinValue must be on a parameter of type Number
            {"Parameters": {"P": {"Type": "Number", "MaxLength": 1}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: Parameter 'P' MaxLength must be on a parameter of type String
            {"Parameters": {"P": {"Type": "Number", "AllowedPattern": "a"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: Parameter 'P' AllowedPattern must be on a parameter of type String
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": ["a", "a"]}}], "Condition": "C"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Invalid template rule property 'Condition'
            {"Rules": {"R": {"RuleCondition": {"Fn::Equals": ["a", "b"]}}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Rules member must contain a list of Assertions
            {"Rules": {"R": {"RuleCondition": "a", "Assertions": [{"Assert": {"Fn::Equals": ["a", "a"]}}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every RuleCondition member must be a boolean operation.
            {"Rules": {"R": {"Assertions": [{"AssertDescription": "a"}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Every Assertions member must contain an Assert object
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": ["a", "a"]}, "Description": "a"}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Invalid template assertion property 'Description'
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": [{"Fn::Sub": "a"}, "a"]}}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Following functions are not supported in the Rules block of the template: [Fn::Sub]
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "A"}, "a"]}}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template format error: Unresolved dependencies [A]. Cannot reference resources in the Rules block of the template
            {"Rules": {"R": {"Assertions": [{"Assert": {"Fn::Contains": ["a", "a"]}}]}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | Template error: every Fn::Contains object requires two parameters, (1) a list of strings and (2) a string
            """)
    void aTemplateThatIsNoneIsRefusedWhenTheChangeSetIsCreated(String template, String message) {
        assertThatThrownBy(() -> plan(template))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"))
                .hasMessage(message);
        assertThat(cloudFormation.names()).isEmpty();
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">Quotas</a> */
    @Test
    void aTemplateIsNotLargerThanAwsTakes() {
        String thing = "{\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\"}}, \"Description\": \"%s\"}";
        plan(thing.formatted("x".repeat(1024)));
        assertThatThrownBy(() -> plan(thing.formatted("x".repeat(1025))))
                .hasMessage("Template format error: 'Description' length is greater than 1024.");

        plan(thing.replace("\"A\"", "\"" + "A".repeat(255) + "\""));
        String tooLong = "A".repeat(256);
        assertThatThrownBy(() -> plan(thing.replace("\"A\"", "\"" + tooLong + "\"")))
                .hasMessage("Template format error: Resource name " + tooLong
                        + " exceeds the maximum length of 255 characters.");

        ObjectNode many = Json.object();
        for (int i = 0; i <= 500; i++) {
            many.withObject("/Resources/A" + i).put("Type", "AWS::Fake::Thing");
        }
        assertThatThrownBy(() -> plan(Json.write(many)))
                .hasMessage("Template format error: Number of resources, 501, is greater than maximum allowed, 500");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">Functions</a> */
    @ParameterizedTest
    @ValueSource(strings = {"Fn::ImportValue", "Fn::Cidr", "Fn::ToJsonString", "Fn::ForEach::Name"})
    void aFunctionThatIsNotHereIsRefusedByNameAlsoWhereNothingComesOfIt(String function) {
        assertThatThrownBy(() -> plan("{\"Conditions\": {\"No\": {\"Fn::Equals\": [\"a\", \"b\"]}}, \"Resources\": {"
                        + "\"A\": {\"Type\": \"AWS::Fake::Thing\"}, \"B\": {\"Type\": \"AWS::Fake::Thing\", \"Condition\": \"No\","
                        + " \"Properties\": {\"Name\": {\"" + function + "\": \"a\"}}}}}"))
                .hasMessageContaining("the function " + function);
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html">Dynamic references</a> */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"{{resolve:ssm:name:1}}\"",
                "{\"Fn::Sub\": \"a-{{resolve:secretsmanager:${AWS::StackName}}}\"}",
                "{\"Fn::Join\": [\":\", [\"{{resolve\", \"ssm\", \"name:1}}\"]]}"
            })
    void aDynamicReferenceIsNotTakenAsText(String name) {
        assertThatThrownBy(() ->
                        plan("{\"Resources\": {\"A\": {\"Type\": \"AWS::Fake::Thing\", \"Properties\": {\"Name\": "
                                + name + "}}}}"))
                .hasMessageContaining("The local cloud does not have dynamic references, such as ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Resources: {} | templates in YAML
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | the section Transform of a template
            {"Hooks": {"H": {"Type": "AWS::CodeDeploy::BlueGreen"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | the section Hooks of a template
            {"Resources": {"A": {"Type": "AWS::Fake::Thing", "UpdatePolicy": {}}}} | the UpdatePolicy of a resource (A)
            {"Resources": {"A": {"Type": "AWS::Fake::Thing"}}, "Outputs": {"O": {"Value": "a", "Export": {"Name": "a"}}}} | exports of outputs (Export)
            {"Parameters": {"P": {"Type": "AWS::EC2::VPC::Id"}}, "Resources": {"A": {"Type": "AWS::Fake::Thing"}}} | the parameter type AWS::EC2::VPC::Id
            """)
    void whatIsNotHereIsRefusedByName(String template, String what) {
        assertThatThrownBy(() -> plan(template)).hasMessageContaining("The local cloud does not have " + what);
    }

    /** AWS takes it, as recorded: test_deletion_policy_with_retain of LocalStack's suite for CloudFormation. */
    @ParameterizedTest
    @ValueSource(strings = {"DeletionPolicy", "UpdateReplacePolicy"})
    void aFunctionInAPolicyIsRefusedByName(String policy) {
        assertThatThrownBy(
                        () -> plan("{\"Conditions\": {\"C\": {\"Fn::Equals\": [\"a\", \"b\"]}}, \"Resources\": {\"A\":"
                                + " {\"Type\": \"AWS::Fake::Thing\", \"" + policy
                                + "\": {\"Fn::If\": [\"C\", \"Retain\", \"Delete\"]}}}}"))
                .hasMessageContaining("a function in the " + policy + " of a resource (A)");
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html">Sections</a> */
    @Test
    void everySectionMayHaveWhatAwsTakes() {
        plan("""
                {"AWSTemplateFormatVersion": "2010-09-09", "Description": "d", "Metadata": {"Fn::Nope": {"Ref": ["a"]}},
                 "Parameters": {
                    "P": {"Type": "Number", "Default": 3, "MinValue": "1.5", "MaxValue": 10000000.0, "NoEcho": true,
                        "ConstraintDescription": "few", "AllowedValues": [2, "3"]},
                    "L": {"Type": "CommaDelimitedList", "Default": "ab,b", "AllowedPattern": "[ab]+", "MinLength": 1}},
                 "Rules": {"R": {"RuleCondition": {"Fn::Or": [{"Fn::Equals": [{"Ref": "P"}, "3"]}, {"Fn::Not": [
                    {"Fn::Contains": [{"Ref": "L"}, "b"]}]}]}, "Assertions": [{"Assert": {"Fn::Contains": [["3"],
                    {"Ref": "P"}]}, "AssertDescription": "three"}]}},
                 "Mappings": {"M": {"a.b-c": {"d": ["e"]}}},
                 "Conditions": {"C_1&": {"Fn::Equals": [{"Fn::Select": [0, {"Fn::FindInMap": ["M", "a.b-c", "d"]}]}, "e"]},
                    "D": {"Condition": "C_1&"}, "E": {"Fn::Equals": [{"Fn::Sub": ["${Condition}", {"Condition": "no"}]}, "e"]}},
                 "Resources": {"A": {"Type": "AWS::Fake::Thing", "Condition": "D", "Metadata": {"a": ["b"]},
                    "Properties": {"Name": {"Fn::Sub": ["${P}${x.y}${!z}", {"x.y": "u"}]}}},
                    "B": {"Type": "AWS::Fake::Thing", "DependsOn": ["A"]}},
                 "Outputs": {"O": {"Condition": "D", "Description": "d", "Value": {"Fn::GetAtt": "A.Arn"}}}}""");
    }
}

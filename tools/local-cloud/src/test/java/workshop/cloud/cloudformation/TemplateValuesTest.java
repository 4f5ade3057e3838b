package workshop.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import workshop.cloud.Account;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.shape.Member;

/**
 * Which values a template may give to the properties of each type, as AWS's resource schemas and services have them. The
 * rows are in {@code refused-values.txt} and {@code taken-values.txt}.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html">
 *     Resource types</a>
 * @see <a href="https://github.com/aws/serverless-application-model/issues/399">What AWS says of a method setting without a path</a>
 * @see <a href="https://github.com/sirceljm/aws-lambda-blog/issues/10">What AWS says of an empty stage variable</a>
 * @see <a href="https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py">Policies that IAM takes, and what it says of others</a>
 * @see <a href="https://github.com/badmintoncryer/cdk-preflight/tree/main/rules/iam">Policies, paths and trust that IAM refused in deployments</a>
 * @see <a href="https://github.com/hashicorp/terraform-provider-aws/issues/3045">What IAM says of a partition</a>
 */
class TemplateValuesTest {
    @AutoClose
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(Options.defaults().withPort(0));
    }

    static Stream<String[]> refused() {
        return rows("refused-values.txt");
    }

    static Stream<String[]> taken() {
        return rows("taken-values.txt");
    }

    /** @see <a href="https://github.com/aws-samples/retail-demo-store/pull/508">A name that is too long, as CloudFormation says it</a> */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void aValueThatAwsRefusesIsRefused(String type, String given, String where, String why) {
        assertThat(violations(type, given))
                .anySatisfy(violation ->
                        assertThat(violation).startsWith(where + ": ").contains(why));
    }

    /**
     * @see <a href="https://github.com/aws-cloudformation/cloudformation-resource-schema/pull/40">What AWS's validator says</a>
     * @see <a href="https://github.com/aws-samples/aws-bookstore-demo-app/issues/56">An enum</a>
     */
    @Test
    void aValueThatIsRefusedIsNotShown() {
        String values = "{'MemorySize': 10241, 'Runtime': 'java99', 'Handler': 'a b', 'Timeout': 'long'}";
        assertThat(violations("AWS::Lambda::Function", values.replace('\'', '"')))
                .containsExactlyInAnyOrder(
                        "#/MemorySize: failed validation constraint for keyword [maximum]",
                        "#/Runtime: failed validation constraint for keyword [enum]",
                        "#/Handler: failed validation constraint for keyword [pattern]",
                        "#/Timeout: expected type: Integer, found: String");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("taken")
    void aValueThatAwsTakesIsTaken(String type, String given) {
        assertThat(violations(type, given)).isEmpty();
    }

    /** In place of any value a function may stand, whose value is looked at when it is known. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("taken")
    void whatAFunctionWillGiveIsTaken(String type, String given) {
        ObjectNode properties = properties(type, given);
        for (JsonNode within : each(properties).toList()) {
            List<String> names = new ArrayList<>(Json.map(within).keySet());
            for (String name : names) {
                JsonNode its = ((ObjectNode) within).get(name);
                ((ObjectNode) within).set(name, Json.object().put("Fn::ImportValue", "Other"));
                assertThat(account.resourceTypes().violations(type, properties).ofResource())
                        .as("with a function as %s: %s", name, properties)
                        .isEmpty();
                ((ObjectNode) within).set(name, its);
            }
        }
    }

    private static Stream<JsonNode> each(JsonNode value) {
        Stream<JsonNode> inner = value.valueStream().flatMap(TemplateValuesTest::each);
        return value.isObject() ? Stream.concat(Stream.of(value), inner) : inner;
    }

    @Test
    void everyTypeIsTried() {
        assertThat(account.resourceTypes().properties().keySet())
                .filteredOn(type -> !type.equals("AWS::CDK::Metadata"))
                .allSatisfy(type -> {
                    assertThat(violations(type, "{}")).isEmpty();
                    assertThat(refused().map(row -> row[0])).contains(type);
                });
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html">Update requires</a> */
    @Test
    void aFunctionIsReplacedIfItsNameOrTheTypeOfItsPackageChanges() {
        assertThat(account.resourceTypes()
                        .properties()
                        .get("AWS::Lambda::Function")
                        .names(Member::replaces))
                .containsExactlyInAnyOrder("FunctionName", "PackageType");
    }

    /**
     * Measured as JSON. As recorded on AWS: test_lambda_envvars_near_limit_succeeds and
     * test_large_environment_variables_fails of LocalStack's suite for Lambda; AWS's words of today by pf-lambda-env-size of
     * cdk-preflight.
     */
    @Test
    void fourKilobytesOfEnvironmentAreTheMost() {
        String most = "{\"LARGE_VAR\":\"" + "x".repeat(4080) + "\"}";
        String longer = most.replace("\":\"", "\":\"x");

        assertThat(violations("AWS::Lambda::Function", "{\"Environment\": {\"Variables\": " + most + "}}"))
                .isEmpty();
        assertThat(violations("AWS::Lambda::Function", "{\"Environment\": {\"Variables\": " + longer + "}}"))
                .singleElement()
                .asString()
                .contains("#/Environment: ", "exceeded the 4KB limit. Measured size: 4097 bytes");
        assertThat(violations(
                        "AWS::Lambda::Function",
                        "{\"Environment\": {\"Variables\": " + most.replaceAll("xx", "é") + "}}"))
                .isEmpty();
    }

    /** Of a valid resource with its required properties, and those that are given on top; null takes one away. */
    private static List<String> violations(String type, String given) {
        ResourceTypes types = account.resourceTypes();
        return types.violations(type, types.typed(type, properties(type, given)))
                .ofResource();
    }

    private static ObjectNode properties(String type, String given) {
        ObjectNode properties =
                (ObjectNode) Json.read(text("valid-properties.json")).path(type);
        assertThat(properties).as(type).isNotNull();
        Json.read(given).properties().forEach(property -> {
            if (property.getValue().isNull()) {
                properties.remove(property.getKey());
            } else {
                properties.set(property.getKey(), property.getValue());
            }
        });
        return properties;
    }

    private static Stream<String[]> rows(String file) {
        return text(file).lines().filter(line -> !line.isBlank()).map(line -> line.split(" \\| "));
    }

    private static String text(String file) {
        try (var in = TemplateValuesTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

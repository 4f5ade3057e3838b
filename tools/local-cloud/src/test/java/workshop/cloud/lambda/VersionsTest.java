package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html">Versions</a> */
class VersionsTest {
    private static final String VERSION = "{'FunctionName': {'Ref': 'ScriptedFunction'}}";
    private static final String NUMBER = "{'Fn::GetAtt': ['One', 'Version']}";

    @TempDir
    private Path folder;

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(20)));

    private final Client client = new Client(account.endpoint());

    private static Assembly function(String greeting) {
        return new Assembly()
                .function(
                        ScriptedFunction.class,
                        "",
                        "'Timeout': 10, 'MemorySize': 128, 'Environment': {'Variables': {'GREETING': '" + greeting
                                + "'}}");
    }

    private static Assembly live(Assembly assembly, String version, String more) {
        return assembly.resource(
                "Live",
                "AWS::Lambda::Alias",
                "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Name': 'live', 'FunctionVersion': " + version + more
                        + "}");
    }

    private void deploy(Assembly assembly) {
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private JsonNode get(String path) {
        return Json.read(client.send("lambda", "GET", "/2015-03-31/functions" + path, Map.of(), "")
                .body());
    }

    /**
     * As recorded on AWS: test_version_lifecycle and test_list_functions of LocalStack's suite for Lambda.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html">ListFunctions</a>
     */
    @Test
    void listsSayNothingOfAFunctionsState() {
        deploy(function("hello"));
        assertThat(get("/ScriptedFunction").at("/Configuration/State").asText()).isEqualTo("Active");
        for (JsonNode listed : List.of(
                get("").at("/Functions/0"), get("/ScriptedFunction/versions").at("/Versions/0"))) {
            assertThat(listed.path("Version").asText()).isEqualTo("$LATEST");
            assertThat(listed.has("State") || listed.has("LastUpdateStatus")).isFalse();
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/cli/latest/reference/lambda/list-versions-by-function.html#examples">Example</a> */
    @Test
    void aVersionWasModifiedWhenItsFunctionWas() {
        deploy(described("first", 1));
        deploy(described("first", 1, "one"));
        List<String> times = get("/ScriptedFunction/versions").path("Versions").findValuesAsText("LastModified");
        assertThat(times).hasSize(2).allMatch(times.get(0)::equals);
        assertThat(times.get(0)).matches("[\\d-]+T[\\d:]+\\.\\d{3}\\+0000");
    }

    /** As recorded on AWS: test_function_name_and_qualifier_validation, lowercase_latest_qualifier, and its Type. */
    @Test
    void aQualifierThatNamesNothingIsNotFound() {
        deploy(function("hello"));
        JsonNode answer = get("/ScriptedFunction?Qualifier=%24latest");
        assertThat(answer.path("message").asText())
                .isEqualTo(
                        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:ScriptedFunction:$latest");
        assertThat(answer.path("Type").asText()).isEqualTo("User");
    }

    /** As recorded on AWS: test_advanced_logging_configuration_format_switch of LocalStack's suite for Lambda. */
    @Test
    void aLogFormatIsShownAsItWasDeclaredWithItsLevels() {
        Assembly assembly = new Assembly()
                .function(ScriptedFunction.class, "", "'LoggingConfig': {'LogFormat': 'JSON', 'LogGroup': 'named'}");
        deploy(assembly);
        assertThat(get("/ScriptedFunction/configuration").path("LoggingConfig"))
                .isEqualTo(Json.read("{\"LogFormat\": \"JSON\", \"LogGroup\": \"named\","
                        + " \"ApplicationLogLevel\": \"INFO\", \"SystemLogLevel\": \"INFO\"}"));
        deploy(function("hello"));
        assertThat(get("/ScriptedFunction/configuration").path("LoggingConfig"))
                .isEqualTo(Json.read("{\"LogFormat\": \"Text\", \"LogGroup\": \"/aws/lambda/ScriptedFunction\"}"));
    }

    private String invoke(String qualifier, String what) {
        return client.invoke("ScriptedFunction" + qualifier, "\"" + what + "\"").body();
    }

    /** @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html">Names</a> */
    @Test
    void aFunctionsNameIsTheOnlyOneOfItsKind() throws IOException {
        deploy(function("hello"));
        String template = Files.readString(folder.resolve("Test.template.json"));

        String form = "Version=2010-05-15&StackName=Other&ChangeSetName=c&Capabilities.member.1=CAPABILITY_NAMED_IAM"
                + "&TemplateBody=" + URLEncoder.encode(template, StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
        client.send("cloudformation", "POST", "/", headers, "Action=CreateChangeSet&ChangeSetType=CREATE&" + form);

        assertThat(client.send(
                                "cloudformation",
                                "POST",
                                "/",
                                headers,
                                "Action=DescribeEvents&" + form.replaceAll("&(Capabilities|TemplateBody)[^&]*", ""))
                        .body())
                .contains("ScriptedFunction already exists in stack arn:aws:cloudformation:");
    }

    @Test
    void aVersionStaysAsTheFunctionWasAndAnAliasMovesOn() {
        deploy(live(function("hello").resource("One", "AWS::Lambda::Version", VERSION), NUMBER, ""));
        Assembly next = function("goodbye").resource("One", "AWS::Lambda::Version", VERSION);
        deploy(live(next, NUMBER, ""));
        assertThat(invoke("", "environment")).startsWith("\"goodbye");
        assertThat(invoke(":1", "environment")).startsWith("\"hello");
        assertThat(invoke(":live", "environment")).startsWith("\"hello");

        next.resource("Two", "AWS::Lambda::Version", VERSION);
        deploy(live(next, "{'Fn::GetAtt': ['Two', 'Version']}", ""));
        assertThat(invoke(":live", "environment")).startsWith("\"goodbye");
    }

    @Test
    void anAliasThatLeavesTheTemplateIsGone() {
        Assembly assembly = function("hello").resource("One", "AWS::Lambda::Version", VERSION);
        deploy(assembly);
        deploy(live(function("hello").resource("One", "AWS::Lambda::Version", VERSION), NUMBER, ""));
        assertThat(invoke(":live", "environment")).startsWith("\"hello");

        deploy(assembly);
        assertThat(get("/ScriptedFunction/aliases").path("Aliases")).isEmpty();
        assertThat(invoke(":live", "environment")).contains("Function not found", "ScriptedFunction:live");
    }

    @Test
    void aVersionOfWhatHasNotChangedIsRefused() {
        Assembly twice = function("hello")
                .resource("One", "AWS::Lambda::Version", VERSION)
                .resource("Two", "AWS::Lambda::Version", VERSION);
        assertThatThrownBy(() -> deploy(twice))
                .hasMessageContaining("A version for this Lambda function exists ( 1 ). Modify the function to create a"
                        + " new version.");
    }

    private static Assembly described(String description, int reserved, String... versions) {
        Assembly assembly = new Assembly()
                .function(
                        ScriptedFunction.class,
                        "",
                        "'Environment': {'Variables': {}}, 'Description': '" + description
                                + "', 'ReservedConcurrentExecutions': " + reserved);
        for (String version : versions) {
            assembly.resource(version, "AWS::Lambda::Version", VERSION);
        }
        return assembly;
    }

    /**
     * As recorded on AWS: test_version_lifecycle of LocalStack's suite for Lambda. Reserved concurrency is none of the
     * properties that the versions of the CDK keep.
     *
     * @see <a href="https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-lambda/lib/function-hash.ts">Its list</a>
     */
    @Test
    void aNewDescriptionMakesANewVersionAndReservedConcurrencyDoesNot() {
        deploy(described("first", 1, "One"));
        deploy(described("second", 1, "One", "Two"));
        assertThat(get("/ScriptedFunction/versions").path("Versions").findValuesAsText("Description"))
                .containsExactly("second", "first", "second");
        assertThatThrownBy(() -> deploy(described("second", 2, "One", "Two", "Three")))
                .hasMessageContaining("A version for this Lambda function exists ( 2 ).");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/versioning-intro.html">Numbers are never used again</a> */
    @Test
    void aFunctionThatWasDeletedAndMadeAgainGoesOnCounting() {
        deploy(described("", 1, "One"));
        deploy(new Assembly().resource("Queue", "AWS::SQS::Queue", "{}"));
        deploy(described("", 1, "One"));
        assertThat(get("/ScriptedFunction/versions").path("Versions").findValuesAsText("Version"))
                .containsExactly("$LATEST", "2");
    }

    /** As recorded on AWS: test_function_lifecycle of LocalStack's suite for Lambda, and most others of it. */
    @Test
    void anEnvironmentWithoutVariablesIsAnswered() {
        deploy(described("", 1));
        assertThat(get("/ScriptedFunction/configuration").path("Environment"))
                .isEqualTo(Json.read("{\"Variables\": {}}"));
    }

    /** As recorded on AWS: test_function_update_during_invoke of LocalStack's suite for Lambda. */
    @Test
    void anInvocationThatIsRunningEndsInTheOldStateOfTheFunction() throws Exception {
        deploy(function("hello"));
        CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> invoke("", "nap"));
        await().until(() -> account.trace().hops(0, "nap").stream()
                .anyMatch(hop -> hop.kind().equals("lambda:Invoke")));
        deploy(function("goodbye"));
        assertThat(invoke("", "environment")).startsWith("\"goodbye");
        assertThat(running.get(1, TimeUnit.MINUTES)).isEqualTo("\"awake\"");
    }

    /** As recorded on AWS: test_create_multiple_lambda_permissions of LocalStack's suite for Lambda. */
    @Test
    void aPolicyHasItsStatementsAsTheyWereAdded() {
        Assembly assembly = function("hello");
        for (String service : List.of("s3", "events", "logs")) {
            assembly.resource(
                    service.equals("events") ? "Z" : "A" + service,
                    "AWS::Lambda::Permission",
                    "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Action': 'lambda:InvokeFunction', 'Principal': '"
                            + service + ".amazonaws.com'}");
            deploy(assembly);
        }
        assertThat(Json.read(get("/ScriptedFunction/policy").path("Policy").asText())
                        .findValuesAsText("Service"))
                .containsExactly("s3.amazonaws.com", "events.amazonaws.com", "logs.amazonaws.com");
    }

    @Test
    void anAliasOfWhatIsNotThereIsRefused() {
        Assembly assembly = live(function("hello").resource("One", "AWS::Lambda::Version", VERSION), "'7'", "");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining(
                        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:ScriptedFunction:7");
    }

    /** A rule and a subscription whose target is an alias need a permission of the alias; the function's own is another. */
    @ParameterizedTest
    @CsvSource({"Live, ok", "ScriptedFunction, AccessDeniedException"})
    void anAliasIsATargetIfItsOwnPolicyAllowsIt(String permitted, String outcome) {
        Assembly assembly = live(function("hello"), "'$LATEST'", "")
                .resource(
                        "ByRule",
                        "AWS::Lambda::Permission",
                        "{'FunctionName': {'Ref': '" + permitted + "'}, 'Action': 'lambda:InvokeFunction', 'Principal':"
                                + " 'events.amazonaws.com', 'SourceArn': {'Fn::GetAtt': ['Rule', 'Arn']}}")
                .resource(
                        "Rule",
                        "AWS::Events::Rule",
                        "{'EventPattern': {'source': ['test']}, 'Targets': [{'Id': 'live', 'Arn': {'Ref': 'Live'}}]}")
                .resource("Topic", "AWS::SNS::Topic", "{'TopicName': 'News'}")
                .resource(
                        "ByTopic",
                        "AWS::Lambda::Permission",
                        "{'FunctionName': {'Ref': '" + permitted + "'}, 'Action': 'lambda:InvokeFunction', 'Principal':"
                                + " 'sns.amazonaws.com', 'SourceArn': {'Ref': 'Topic'}}")
                .resource(
                        "Subscription",
                        "AWS::SNS::Subscription",
                        "{'Protocol': 'lambda', 'Endpoint': {'Ref': 'Live'}, 'TopicArn': {'Ref': 'Topic'}}");
        deploy(assembly);
        client.json(
                "events",
                "AWSEvents.PutEvents",
                workshop.cloud.Json.read("{\"Entries\": [{\"Source\": \"test\", \"DetailType\": \"by rule\","
                        + " \"Detail\": \"{}\"}]}"));
        client.send(
                "sns",
                "POST",
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:News&Message=by+topic");
        for (String text : new String[] {"by rule", "by topic"}) {
            await(text)
                    .until(() -> account.trace().hops(0, text).stream()
                            .filter(hop -> hop.kind().equals("lambda:Deliver"))
                            .filter(hop -> hop.to().endsWith(":function:ScriptedFunction:live"))
                            .anyMatch(hop -> hop.outcome().startsWith(outcome)));
        }
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html">Only details that are specific to that version</a> */
    @Test
    void concurrencyIsTheFunctionsAndNotAVersions() {
        deploy(new Assembly()
                .function(ScriptedFunction.class, "", "'ReservedConcurrentExecutions': 7")
                .resource("One", "AWS::Lambda::Version", VERSION));
        assertThat(get("/ScriptedFunction").path("Concurrency")).hasToString("{\"ReservedConcurrentExecutions\":7}");
        assertThat(get("/ScriptedFunction?Qualifier=1")
                        .at("/Configuration/Version")
                        .asText())
                .isEqualTo("1");
        assertThat(get("/ScriptedFunction?Qualifier=1").has("Concurrency")).isFalse();
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html">Reserved for all versions</a> */
    @Test
    void aVersionOfAFunctionThatWasClosedIsTriedAgainOnceItIsOpen() {
        for (String concurrency : List.of("'ReservedConcurrentExecutions': 0", "'ReservedConcurrentExecutions': 5")) {
            deploy(new Assembly()
                    .function(ScriptedFunction.class, "", "'Timeout': 10, " + concurrency)
                    .resource("One", "AWS::Lambda::Version", VERSION));
        }
        client.invokeLater("ScriptedFunction:1", "\"fail\"");
        await().until(() -> account.trace().hops(0, "fail").stream()
                        .filter(hop -> hop.kind().equals("lambda:Return"))
                        .count()
                == 3);
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html">MaxItems: 100 at most</a> */
    @Test
    void aListIsNotLongerThoughMoreIsAskedFor() {
        Assembly assembly = new Assembly()
                .function(ScriptedFunction.class, "{'Effect': 'Allow', 'Action': 'sqs:*', 'Resource': '*'}", "");
        for (int i = 0; i <= 100; i++) {
            assembly.resource("Queue" + i, "AWS::SQS::Queue", "{}")
                    .resource(
                            "Mapping" + i,
                            "AWS::Lambda::EventSourceMapping",
                            "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Enabled': false, 'EventSourceArn':"
                                    + " {'Fn::GetAtt': ['Queue" + i + "', 'Arn']}}");
        }
        deploy(assembly);
        for (String asked : List.of("?MaxItems=200", "")) {
            JsonNode page =
                    Json.read(client.send("lambda", "GET", "/2015-03-31/event-source-mappings" + asked, Map.of(), "")
                            .body());
            assertThat(page.path("EventSourceMappings")).as(asked).hasSize(100);
            assertThat(page.path("NextMarker").asText()).isNotEmpty();
        }
    }
}

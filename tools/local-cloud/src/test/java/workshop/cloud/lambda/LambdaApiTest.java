package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/** @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html">Lambda API</a> */
class LambdaApiTest {
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:ScriptedFunction";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:Work";

    private static final String INVOKE = "{'Effect': 'Allow', 'Action': 'lambda:InvokeFunction', 'Resource': '*'}";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(20)));
        client = new Client(account.endpoint());
        Assembly assembly = new Assembly()
                .resource("Dead", "AWS::SQS::Queue", "{'QueueName': 'Dead'}")
                .resource("Work", "AWS::SQS::Queue", "{'QueueName': 'Work'}")
                .function(
                        ScriptedFunction.class,
                        "{'Effect': 'Allow', 'Action': 'sqs:*', 'Resource': '*'}",
                        "'Timeout': 10, 'MemorySize': 256, 'DeadLetterConfig': {'TargetArn':"
                                + " {'Fn::GetAtt': ['Dead', 'Arn']}}")
                .function(
                        "Closed",
                        ScriptedFunction.class,
                        INVOKE,
                        "'DeadLetterConfig': {'TargetArn': ''}, 'MemorySize': 128, 'ReservedConcurrentExecutions': 0")
                .resource(
                        "ClosedConfig",
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName': {'Ref': 'Closed'}, 'Qualifier': '$LATEST', 'DestinationConfig': {'OnFailure':"
                                + " {'Destination': {'Fn::GetAtt': ['ScriptedFunction', 'Arn']}}}}")
                .function("Slow", ScriptedFunction.class, INVOKE, "'Timeout': 10, 'MemorySize': 128")
                .resource(
                        "SlowConfig",
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName': {'Ref': 'Slow'}, 'Qualifier': '$LATEST', 'MaximumEventAgeInSeconds': 60,"
                                + " 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt':"
                                + " ['ScriptedFunction', 'Arn']}}}}")
                .resource("One", "AWS::Lambda::Version", "{'FunctionName': {'Ref': 'ScriptedFunction'}}")
                .resource(
                        "Live",
                        "AWS::Lambda::Alias",
                        "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Name': 'live', 'Description': 'what is live',"
                                + " 'FunctionVersion': {'Fn::GetAtt': ['One', 'Version']}}")
                .resource(
                        "Permission",
                        "AWS::Lambda::Permission",
                        "{'FunctionName': {'Ref': 'Live'}, 'Action': 'lambda:InvokeFunction',"
                                + " 'Principal': 'events.amazonaws.com', 'SourceAccount': '000000000000'}")
                .resource(
                        "Config",
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName': {'Ref': 'ScriptedFunction'}, 'Qualifier': '$LATEST',"
                                + " 'MaximumRetryAttempts': 1}")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Live'}, 'EventSourceArn': {'Fn::GetAtt': ['Work', 'Arn']},"
                                + " 'Enabled': false}");
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private static HttpResponse<String> get(String path) {
        return client.send("lambda", "GET", path, Map.of(), "");
    }

    private static JsonNode json(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body());
    }

    private static HttpResponse<String> invoke(String function, String payload, String... headers) {
        return client.send(
                "lambda",
                "POST",
                FUNCTIONS + "/" + function.replace("$", "%24") + "/invocations",
                headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]),
                payload);
    }

    private static void assertError(HttpResponse<String> response, int status, String code, String message) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(code);
        assertThat(Json.read(response.body()).path("message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "ScriptedFunction, $LATEST, ScriptedFunction",
        "ScriptedFunction:$LATEST, $LATEST, ScriptedFunction:$LATEST",
        "ScriptedFunction:1, 1, ScriptedFunction:1",
        "ScriptedFunction:live, 1, ScriptedFunction:live",
        "000000000000:function:ScriptedFunction:live, 1, ScriptedFunction:live",
        "arn:aws:lambda:us-east-1:000000000000:function:ScriptedFunction:live, 1, ScriptedFunction:live",
        "ScriptedFunction?Qualifier=live, 1, ScriptedFunction:live",
    })
    void aFunctionIsInvokedAsItIsNamed(String named, String version, String shown) {
        String[] parts = named.split("\\?");
        String path = FUNCTIONS + "/" + parts[0].replace("$", "%24") + "/invocations";
        HttpResponse<String> response =
                client.send("lambda", "POST", path + (parts.length > 1 ? "?" + parts[1] : ""), Map.of(), "\"version\"");
        assertThat(response.headers().firstValue("X-Amz-Executed-Version")).contains(version);
        assertThat(response.body())
                .isEqualTo("\"" + version + " arn:aws:lambda:us-east-1:000000000000:function:" + shown + "\"");
    }

    @Test
    void aQualifierThatSaysOtherwiseThanTheNameIsRefused() {
        assertError(
                get(FUNCTIONS + "/ScriptedFunction:1?Qualifier=live"),
                400,
                "InvalidParameterValueException",
                "The derived qualifier from the function name does not match the specified qualifier.");
    }

    @Test
    void whatIsNotThereIsNotFoundInLambdasWords() {
        String nobody = "arn:aws:lambda:us-east-1:000000000000:function:Nobody";
        assertError(
                invoke("Nobody", "{}"), 404, "ResourceNotFoundException", "Function not found: " + nobody + ":$LATEST");
        assertError(get(FUNCTIONS + "/Nobody"), 404, "ResourceNotFoundException", "Function not found: " + nobody);
        assertError(
                get(FUNCTIONS + "/ScriptedFunction?Qualifier=1221"),
                404,
                "ResourceNotFoundException",
                "Function not found: " + ARN + ":1221");
        assertError(
                get(FUNCTIONS + "/ScriptedFunction/aliases/gone"),
                404,
                "ResourceNotFoundException",
                "Cannot find alias arn: " + ARN + ":gone");
        assertError(
                get("/2019-09-25/functions/ScriptedFunction/event-invoke-config?Qualifier=live"),
                404,
                "ResourceNotFoundException",
                "The function " + ARN + ":live doesn't have an EventInvokeConfig");
        assertError(
                get(FUNCTIONS + "/ScriptedFunction/policy"),
                404,
                "ResourceNotFoundException",
                "The resource you requested does not exist.");
    }

    @ParameterizedTest
    @CsvSource({
        "my-function!, 1",
        "function:my-function:$LATEST:extra, 1",
        "arn:aws:ec2:us-east-1:000000000000:i, 1",
        "a!, 110"
    })
    void aNameThatIsNoneIsRefused(String part, int times) {
        String name = part.repeat(times);
        assertThat(get(FUNCTIONS + "/" + name.replace("$", "%24")).body())
                .contains(
                        "ValidationException",
                        "'" + name + "' at 'functionName' failed to satisfy constraint: Member must"
                                + " satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"told to fail", "{\"a\": 1} {", "  ", "{'a': 1}", "\"open"})
    void aPayloadThatIsNoJsonIsRefused(String payload) {
        HttpResponse<String> response = invoke("ScriptedFunction", payload);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("InvalidRequestContentException");
        assertThat(response.body())
                .contains("Could not parse request body into json: Could not parse payload into json: ");
    }

    @Test
    void aPayloadIsUpTo6MegabytesAndAnAsynchronousOneUpTo1() {
        String mega = "\"" + "x".repeat((1 << 20) - 2) + "\"";
        assertThat(invoke("ScriptedFunction", mega, "X-Amz-Invocation-Type", "Event")
                        .statusCode())
                .isEqualTo(202);
        assertError(
                invoke("ScriptedFunction", mega + " ", "X-Amz-Invocation-Type", "Event"),
                413,
                "RequestEntityTooLargeException",
                "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
        assertError(
                invoke("ScriptedFunction", "\"" + "x".repeat((6 << 20) - 1) + "\""),
                413,
                "RequestEntityTooLargeException",
                "Request must be smaller than 6291456 bytes for the InvokeFunction operation");
    }

    @Test
    void anAnswerIsUpTo6MegabytesAndAHundredBytes() {
        assertThat(invoke("ScriptedFunction", "\"large\"").body()).hasSize((6 << 20) + 2);
        HttpResponse<String> response = invoke("ScriptedFunction", "\"too large\"");
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(Json.read(response.body()))
                .isEqualTo(Json.object()
                        .put("errorType", "Function.ResponseSizeTooLarge")
                        .put(
                                "errorMessage",
                                "Response payload size exceeded maximum allowed payload size (6291556 bytes)."));
    }

    @Test
    void aDryRunInvokesNothing() {
        HttpResponse<String> response = invoke("ScriptedFunction", "\"exit\"", "X-Amz-Invocation-Type", "DryRun");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Invocation-Type, Later, Value 'Later' at 'invocationType' failed to satisfy constraint",
        "X-Amz-Log-Type, Head, Value 'Head' at 'logType' failed to satisfy constraint",
        "X-Amz-Client-Context, e30=, does not have the parameter x-amz-client-context",
        "X-Amz-Tenant-Id, a, does not have the parameter x-amz-tenant-id",
    })
    void headersWithAMeaningAreTakenOrRefused(String header, String value, String refusal) {
        HttpResponse<String> response = invoke("ScriptedFunction", "{}", header, value);
        assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(response.body()).containsIgnoringCase(refusal);
    }

    @Test
    void whatFailedForGoodIsInTheDeadLetterQueueWithItsError() {
        client.invokeLater("ScriptedFunction", "\"fail\"");
        JsonNode request = Json.read("{\"QueueUrl\": \"" + account.endpoint()
                + "/000000000000/Dead\", \"MessageAttributeNames\": [\"All\"], \"WaitTimeSeconds\": 20,"
                + " \"MessageSystemAttributeNames\": [\"AWSTraceHeader\"]}");
        JsonNode message =
                client.json("sqs", "AmazonSQS.ReceiveMessage", request).at("/Messages/0");
        assertThat(message.path("Body").asText()).isEqualTo("\"fail\"");
        JsonNode attributes = message.path("MessageAttributes");
        assertThat(attributes.path("ErrorCode"))
                .isEqualTo(Json.object().put("StringValue", "200").put("DataType", "Number"));
        assertThat(attributes.path("ErrorMessage"))
                .isEqualTo(Json.object().put("StringValue", "told to fail").put("DataType", "String"));
        assertThat(attributes.at("/RequestID/StringValue").asText()).matches("[0-9a-f-]{36}");
        assertThat(message.at("/Attributes/AWSTraceHeader").asText()).startsWith("Root=1-");
    }

    @Test
    void aFunctionWithoutConcurrencyIsThrottled() {
        HttpResponse<String> throttled = invoke("Closed", "{}"); // as test_reserved_concurrency recorded it on AWS
        assertError(throttled, 429, "TooManyRequestsException", "Rate Exceeded.");
        assertThat(throttled.body()).contains("\"ReservedFunctionConcurrentInvocationLimitExceeded\"", "\"User\"");
        JsonNode envelope = sentFrom("Closed");
        assertThat(envelope.path("requestContext").path("condition").asText()).isEqualTo("ZeroReservedConcurrency");
        assertThat(envelope.path("requestContext")
                        .path("approximateInvokeCount")
                        .asInt())
                .isZero();
        assertThat(envelope.has("responseContext") || envelope.has("responsePayload"))
                .as(envelope.toString())
                .isFalse();
    }

    /** The first retry would come after a minute, and the event may be no older than that. */
    @Test
    void anEventThatWouldBeTooOldForItsRetryIsGivenUpAtOnce() {
        JsonNode envelope = sentFrom("Slow");
        assertThat(envelope.path("requestContext").path("condition").asText()).isEqualTo("EventAgeExceeded");
        assertThat(envelope.path("requestContext")
                        .path("approximateInvokeCount")
                        .asInt())
                .isEqualTo(1);
        assertThat(envelope.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    }

    /** What a function sends to its destination when an asynchronous invocation fails. */
    private static JsonNode sentFrom(String function) {
        client.invokeLater(function, "\"fail\"");
        String sender = ":function:" + function + ":$LATEST\"";
        await().until(() -> account.trace().hops(0, sender).stream()
                .anyMatch(hop -> hop.kind().equals("lambda:Deliver")));
        return Json.read(account.trace().hops(0, sender).get(0).payload());
    }

    @Test
    void functionsVersionsAndAliasesAreListed() {
        assertThat(json(FUNCTIONS).path("Functions").findValuesAsText("FunctionName"))
                .containsExactly("Closed", "ScriptedFunction", "Slow");
        assertThat(json(FUNCTIONS + "?FunctionVersion=ALL").path("Functions").findValuesAsText("FunctionArn"))
                .contains(ARN + ":$LATEST", ARN + ":1");
        JsonNode page = json(FUNCTIONS + "?MaxItems=1");
        assertThat(json(FUNCTIONS + "?MaxItems=1&Marker="
                                + page.path("NextMarker").asText())
                        .path("Functions")
                        .findValuesAsText("FunctionName"))
                .containsExactly("ScriptedFunction");
        assertThat(json(FUNCTIONS + "/ScriptedFunction/versions")
                        .path("Versions")
                        .findValuesAsText("Version"))
                .containsExactly("$LATEST", "1");
        JsonNode alias = json(FUNCTIONS + "/ScriptedFunction/aliases").at("/Aliases/0");
        assertThat(alias)
                .isEqualTo(Json.object()
                        .put("AliasArn", ARN + ":live")
                        .put("Name", "live")
                        .put("FunctionVersion", "1")
                        .put("Description", "what is live")
                        .set("RevisionId", alias.get("RevisionId")));
        assertThat(json(FUNCTIONS + "/ScriptedFunction/aliases?FunctionVersion=2")
                        .path("Aliases"))
                .isEmpty();
    }

    @Test
    void thePolicyOfAnAliasIsItsOwn() {
        JsonNode policy = Json.read(json(FUNCTIONS + "/ScriptedFunction/policy?Qualifier=live")
                .path("Policy")
                .asText());
        assertThat(policy.at("/Statement/0/Resource").asText()).isEqualTo(ARN + ":live");
        assertThat(policy.at("/Statement/0/Condition"))
                .isEqualTo(Json.read("{\"StringEquals\": {\"AWS:SourceAccount\": \"000000000000\"}}"));
    }

    @Test
    void anInvokeConfigurationSaysWhatWasGiven() {
        JsonNode config = json("/2019-09-25/functions/ScriptedFunction/event-invoke-config");
        assertThat(config.path("FunctionArn").asText()).isEqualTo(ARN + ":$LATEST");
        assertThat(config.path("MaximumRetryAttempts").asInt()).isEqualTo(1);
        assertThat(config.has("MaximumEventAgeInSeconds")).isFalse();
        assertThat(config.path("DestinationConfig")).isEqualTo(Json.read("{\"OnSuccess\": {}, \"OnFailure\": {}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "?FunctionName=ScriptedFunction:live, 1",
        "?FunctionName=ScriptedFunction, 0",
        "?FunctionName=Closed, 0",
        "?EventSourceArn=arn:aws:sqs:us-east-1:000000000000:Work, 1",
        "?EventSourceArn=arn:aws:sqs:us-east-1:000000000000:Dead, 0",
    })
    void mappingsAreListedByFunctionAndBySource(String query, int found) {
        JsonNode mappings = json("/2015-03-31/event-source-mappings" + query).path("EventSourceMappings");
        assertThat(mappings).hasSize(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/event-source-mappings?EventSourceArn=Work",
                "/functions/ScriptedFunction/aliases?FunctionVersion=one"
            })
    void aFilterThatMatchesNothingEverIsRefused(String query) {
        assertThat(get("/2015-03-31" + query).body()).contains("failed to satisfy constraint");
    }

    @Test
    void aMappingThatIsDisabledSaysSoAndAQueuesSaysNothingOfStreams() {
        JsonNode mapping = json("/2015-03-31/event-source-mappings").at("/EventSourceMappings/0");
        assertThat(mapping.path("State").asText()).isEqualTo("Disabled");
        assertThat(mapping.path("FunctionArn").asText()).isEqualTo(ARN + ":live");
        assertThat(mapping.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(("UUID EventSourceMappingArn EventSourceArn FunctionArn State"
                                + " StateTransitionReason LastModified BatchSize MaximumBatchingWindowInSeconds"
                                + " FunctionResponseTypes")
                        .split(" "));
        assertThat(json("/2015-03-31/event-source-mappings/"
                        + mapping.path("UUID").asText()))
                .isEqualTo(mapping);
        client.json(
                "sqs",
                "AmazonSQS.SendMessage",
                Json.object()
                        .put("QueueUrl", account.endpoint() + "/000000000000/Work")
                        .put("MessageBody", "x"));
        await().during(Duration.ofMillis(300))
                .until(() -> account.trace().hops(0, QUEUE).stream()
                        .noneMatch(hop -> hop.kind().equals("lambda:Invoke")));
    }
}

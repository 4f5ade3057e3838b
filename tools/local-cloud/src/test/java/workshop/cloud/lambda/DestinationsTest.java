package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.trace.Hop;

/**
 * Where the results of functions go. Each destination has an alias of its own of two functions: one whose role has the
 * permission that the destination asks for, and one whose role has all the others on it, once it is deployed.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Destinations</a>
 */
class DestinationsTest {
    private static final String ACCOUNT = ":us-east-1:000000000000:";
    private static final String REGION = "arn:aws:";

    /** What each destination is called, and what it asks for. */
    private static final Map<String, String> ARNS = Map.of(
            "function", REGION + "lambda" + ACCOUNT + "function:Receiver",
            "queue", REGION + "sqs" + ACCOUNT + "Results",
            "topic", REGION + "sns" + ACCOUNT + "Results",
            "bus", REGION + "events" + ACCOUNT + "event-bus/Results");

    private static final Map<String, String> ACTIONS = Map.of(
            "function", "lambda:InvokeFunction",
            "queue", "sqs:SendMessage",
            "topic", "sns:Publish",
            "bus", "events:PutEvents");

    private static final Map<String, String> REFERENCES = Map.of(
            "function", "{'Fn::GetAtt': ['Receiver', 'Arn']}",
            "queue", "{'Fn::GetAtt': ['Queue', 'Arn']}",
            "topic", "{'Ref': 'Topic'}",
            "bus", "{'Fn::GetAtt': ['Bus', 'Arn']}");

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(20)));
        client = new Client(account.endpoint());
        Assembly assembly = new Assembly()
                .resource("Queue", "AWS::SQS::Queue", "{'QueueName': 'Results'}")
                .resource("Topic", "AWS::SNS::Topic", "{'TopicName': 'Results'}")
                .resource("Bus", "AWS::Events::EventBus", "{'Name': 'Results'}")
                .table("Things", ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}")
                .function("Receiver", ScriptedFunction.class, "", "'Timeout': 20, 'MemorySize': 128");
        sender(assembly, "Granted", true);
        sender(assembly, "Other", true);
        account.deploy(assembly.writeTo(folder), null, warning -> {});
        sender(assembly, "Other", false);
        account.deploy(assembly.writeTo(folder), null, warning -> {});
        client.json(
                "dynamodb",
                "DynamoDB_20120810.PutItem",
                Json.read("{\"TableName\": \"Things\", \"Item\": {\"id\": {\"S\": \"bomb\"}}}"));
        for (String function : List.of("Granted", "Other")) {
            for (String destination : ARNS.keySet()) {
                client.invokeLater(function + ":" + destination, "\"hello\"");
                client.invokeLater(function + ":" + destination, "\"fail\"");
            }
        }
    }

    private static void sender(Assembly assembly, String name, boolean right) {
        String permissions = ARNS.keySet().stream()
                .map(destination -> "{'Effect': 'Allow', 'Resource': '" + ARNS.get(destination) + "', 'Action': ["
                        + ACTIONS.entrySet().stream()
                                .filter(action -> action.getKey().equals(destination) == right)
                                .map(action -> "'" + action.getValue() + "'")
                                .collect(Collectors.joining(", "))
                        + "]}")
                .collect(Collectors.joining(", "));
        String read = ", {'Effect': 'Allow', 'Action': 'dynamodb:*', 'Resource': '*'}";
        assembly.function(name, ScriptedFunction.class, permissions + read, "'Timeout': 20, 'MemorySize': 128");
        ARNS.forEach((destination, arn) -> {
            String alias = name + destination;
            assembly.resource(
                    alias,
                    "AWS::Lambda::Alias",
                    "{'FunctionName': {'Ref': '" + name + "'}, 'FunctionVersion': '$LATEST', 'Name': '" + destination
                            + "'}");
            String to = "{'Destination': " + REFERENCES.get(destination) + "}";
            assembly.resource(
                    alias + "Config",
                    "AWS::Lambda::EventInvokeConfig",
                    "{'FunctionName': {'Ref': '" + name + "'}, 'Qualifier': {'Fn::Select': [7, {'Fn::Split': [':', "
                            + "{'Ref': '" + alias + "'}]}]}, 'MaximumRetryAttempts': 0, 'DestinationConfig': {"
                            + "'OnSuccess': " + to + ", 'OnFailure': " + to + "}}");
            if (List.of("queue", "topic").contains(destination)) {
                assembly.resource(
                        alias + "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': '" + alias + "'}, 'MaximumRetryAttempts': 0,"
                                + " 'EventSourceArn': {'Fn::GetAtt': ['Things', 'StreamArn']},"
                                + " 'StartingPosition': 'TRIM_HORIZON',"
                                + " 'DestinationConfig': {'OnFailure': {'Destination': '" + arn + "'}}}");
            }
        });
    }

    static Stream<Arguments> everyWay() {
        return Stream.of("Success", "RetriesExhausted", "RetryAttemptsExhausted")
                .flatMap(condition -> ARNS.keySet().stream()
                        .filter(destination -> !condition.equals("RetryAttemptsExhausted")
                                || List.of("queue", "topic").contains(destination))
                        .flatMap(destination -> Stream.of("Granted", "Other")
                                .map(sender -> Arguments.of(condition, destination, sender))));
    }

    @ParameterizedTest(name = "{0} to a {1} by {2}")
    @MethodSource("everyWay")
    void aResultIsDeliveredIfTheRoleMaySendItAndElseRefused(String condition, String destination, String sender) {
        String arn = ARNS.get(destination);
        String function = REGION + "lambda" + ACCOUNT + "function:" + sender + ":" + destination;
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sent(condition, function, arn).findFirst().isPresent());
        Hop hop = sent(condition, function, arn).findFirst().orElseThrow();

        assertThat(hop.outcome())
                .isEqualTo(
                        sender.equals("Granted")
                                ? "ok"
                                : "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/"
                                        + role(sender) + "/" + sender + " is not authorized to perform: "
                                        + ACTIONS.get(destination) + " on resource: " + arn
                                        + " because no identity-based policy allows the " + ACTIONS.get(destination)
                                        + " action");
        JsonNode envelope = Json.read(hop.payload());
        assertThat(envelope.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(envelope.at("/requestContext/approximateInvokeCount").asInt())
                .isEqualTo(1);
        assertThat(envelope.at("/responseContext/executedVersion").asText()).isEqualTo("$LATEST");
    }

    private static Stream<Hop> sent(String condition, String function, String destination) {
        return account.trace().hops(0, "\"condition\":\"" + condition + "\"").stream()
                .filter(hop -> hop.kind().endsWith(":Deliver") && hop.to().equals(destination))
                .filter(hop -> hop.payload().contains("\"" + function + "\""));
    }

    private static String role(String function) {
        JsonNode configuration = Json.read(
                client.send("lambda", "GET", "/2015-03-31/functions/" + function + "/configuration", Map.of(), "")
                        .body());
        return configuration.path("Role").asText().replaceFirst(".*/", "");
    }

    /**
     * What Lambda refuses when the function, its configuration or its mapping is made; verified on AWS by cdk-preflight's
     * rules pf-lambda-dlq-* and pf-lambda-eic-destination-*.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_DeadLetterConfig.html">DeadLetterConfig</a>
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_OnFailure.html">OnFailure</a>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "arn:aws:lambda:us-east-1:000000000000:function:f | Invalid dead letter queue ARN: The service specified by the TargetArn is not supported for dead letter configuration. | The destination ARN arn:aws:lambda:us-east-1:000000000000:function:f is invalid.",
                "arn:aws:sqs:eu-west-1:000000000000:q | Invalid dead letter queue ARN: The resource specified by the TargetArn must be in the same region as the Lambda function it's associated with. | The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=), onFailure=OnFailure(destination=arn:aws:sqs:eu-west-1:000000000000:q)) is invalid.",
                "arn:aws:sqs:us-east-1:000000000000:q.fifo | Invalid dead letter queue ARN: FIFO SQS queue is not supported for dead letter configuration | The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=), onFailure=OnFailure(destination=arn:aws:sqs:us-east-1:000000000000:q.fifo)) is invalid.",
                "arn:aws:sns:us-east-1:000000000000:t.fifo | Invalid dead letter queue ARN: FIFO SNS queue is not supported for dead letter configuration | FIFO-type Amazon SNS topics aren't supported as a destination.",
                "arn:aws:sqs:us-east-1:000000000000:q | The provided execution role does not have permissions to call SendMessage on SQS | The function's execution role does not have permissions to call SendMessage on arn:aws:sqs:us-east-1:000000000000:q",
                "arn:aws:sns:us-east-1:000000000000:t | The provided execution role does not have permissions to call Publish on SNS | The function's execution role does not have permissions to call Publish on arn:aws:sns:us-east-1:000000000000:t",
                "arn:aws:iam:us-east-1:000000000000:f | Invalid dead letter queue ARN: The service specified by the TargetArn is not supported for dead letter configuration. | The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=), onFailure=OnFailure(destination=arn:aws:iam:us-east-1:000000000000:f)) is invalid.",
            })
    void whereResultsMayNotGoIsRefusedWhenItIsDeployed(
            String arn, String asQueue, String asDestination, @TempDir Path folder) {
        Assembly queue = new Assembly()
                .function("F", ScriptedFunction.class, "", "'DeadLetterConfig': {'TargetArn': '" + arn + "'}");
        Assembly destination = new Assembly()
                .function("F", ScriptedFunction.class, "", "")
                .resource(
                        "Config",
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName': {'Ref': 'F'}, 'Qualifier': '$LATEST', 'DestinationConfig': {'OnFailure':"
                                + " {'Destination': '" + arn + "'}}}");
        try (Account other = Account.open(Options.defaults().withPort(0))) {
            assertThatThrownBy(() -> other.deploy(queue.writeTo(folder), null, warning -> {}))
                    .hasMessageContaining(asQueue);
            assertThatThrownBy(() -> other.deploy(destination.writeTo(folder), null, warning -> {}))
                    .hasMessageContaining(asDestination);
        }
    }
}

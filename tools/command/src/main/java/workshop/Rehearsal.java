package workshop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.console.journey.Journeys;
import workshop.terminal.Terminal;

/**
 * The main class of a process that does a little of what commands do, and ends: what that loads is what the launcher's archive
 * of classes has, from which they start in two thirds of the time.
 */
final class Rehearsal {
    private static final String MANIFEST = """
            {"artifacts": {"Rehearsal": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "stack.json"}}}}
            """;
    private static final String TEMPLATE = """
            {"Resources": {
              "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
                "TableName": "rehearsal", "BillingMode": "PAY_PER_REQUEST", "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}},
              "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "rehearsal"}},
              "Queue": {"Type": "AWS::SQS::Queue"},
              "Rule": {"Type": "AWS::Events::Rule", "Properties": {
                "EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["rehearsal"]},
                "Targets": [{"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}},
              "Topic": {"Type": "AWS::SNS::Topic"},
              "Mail": {"Type": "AWS::SNS::Subscription", "Properties": {
                "TopicArn": {"Ref": "Topic"}, "Protocol": "email", "Endpoint": "you@example.com"}},
              "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "rehearsal"}}}}
            """;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path assembly = Files.createTempDirectory("rehearsal");
        Path manifest = Files.writeString(assembly.resolve("manifest.json"), MANIFEST);
        Path template = Files.writeString(assembly.resolve("stack.json"), TEMPLATE);
        try (Account account = Account.open(Options.defaults().withPort(0))) {
            Journeys.of(account.trace());
            account.deploy(assembly, null, warning -> {});
            call(account, "dynamodb", "DynamoDB_20120810.PutItem", """
                    {"TableName": "rehearsal", "Item": {"id": {"S": "1"}}}""");
            call(account, "events", "AWSEvents.PutEvents", """
                    {"Entries": [{"EventBusName": "rehearsal", "Source": "rehearsal", "DetailType": "Said", "Detail": "{}"}]}""");
        } finally {
            Files.delete(manifest);
            Files.delete(template);
            Files.delete(assembly);
        }
        Workshop.commandLine(Terminal.ofLauncher()).execute("progress");
    }

    private static void call(Account account, String service, String target, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.endpoint()))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=none")
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofString(body))
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .statusCode();
        if (status != 200) {
            throw new IllegalStateException(target + " was answered with " + status);
        }
    }
}

package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
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

/** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Lambda with SQS</a> */
class QueueMappingTest {
    private static final String READ = "{'Effect': 'Allow', 'Resource': '*', 'Action': ['sqs:ReceiveMessage',"
            + " 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']}";
    private static final String PARTIAL = "'FunctionResponseTypes': ['ReportBatchItemFailures']";
    /** Soon enough to wait for it, and later than a first invocation takes on a busy machine. */
    private static final String SOON = "'VisibilityTimeout': 6";

    @TempDir
    private Path folder;

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0));

    private final Client client = new Client(account.endpoint());

    private static Assembly withMapping(String allowed, String queue, String mapping) {
        return new Assembly()
                .resource("Dead", "AWS::SQS::Queue", "{'QueueName': 'Dead'}")
                .resource(
                        "Work",
                        "AWS::SQS::Queue",
                        "{'QueueName': 'Work', 'RedrivePolicy': {'maxReceiveCount': 2, 'deadLetterTargetArn':"
                                + " {'Fn::GetAtt': ['Dead', 'Arn']}}" + more(queue) + "}")
                .function(QueueWorker.class, allowed, "'Timeout': 2, 'MemorySize': 256")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'QueueWorker'}, 'EventSourceArn': {'Fn::GetAtt': ['Work', 'Arn']}"
                                + more(mapping) + "}");
    }

    private static String more(String properties) {
        return properties.isEmpty() ? "" : ", " + properties;
    }

    private void deploy(String queue, String mapping) {
        deploy(withMapping(READ, queue, mapping));
    }

    private void deploy(Assembly assembly) {
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private void send(String queue, String... bodies) {
        for (int i = 0; i < bodies.length; i++) {
            JsonNode answer = client.json(
                    "sqs",
                    "AmazonSQS.SendMessage",
                    Json.object()
                            .put("QueueUrl", account.endpoint() + "/000000000000/" + queue)
                            .put("MessageBody", bodies[i]));
            assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        }
    }

    /** The events that the function got, oldest first. */
    private List<JsonNode> batches() {
        return account.log("/aws/lambda/QueueWorker", " got ", 1000).stream()
                .map(line -> Json.read(line.replaceFirst(".* got ", "")).path("Records"))
                .toList();
    }

    private void awaitQuiet() {
        await("the queue is empty").atMost(Duration.ofSeconds(40)).until(account::isQuiet);
    }

    private List<List<String>> bodies() {
        return batches().stream()
                .map(records -> records.findValuesAsText("body"))
                .toList();
    }

    private List<String> dead() {
        JsonNode answer = client.json(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                Json.object()
                        .put("QueueUrl", account.endpoint() + "/000000000000/Dead")
                        .put("MaxNumberOfMessages", 10));
        return answer.path("Messages").findValuesAsText("Body");
    }

    @Test
    void aMessageArrivesAsFunctionsGetItAndIsDeleted() {
        deploy("", "");
        JsonNode sent = client.json(
                "sqs",
                "AmazonSQS.SendMessage",
                Json.read("{\"QueueUrl\": \"" + account.endpoint()
                        + "/000000000000/Work\", \"MessageBody\": \"hello\", \"MessageAttributes\":"
                        + " {\"Weeks\": {\"DataType\": \"Number\", \"StringValue\": \"6\"}}}"));
        awaitQuiet();

        JsonNode record = batches().get(0).get(0);
        assertThat(record.path("messageId")).isEqualTo(sent.path("MessageId"));
        assertThat(record.path("md5OfBody")).isEqualTo(sent.path("MD5OfMessageBody"));
        assertThat(record.path("md5OfMessageAttributes")).isEqualTo(sent.path("MD5OfMessageAttributes"));
        assertThat(record.path("messageAttributes"))
                .isEqualTo(Json.read("{\"Weeks\": {\"stringValue\": \"6\", \"stringListValues\": [],"
                        + " \"binaryListValues\": [], \"dataType\": \"Number\"}}"));
        assertThat(record.path("attributes").path("ApproximateReceiveCount").asText())
                .isEqualTo("1");
        assertThat(record.path("attributes").fieldNames())
                .toIterable()
                .contains("SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp");
        assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(record.path("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-east-1:000000000000:Work");
        assertThat(record.path("awsRegion").asText()).isEqualTo("us-east-1");
    }

    /**
     * As recorded on AWS: of LocalStack's suite for SQS mappings, test_sqs_event_source_mapping has a window and null, and
     * test_report_batch_item_failures has neither.
     *
     * @see <a href="https://github.com/aws-powertools/powertools-lambda-typescript/issues/4631">The same, seen elsewhere</a>
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whereAWindowGathersAMessageWithoutAttributesHasNoDigestOfThem(int seconds) {
        deploy("", "'MaximumBatchingWindowInSeconds': " + seconds);
        send("Work", "hello");
        awaitQuiet();
        JsonNode record = batches().get(0).get(0);
        assertThat(record.path("md5OfMessageAttributes").isNull()).isEqualTo(seconds == 1);
        assertThat(record.has("md5OfMessageAttributes")).isEqualTo(seconds == 1);
    }

    @Test
    void aWindowGathersMoreThanOneReceivesIntoOneBatch() {
        deploy("", "'BatchSize': 12, 'MaximumBatchingWindowInSeconds': 30");
        send("Work", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
        awaitQuiet();
        assertThat(batches())
                .singleElement()
                .satisfies(records -> assertThat(records).hasSize(12));
    }

    @Test
    void whatIsReportedComesAgainAloneAndThenGoesWhereTheQueueSaysAndWhatIsNotDoesNot() {
        deploy(SOON, PARTIAL + ", 'BatchSize': 10, 'MaximumBatchingWindowInSeconds': 1");
        send("Work", "a", "poison", "b");
        awaitQuiet();
        assertThat(dead()).containsExactly("poison");
        assertThat(bodies()).containsExactly(List.of("a", "poison", "b"), List.of("poison"));
    }

    @Test
    void aBatchThatFailsComesAgainAsAWhole() {
        deploy(SOON, "'MaximumBatchingWindowInSeconds': 1");
        send("Work", "{\"what\": \"bomb\"}", "innocent");
        awaitQuiet();
        assertThat(dead()).containsExactlyInAnyOrder("{\"what\": \"bomb\"}", "innocent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'body': {'what': ['wanted']}} | {'what': 'wanted'} | {'what': 'other'}",
                "{'body': {'what': ['wanted']}} | {'what': 'wanted'} | no JSON",
                "{'body': {'what': [{'exists': false}]}} | {'how': 'wanted'} | no JSON",
                "{'body': {'size': [{'numeric': ['>', 100]}]}} | {'size': 101} | {'size': 100}",
                "{'body': ['wanted']} | wanted | other",
            })
    void aFilterSeesBodiesInJsonAsJsonAndDeletesWhatItDoesNotLetThrough(String filter, String wanted, String other) {
        String pattern = filter.replace("'", "\\\"");
        deploy("", "'FilterCriteria': {'Filters': [{'Pattern': '" + pattern + "'}]}");
        send("Work", other.replace('\'', '"'), wanted.replace('\'', '"'));
        awaitQuiet();
        assertThat(bodies()).containsExactly(List.of(wanted.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"})
    void aRoleThatMayNotDoAllOfItStopsTheDeployment(String missing) {
        Assembly assembly = withMapping(READ.replace("'sqs:" + missing + "'", "'sqs:SendMessage'"), "", "");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining(
                        "The provided execution role does not have permissions to call " + missing + " on SQS");
    }

    @Test
    void aVisibilityTimeoutBelowTheFunctionsTimeoutStopsTheDeployment() {
        assertThatThrownBy(() -> deploy("'VisibilityTimeout': 1", ""))
                .hasMessageContaining("Queue visibility timeout: 1 seconds is less than Function timeout: 2 seconds");
    }

    /**
     * Verified on AWS by cdk-preflight's rules pf-lambda-esm-*.
     *
     * @see <a href="https://github.com/boto/boto3/issues/1613">What AWS says of a starting position</a>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'StartingPosition': 'LATEST' | StartingPosition is not valid for SQS event sources.",
                "'BatchSize': 11 | Maximum batch window in seconds must be greater than 0 if maximum batch size is"
                        + " greater than 10",
                "'BisectBatchOnFunctionError': true | Unsupported BisectBatchOnFunctionError parameter for given event"
                        + " source mapping type.",
                "'DestinationConfig': {'OnFailure': {'Destination': 'arn:aws:sqs:us-east-1:000000000000:Dead'}} |"
                        + " Unsupported DestinationConfig parameter for given event source mapping type.",
                "'FilterCriteria': {'Filters': [{'Pattern': 'simple string'}]} | Invalid filter pattern definition.",
                "'EventSourceArn': 'arn:aws:sqs:eu-west-1:000000000000:Work' | Event source region must match Lambda"
                        + " region us-east-1",
                "'EventSourceArn': 'arn:aws:sqs:us-east-1:000000000000:Work.fifo', 'BatchSize': 11 | Maximum batch window"
                        + " in seconds must be greater than 0 if maximum batch size is greater than 10",
                "'EventSourceArn': 'arn:aws:sqs:us-east-1:000000000000:Work.fifo', 'BatchSize': 11,"
                        + " 'MaximumBatchingWindowInSeconds': 1 | Batching window is not supported for FIFO queues",
            })
    void whatAQueueDoesNotTakeStopsTheDeployment(String mapping, String message) {
        assertThatThrownBy(() -> deploy("", mapping)).hasMessageContaining(message);
    }

    /** Verified on AWS by cdk-preflight's rule pf-lambda-esm-max-concurrency-vs-reserved. */
    @Test
    void aMappingDoesNotTakeMoreThanItsFunctionHasReserved() {
        String function = "'Timeout': 2, 'MemorySize': 256, 'ReservedConcurrentExecutions': 2";
        Assembly assembly = withMapping(READ, "", "'ScalingConfig': {'MaximumConcurrency': 3}");
        assertThatThrownBy(() -> deploy(assembly.function(QueueWorker.class, READ, function)))
                .hasMessageContaining("MaximumConcurrency: 3 is greater than Function Reserved Concurrency: 2");
    }

    @Test
    void anUnknownQueueStopsTheDeployment() {
        Assembly assembly = withMapping(READ, "", "")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'QueueWorker'},"
                                + " 'EventSourceArn': 'arn:aws:sqs:us-east-1:000000000000:Nowhere'}");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.");
    }

    @Test
    void theSameMappingTwiceIsAConflict() {
        Assembly assembly = withMapping(READ, "", "");
        deploy(assembly);
        String id = Json.read(client.send("lambda", "GET", "/2015-03-31/event-source-mappings", Map.of(), "")
                        .body())
                .at("/EventSourceMappings/0/UUID")
                .asText();
        assembly.resource(
                "Twice",
                "AWS::Lambda::EventSourceMapping",
                "{'FunctionName': {'Ref': 'QueueWorker'}, 'EventSourceArn': {'Fn::GetAtt': ['Work', 'Arn']}}");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining("An event source mapping with SQS arn (\""
                        + " arn:aws:sqs:us-east-1:000000000000:Work \") and function (\" QueueWorker \") already exists."
                        + " Please update or delete the existing mapping with UUID " + id);
    }

    @Test
    void anAliasIsInvokedAsItself() {
        Assembly assembly = withMapping(READ, "", "")
                .resource("Version", "AWS::Lambda::Version", "{'FunctionName': {'Ref': 'QueueWorker'}}")
                .resource(
                        "Live",
                        "AWS::Lambda::Alias",
                        "{'FunctionName': {'Ref': 'QueueWorker'}, 'Name': 'live',"
                                + " 'FunctionVersion': {'Fn::GetAtt': ['Version', 'Version']}}")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Live'}, 'EventSourceArn': {'Fn::GetAtt': ['Work', 'Arn']}}");
        deploy(assembly);
        send("Work", "hello");
        awaitQuiet();
        assertThat(account.log("/aws/lambda/QueueWorker", "function:QueueWorker:live got", 10))
                .hasSize(1);
    }
}

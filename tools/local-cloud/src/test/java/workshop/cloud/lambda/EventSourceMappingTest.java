package workshop.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

class EventSourceMappingTest {
    private static final String READ_STREAM =
            "{'Effect': 'Allow', 'Action': ['dynamodb:GetRecords', 'dynamodb:GetShardIterator',"
                    + " 'dynamodb:DescribeStream', 'dynamodb:ListStreams'], 'Resource': '*'}";
    private static final String SEND_MESSAGE = "{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*'}";
    private static final String PARTIAL = "'FunctionResponseTypes': ['ReportBatchItemFailures']";
    private static final String BISECT = "'BisectBatchOnFunctionError': true";

    @TempDir
    private Path folder;

    @AutoClose
    private final Account account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(20)));

    private final Client client = new Client(account.endpoint());

    private static Assembly withMapping(String allowed, String settings) {
        return new Assembly()
                .table("Things", ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}")
                .resource("Failed", "AWS::SQS::Queue", "{'QueueName': 'Failed'}")
                .function(StreamReader.class, allowed, "'Timeout': 5, 'MemorySize': 256")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'StreamReader'}, 'EventSourceArn': {'Fn::GetAtt': ['Things', 'StreamArn']},"
                                + " 'StartingPosition': 'TRIM_HORIZON', 'BatchSize': 10, 'MaximumRetryAttempts': 2,"
                                + " 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Failed', 'Arn']}}}"
                                + (settings.isEmpty() ? "" : ", " + settings) + "}");
    }

    private void deploy(String settings) {
        deploy(withMapping(READ_STREAM + ", " + SEND_MESSAGE, settings));
    }

    private void deploy(Assembly assembly) {
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    /** Writes the items in one transaction, so that the function gets them in one batch. */
    private void write(String... ids) {
        ArrayNode items = Json.array();
        for (String id : ids) {
            items.add(Json.read("{\"Put\": {\"TableName\": \"Things\", \"Item\": {\"id\": {\"S\": \"" + id + "\"}}}}"));
        }
        JsonNode answer = client.json(
                "dynamodb",
                "DynamoDB_20120810.TransactWriteItems",
                Json.object().set("TransactItems", items));
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    }

    private List<String> shredded() {
        return account.log("/aws/lambda/StreamReader", "shredded", 1000).stream()
                .map(line -> line.substring("shredded ".length()))
                .toList();
    }

    private void awaitQuiet() {
        await("the stream to be worked off").atMost(Duration.ofSeconds(20)).until(account::isQuiet);
    }

    private JsonNode parked() {
        JsonNode answer = client.json(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                Json.object()
                        .put("QueueUrl", account.endpoint() + "/000000000000/Failed")
                        .put("MaxNumberOfMessages", 10));
        ArrayNode bodies = Json.array();
        answer.path("Messages")
                .forEach(message -> bodies.add(Json.read(message.path("Body").asText())));
        return bodies;
    }

    @Test
    void recordsArriveInTheirOrder() {
        deploy("");
        write("a", "b", "c");
        await().until(() -> shredded().equals(List.of("a", "b", "c")));
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html">LATEST</a> */
    @Test
    void fromTheLatestRecordOnNothingIsMissed() {
        deploy(new Assembly().table("Things", ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}"));
        write("before");
        deploy("'StartingPosition': 'LATEST'");
        write("a");
        await().until(() -> shredded().equals(List.of("a")));
        write("b");
        await().until(() -> shredded().equals(List.of("a", "b")));
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-conditions">Success
     *     and failure conditions</a>
     */
    @Test
    void noAnswerAndNoListOfFailuresAreSuccess() {
        deploy("'FunctionResponseTypes': ['ReportBatchItemFailures'], 'MaximumRetryAttempts': 1");
        for (String answer : List.of("no answer", "no list")) {
            write(answer);
            awaitQuiet();
            assertThat(lastResult()).as(answer).isEqualTo("OK");
        }
        assertThat(shredded()).containsExactly("no answer", "no list");
    }

    private String lastResult() {
        return Json.read(client.send("lambda", "GET", "/2015-03-31/event-source-mappings", java.util.Map.of(), "")
                        .body())
                .at("/EventSourceMappings/0/LastProcessingResult")
                .asText();
    }

    /**
     * The first as recorded on AWS: test_dynamodb_event_source_mapping of LocalStack's suite for Lambda.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Lambda with DynamoDB streams</a>
     */
    @Test
    void aMappingSaysWhatCameOfItsLastBatch() {
        deploy("");
        assertThat(lastResult()).isEqualTo("No records processed");
        write("a");
        awaitQuiet();
        assertThat(lastResult()).isEqualTo("OK");
        write("bomb");
        awaitQuiet();
        assertThat(lastResult()).isEqualTo("PROBLEM: Function call failed");
        deploy("'BatchSize': 9");
        assertThat(lastResult()).isEqualTo("PROBLEM: Function call failed");
    }

    @Test
    void recordsWrittenBeforeTheMappingWasMadeArriveFromTheTrimHorizon() {
        deploy(withMapping(READ_STREAM + ", " + SEND_MESSAGE, "'Enabled': false"));
        write("early");
        deploy(withMapping(READ_STREAM + ", " + SEND_MESSAGE, "'Enabled': true"));
        await().until(() -> shredded().equals(List.of("early")));
    }

    @Test
    void aMappingLivesOnWhenSomethingFailsUnforeseen() {
        AtomicInteger invocations = new AtomicInteger();
        account.trace().listen(hop -> {
            if (hop.kind().equals("lambda:Invoke") && invocations.getAndIncrement() == 0) {
                throw new IllegalStateException("unforeseen");
            }
        });
        deploy("");
        write("a");
        await().until(() -> shredded().equals(List.of("a")));
    }

    @Test
    void theThirdOfFiveIsPoisonAndOnlyItIsParked() {
        deploy(BISECT + ", " + PARTIAL);
        write("a", "b", "poison", "c", "d");
        await().until(() -> shredded().equals(List.of("a", "b", "c", "d")));
        awaitQuiet();
        assertThat(shredded()).as("nobody came twice").containsExactly("a", "b", "c", "d");
        JsonNode parked = parked();
        assertThat(parked).hasSize(1);
        JsonNode envelope = parked.get(0);
        assertThat(envelope.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
        assertThat(envelope.at("/requestContext/approximateInvokeCount").asInt())
                .isEqualTo(3);
        assertThat(envelope.at("/requestContext/functionArn").asText()).endsWith(":function:StreamReader");
        assertThat(envelope.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
        assertThat(envelope.at("/DDBStreamBatchInfo/startSequenceNumber").asText())
                .isNotEmpty()
                .isEqualTo(envelope.at("/DDBStreamBatchInfo/endSequenceNumber").asText());
        assertThat(envelope.at("/DDBStreamBatchInfo/shardId").asText()).startsWith("shardId-");
        assertThat(envelope.at("/DDBStreamBatchInfo/streamArn").asText()).contains(":table/Things/stream/");
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html">What the destination
     *     gets</a>
     */
    @Test
    void aFunctionThatReportsAFailedRecordHasNoErrorAndTimesAreAsAwsWritesThem() {
        deploy(PARTIAL + ", " + BISECT);
        write("poison");
        awaitQuiet();
        assertThat(parked()).singleElement().satisfies(envelope -> {
            assertThat(envelope.path("responseContext"))
                    .isEqualTo(Json.read(
                            "{\"statusCode\": 200, \"executedVersion\": \"$LATEST\", \"functionError\": null}"));
            assertThat(envelope.path("timestamp").asText()).matches("[\\d-]{10}T[\\d:]{8}\\.\\d{3}Z");
            assertThat(envelope.at("/DDBStreamBatchInfo/approximateArrivalOfFirstRecord")
                            .asText())
                    .matches("[\\d-]{10}T[\\d:]{8}Z");
        });
    }

    @Test
    void withoutPartialResponsesBisectingFindsTheOneThatThrows() {
        deploy(BISECT);
        write("a", "b", "bomb", "c");
        awaitQuiet();
        assertThat(shredded()).contains("a", "b", "c");
        assertThat(parked())
                .singleElement()
                .satisfies(envelope -> assertThat(
                                envelope.at("/DDBStreamBatchInfo/batchSize").asInt())
                        .isEqualTo(1));
    }

    @Test
    void withoutBisectingTheWholeBatchIsParked() {
        deploy("");
        write("a", "bomb", "c");
        awaitQuiet();
        assertThat(parked())
                .singleElement()
                .satisfies(envelope -> assertThat(
                                envelope.at("/DDBStreamBatchInfo/batchSize").asInt())
                        .isEqualTo(3));
        assertThat(shredded()).as("three attempts").containsExactly("a", "a", "a");
    }

    @Test
    void recordsBehindAParkedOneStillArrive() {
        deploy(BISECT + ", " + PARTIAL);
        write("poison");
        write("after");
        await().atMost(Duration.ofSeconds(20)).until(() -> shredded().equals(List.of("after")));
    }

    @Test
    void aFilterLetsOnlyMatchingRecordsThrough() {
        String pattern =
                "{\\\"dynamodb\\\": {\\\"Keys\\\": {\\\"id\\\": {\\\"S\\\": [{\\\"prefix\\\": \\\"yes\\\"}]}}}}";
        deploy("'FilterCriteria': {'Filters': [{'Pattern': '" + pattern + "'}]}");
        write("yes-1", "no", "yes-2");
        await().until(() -> shredded().equals(List.of("yes-1", "yes-2")));
        awaitQuiet();
        assertThat(shredded()).doesNotContain("no");
    }

    /**
     * Each filter decides for itself.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html">A record that satisfies any
     *     of the filters is sent</a>
     */
    @Test
    void aRecordThatOneOfSeveralFiltersMatchesIsLetThrough() {
        String pattern = "{'Pattern': '{\\\"dynamodb\\\": {\\\"Keys\\\": {\\\"id\\\": {\\\"S\\\": [%s]}}}}'}";
        String a = pattern.formatted("\\\"b\\\"");
        String b = pattern.formatted("{\\\"prefix\\\": \\\"a\\\"}, \\\"b\\\"");
        deploy("'FilterCriteria': {'Filters': [" + a + ", " + b + "]}");
        write("aab", "c", "b");
        await().until(() -> shredded().equals(List.of("aab", "b")));
    }

    /**
     * Verified on AWS by cdk-preflight's rules pf-lambda-esm-*.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax">All operators</a>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'EventSourceArn': 'arn:aws:s3:::bucket' | Unrecognized event source. Unsupported source arn :"
                        + " arn:aws:s3:::bucket",
                "'EventSourceArn': 'arn:aws:kinesis:us-east-1:000000000000:stream/s' | does not have event source"
                        + " mappings of arn:aws:kinesis:us-east-1:000000000000:stream/s",
                "'EventSourceArn': 'arn:aws:dynamodb:eu-west-1:000000000000:table/Things/stream/2026' | Event source region"
                        + " must match Lambda region us-east-1",
                "'StartingPosition': 'AT_TIMESTAMP' | Unsupported starting position for arn type:"
                        + " arn:aws:dynamodb:us-east-1:000000000000:table/",
                "'MaximumRecordAgeInSeconds': 59 | MaximumRecordAgeInSeconds must be either -1 (forever) or between 60"
                        + " and 604800 (inclusive)",
                "'DestinationConfig': {'OnFailure': {'Destination': 'arn:aws:sqs:us-east-1:000000000000:q.fifo'}} |"
                        + " FIFO-type Amazon SQS queues aren't supported as a destination.",
                "'DestinationConfig': {'OnFailure': {'Destination': 'arn:aws:lambda:us-east-1:000000000000:function:f'}} |"
                        + " The service specified by the TargetArn isn't supported as a destination.",
                "'FilterCriteria': {'Filters': [{'Pattern': '{\\\"a\\\": [1]}'}, {'Pattern': '{\\\"a\\\": [2]}'}, {'Pattern': '{\\\"a\\\": [3]}'}, {'Pattern': '{\\\"a\\\": [4]}'}, {'Pattern': '{\\\"a\\\": [5]}'}, {'Pattern': '{\\\"a\\\": [6]}'}]} | Too many filter patterns, maximum allowed 5 patterns, provided 6 patterns.",
                "'EventSourceArn': 'arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/2026' | Stream not found:"
                        + " arn:aws:dynamodb:us-east-1:000000000000:table/Things/stream/2026",
                "'FunctionName': 'Nobody' | Function does not exist",
                "'DestinationConfig': {'OnFailure': {'Destination': 'arn:aws:s3:::bucket'}} | does not have a failure"
                        + " destination of a stream such as arn:aws:s3:::bucket",
                "'FilterCriteria': {'Filters': [{'Pattern': '[{=123}'}]} | Invalid filter pattern definition.",
                "'FilterCriteria': {'Filters': [{'Pattern': '{\\\"a\\\": {\\\"b\\\": [1, {\\\"anything-but\\\": {\\\"prefix\\\": \\\"a\\\"}}]}}'}]} | operator \"prefix\" (in a, b, anything-but)",
                "'FilterCriteria': {'Filters': [{'Pattern': '{\\\"a\\\": {\\\"b\\\": [1, {\\\"wildcard\\\": \\\"a*\\\"}]}}'}]} | Invalid filter pattern definition. Lambda's filters don't have the operator \"wildcard\" (in a, b)",
                "'FilterCriteria': {'Filters': [{'Pattern': '{\\\"$or\\\": [{\\\"a\\\": [{\\\"cidr\\\": \\\"10.0.0.0/8\\\"}]}, {\\\"b\\\": [1]}]}'}]} | operator \"cidr\" (in $or, a)",
                "'FilterCriteria': {'Filters': [{'Pattern': '{\\\"a\\\": [1]} b'}]} | Invalid filter pattern definition.",
                "'ScalingConfig': {'MaximumConcurrency': 2} | Unsupported ScalingConfig parameter for given event source"
                        + " mapping type.",
            })
    void whatAStreamDoesNotTakeStopsTheDeployment(String setting, String message) {
        Assembly assembly = withMapping(READ_STREAM + ", " + SEND_MESSAGE, setting);
        String handled = message.startsWith("does not") ? "" : "Invalid request provided: ";
        assertThatThrownBy(() -> deploy(assembly)).hasMessageContaining(message).hasMessageContaining(handled);
    }

    @Test
    void aBucketAsTheDestinationOfAnInvocationIsRefusedByName() {
        Assembly assembly = withMapping(READ_STREAM + ", " + SEND_MESSAGE, "")
                .resource(
                        "Config",
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName': {'Ref': 'StreamReader'}, 'Qualifier': '$LATEST', 'DestinationConfig':"
                                + " {'OnFailure': {'Destination': 'arn:aws:s3:::bucket'}}}");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining(
                        "does not have a bucket as the destination of an invocation, as" + " arn:aws:s3:::bucket");
    }

    /** A throttled invocation is no attempt: the records wait as long as they live. */
    @Test
    void whatAThrottledFunctionCannotTakeIsNotGivenUp() {
        Assembly assembly = withMapping(READ_STREAM + ", " + SEND_MESSAGE, "'MaximumRetryAttempts': 0");
        String policy = READ_STREAM + ", " + SEND_MESSAGE;
        String function = "'Timeout': 5, 'MemorySize': 256";
        deploy(assembly.function(StreamReader.class, policy, function + ", 'ReservedConcurrentExecutions': 0"));
        write("a");
        await().until(() -> account.trace().hops(0, "StreamReader").isEmpty()
                && !account.trace().hops(0, "\"S\":\"a\"").isEmpty());
        deploy(assembly.function(StreamReader.class, policy, function));
        await().atMost(Duration.ofSeconds(20)).until(() -> shredded().equals(List.of("a")));
        assertThat(parked()).isEmpty();
    }

    @Test
    void theSameMappingTwiceIsAConflict() {
        Assembly assembly = withMapping(READ_STREAM + ", " + SEND_MESSAGE, "");
        deploy(assembly);
        assembly.resource(
                "Twice",
                "AWS::Lambda::EventSourceMapping",
                "{'FunctionName': {'Ref': 'StreamReader'}, 'EventSourceArn': {'Fn::GetAtt': ['Things', 'StreamArn']},"
                        + " 'StartingPosition': 'LATEST'}");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining("The event source arn (\" arn:aws:dynamodb:us-east-1:000000000000:table/Things/")
                .hasMessageContaining(" \") and function (\" StreamReader \") provided mapping already exists. Please"
                        + " update or delete the existing mapping with UUID ");
    }

    /** @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">The four permissions of the role</a> */
    @ParameterizedTest
    @ValueSource(strings = {"GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"})
    void aRoleThatMayNotReadTheStreamStopsTheDeployment(String missing) {
        Assembly assembly = withMapping(READ_STREAM.replace("dynamodb:" + missing, "dynamodb:GetItem"), "");
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining("Cannot access stream")
                .hasMessageContaining("GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions");
    }

    @Test
    void whatARoleMayNoLongerReadArrivesWhenItMayAgain() {
        deploy("");
        awaitQuiet();
        deploy(withMapping(READ_STREAM.replace("GetRecords", "GetItem") + ", " + SEND_MESSAGE, ""));
        write("a");
        String log = "/aws/lambda/StreamReader";
        await().until(() -> !account.log(log, "Cannot access stream", 1).isEmpty());
        assertThat(shredded()).isEmpty();
        deploy("");
        await().until(() -> shredded().equals(List.of("a")));
    }

    @Test
    void aRoleThatMayNotSendToTheQueueStopsTheDeployment() {
        Assembly assembly = withMapping(READ_STREAM, BISECT);
        assertThatThrownBy(() -> deploy(assembly))
                .hasMessageContaining(
                        "The provided execution role does not have permissions to call SendMessage on SQS");
    }
}

package workshop.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import workshop.aws.AccountAccess;
import workshop.aws.Services;
import workshop.cloud.Account;
import workshop.cloud.Options;
import workshop.project.Repository;
import workshop.redrive.Redelivery.Outcome;
import workshop.terminal.Problem;

class RedeliveryTest {
    private final List<String> told = new ArrayList<>();

    private Account account;
    private Services services;
    private ParkingQueue queue;

    @BeforeEach
    void park() {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(1)));
        services = Services.of(AccountAccess.ofLocalCloud(account.endpoint()));
        String url = services.sqs()
                .createQueue(create -> create.queueName("UnhandledEvents"))
                .queueUrl();
        services.sqs().sendMessage(send -> send.queueUrl(url).messageBody("no event"));
        queue = new ParkingQueue(ParkingQueue.Contents.UNHANDLED_EVENTS, url);
    }

    @AfterEach
    void close() {
        services.close();
        account.close();
    }

    @Test
    void whatCanNotBeHandedOverStaysAndCanBeReceivedAtOnce() {
        assertThat(redelivered()).isEqualTo(new Outcome(queue, 0, 1, 0));
        assertThat(told).singleElement().asString().contains("stays in UnhandledEvents", "it is no JSON");
        assertThat(receive()).hasSize(1);
    }

    @Test
    void whatSomebodyElseHasReceivedStaysAndIsTold() {
        receive();
        assertThat(redelivered()).isEqualTo(new Outcome(queue, 0, 1, 0));
        assertThat(told)
                .singleElement()
                .asString()
                .contains("stays in UnhandledEvents, hidden: 1. Somebody else has received that.");
    }

    @Test
    void whatTheHandlerFailsOnAgainStaysAndIsNoSuccess() {
        park("{\"requestContext\": {\"functionArn\": \"handler\"}, \"requestPayload\": {\"id\": 1}}");
        Outcome outcome = redelivered(invocation -> answer(
                        "{\"errorType\": \"todo.Down\", \"errorMessage\": \"SNS is down\", \"stackTrace\": [\"todo.X.y(X.java:5)\"]}",
                        "")
                .functionError("Unhandled"));

        assertThat(outcome).isEqualTo(new Outcome(queue, 0, 2, 0));
        assertThat(outcome.isGood()).isFalse();
        assertThat(told).anyMatch(line -> line.endsWith("the handler failed again: Down: SNS is down (X.java:5)"));
    }

    @Test
    void whatTheHandlerDoesIsGone() {
        receive(); // what is no event
        park("{\"requestContext\": {\"functionArn\": \"handler\"}, \"requestPayload\": {\"id\": 1}}");
        Outcome outcome = redelivered(invocation -> {
            assertThat(invocation.functionName()).isEqualTo("handler");
            assertThat(invocation.invocationType()).as("it waits").isNull();
            return answer("{}", "");
        });

        assertThat(outcome.handedOver()).isEqualTo(1);
        assertThat(receive()).isEmpty();
    }

    @Test
    void aPoisonRecordStaysAndIsNoFailureOfTheOthers() {
        String table = "Lamps";
        services.dynamoDb()
                .createTable(create -> create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType(KeyType.HASH)
                                .build())
                        .attributeDefinitions(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType(ScalarAttributeType.S)
                                .build())
                        .streamSpecification(stream ->
                                stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
        for (String id : List.of("good", "poison")) {
            services.dynamoDb().putItem(put -> put.tableName(table).item(Map.of("id", AttributeValue.fromS(id))));
        }
        queue = new ParkingQueue(ParkingQueue.Contents.FAILED_RECORDS, queue.url());
        receive(); // what is no record
        StreamRecords stream = StreamRecords.ofTable(services, table);
        String shard = services.streams()
                .describeStream(describe -> describe.streamArn(stream.streamArn()))
                .streamDescription()
                .shards()
                .get(0)
                .shardId();
        stream.all().forEach(record -> {
            String number = record.path("dynamodb").path("SequenceNumber").asText();
            park("""
                    {"requestContext": {"functionArn": "publisher"}, "DDBStreamBatchInfo": {"streamArn": "%s",
                     "shardId": "%s", "startSequenceNumber": "%s", "endSequenceNumber": "%s"}}
                    """.formatted(stream.streamArn(), shard, number, number));
        });
        Outcome outcome = redelivered(invocation -> {
            String payload = invocation.payload().asUtf8String();
            String id = payload.replaceFirst("(?s).*\"eventID\":\"([^\"]+)\".*", "$1");
            return payload.contains("poison")
                    ? answer(
                            "{\"batchItemFailures\": [{\"itemIdentifier\": \"1\"}]}",
                            "Can't read record " + id + ": no")
                    : answer("{\"batchItemFailures\": []}", "");
        });

        assertThat(outcome.handedOver()).isEqualTo(1);
        assertThat(outcome.poison()).isEqualTo(1);
    }

    @Test
    void aStackThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ParkingQueue.of(services, "Nowhere"))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("Can't read the stack Nowhere: Stack with id Nowhere does not exist.");
    }

    /** By this line a record is known that nobody can ever publish. */
    @Test
    void thePublisherLogsPoisonAsRedriveReadsIt() throws IOException {
        assertThat(Files.readString(Repository.ofLauncher()
                        .home()
                        .resolve("solution/src/main/java/todo/events/StreamPublisher.java")))
                .contains("log.log(\"" + Redelivery.POISON + "\" + record.getEventID() + \": \"");
    }

    private void park(String message) {
        services.sqs().sendMessage(send -> send.queueUrl(queue.url()).messageBody(message));
    }

    private static InvokeResponse.Builder answer(String payload, String log) {
        return InvokeResponse.builder()
                .payload(SdkBytes.fromUtf8String(payload))
                .logResult(Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
    }

    /** With a function that answers so. */
    private Outcome redelivered(Function<InvokeRequest, InvokeResponse.Builder> function) {
        LambdaClient lambda = new LambdaClient() {
            @Override
            public InvokeResponse invoke(InvokeRequest request) {
                return function.apply(request).build();
            }

            @Override
            public String serviceName() {
                return "lambda";
            }

            @Override
            public void close() {
                // has nothing open
            }
        };
        Services with = new Services(
                services.cloudFormation(), services.sqs(), lambda, services.dynamoDb(), services.streams());
        return new Redelivery(with, told::add).of(List.of(queue)).get(0);
    }

    private Outcome redelivered() {
        return new Redelivery(services, told::add).of(List.of(queue)).get(0);
    }

    private List<Message> receive() {
        return services.sqs().receiveMessage(get -> get.queueUrl(queue.url())).messages();
    }
}

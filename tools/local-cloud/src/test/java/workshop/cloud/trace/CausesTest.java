package workshop.cloud.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Account;
import workshop.cloud.Assembly;
import workshop.cloud.Client;
import workshop.cloud.Json;
import workshop.cloud.Options;

/** Every hop knows which hops led to it. */
class CausesTest {
    private static final String MAY = "{'Effect': 'Allow', 'Resource': '*', 'Action': ['dynamodb:GetRecords',"
            + " 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams', %s]}";

    @AutoClose
    private static Account account;

    private static Client client;

    @BeforeAll
    static void deploy(@TempDir Path folder) {
        account = Account.open(Options.defaults().withPort(0).withRetryUnit(Duration.ofMillis(40)));
        client = new Client(account.endpoint());
        Assembly assembly = new Assembly()
                .table("Things", ", 'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}")
                .resource("Sent", "AWS::SQS::Queue", "{'QueueName': 'Sent'}")
                .resource("Parked", "AWS::SQS::Queue", "{'QueueName': 'Parked'}")
                .resource("Bus", "AWS::Events::EventBus", "{'Name': 'bus'}")
                .function(
                        "Reader",
                        Relay.class,
                        MAY.formatted("'events:PutEvents', 'sqs:SendMessage'"),
                        "'MemorySize': 256")
                .function("Handler", Relay.class, MAY.formatted("'sqs:ReceiveMessage'"), "'MemorySize': 256")
                .resource(
                        "Mapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Reader'}, 'EventSourceArn': {'Fn::GetAtt': ['Things', 'StreamArn']},"
                                + " 'StartingPosition': 'TRIM_HORIZON', 'MaximumRetryAttempts': 1,"
                                + " 'BisectBatchOnFunctionError': true,"
                                + " 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Parked', 'Arn']}}}}")
                .resource(
                        "Rule",
                        "AWS::Events::Rule",
                        "{'Name': 'written', 'EventBusName': {'Ref': 'Bus'}, 'EventPattern': {'source': ['relay']},"
                                + " 'Targets': [{'Id': 'h', 'Arn': {'Fn::GetAtt': ['Handler', 'Arn']}}]}")
                .resource(
                        "Permission",
                        "AWS::Lambda::Permission",
                        "{'FunctionName': {'Ref': 'Handler'}, 'Action': 'lambda:InvokeFunction',"
                                + " 'Principal': 'events.amazonaws.com'}");
        account.deploy(assembly.writeTo(folder), null, warning -> {});
    }

    private static void call(String operation, String input) {
        assertThat(client.json("dynamodb", "DynamoDB_20120810." + operation, Json.read(input.replace('\'', '"')))
                        .path("status")
                        .asInt())
                .isEqualTo(200);
    }

    private static void put(String id) {
        call("PutItem", "{'TableName': 'Things', 'Item': {'id': {'S': '" + id + "'}}}");
    }

    private static List<Hop> hops(String kind, String containing) {
        await(kind + " of " + containing)
                .atMost(Duration.ofSeconds(20))
                .until(() -> !find(kind, containing).isEmpty());
        return find(kind, containing);
    }

    private static List<Hop> find(String kind, String containing) {
        return account.trace().hops(0, containing).stream()
                .filter(hop -> hop.kind().equals(kind))
                .toList();
    }

    /** The kinds of the hops that led to a hop, the nearest first, as long as it was one each. */
    private static List<String> back(Hop hop) {
        List<String> kinds = new ArrayList<>();
        Hop last = hop;
        while (last.causes().size() == 1) {
            long number = last.causes().get(0);
            last = account.trace().hops(number - 1, "").get(0);
            assertThat(last.number()).isEqualTo(number);
            kinds.add(last.kind());
        }
        return kinds;
    }

    @Test
    void aCallThatIsRefusedLeadsBackToTheWrite() {
        put("chain");
        Hop refused = await("the refusal after this write")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> find("iam:Refused", "sqs:SendMessage").stream()
                                .filter(hop -> account.trace()
                                        .hops(hop.causes().get(0) - 1, "")
                                        .get(0)
                                        .payload()
                                        .contains("chain"))
                                .findFirst(),
                        Optional::isPresent)
                .get();
        assertThat(back(refused))
                .containsExactly(
                        "lambda:Invoke",
                        "lambda:Deliver",
                        "events:Match",
                        "events:PutEvents",
                        "lambda:Invoke",
                        "dynamodb:PutItem");
        assertThat(refused.from()).endsWith("/Handler");
        assertThat(refused.to()).endsWith(":Sent");
        assertThat(refused.outcome()).contains("no identity-based policy allows the sqs:SendMessage action");
    }

    @Test
    void aBatchHasAsManyCausesAsItsWritesAndARecordIsThatOfItsOwnWrite() {
        call(
                "TransactWriteItems",
                "{'TransactItems': [{'Put': {'TableName': 'Things', 'Item': {'id': {'S': 'two-1'}}}},"
                        + " {'Put': {'TableName': 'Things', 'Item': {'id': {'S': 'two-2'}}}}]}");
        put("two-1"); // changes nothing, and so makes no record
        call("DeleteItem", "{'TableName': 'Things', 'Key': {'id': {'S': 'two-1'}}}");
        await().until(() -> find("lambda:Invoke", "REMOVE").stream()
                .anyMatch(hop -> hop.payload().contains("two-1")));
        long transaction = hops("dynamodb:TransactWriteItems", "two-1").get(0).number();
        long deletion = hops("dynamodb:DeleteItem", "two-1").get(0).number();
        List<Hop> batches = hops("lambda:Invoke", "\"two-1\"").stream()
                .filter(hop -> hop.to().endsWith(":Reader"))
                .toList();
        assertThat(batches.stream().flatMap(hop -> hop.causes().stream()))
                .contains(transaction, deletion)
                .doesNotContain(find("dynamodb:PutItem", "two-1").get(0).number());
    }

    @Test
    void aBatchThatFailsIsHalvedTriedAgainAndParkedAndEachOfThatIsAHop() {
        call(
                "TransactWriteItems",
                "{'TransactItems': [{'Put': {'TableName': 'Things', 'Item': {'id': {'S': 'bomb'}}}},"
                        + " {'Put': {'TableName': 'Things', 'Item': {'id': {'S': 'next-to-it'}}}}]}");
        Hop parked = hops("sqs:Deliver", "RetryAttemptsExhausted").get(0);
        assertThat(back(parked)).containsExactly("lambda:Return", "lambda:Invoke", "dynamodb:TransactWriteItems");
        List<Hop> again = find("lambda:Retry", "bomb");
        assertThat(again.get(0).details()).containsEntry("halves", List.of(1, 1));
        assertThat(again.get(1).details()).containsEntry("try", 2).containsEntry("of", 2);
        assertThat(hops("events:PutEvents", "next-to-it")).hasSize(1);
    }

    @Test
    void theTraceSaysTheCausesOnTheWire() throws Exception {
        put("wire");
        Hop event = hops("events:PutEvents", "wire").get(0);
        String answer = client.send("", "GET", "/_local/trace?containing=wire", java.util.Map.of(), "")
                .body();
        assertThat(Json.read(answer).path("hops")).anySatisfy(hop -> {
            assertThat(hop.path("number").asLong()).isEqualTo(event.number());
            assertThat(hop.at("/causes/0").asLong()).isEqualTo(event.causes().get(0));
        });
    }

    @Test
    void whatTheTraceKeepsIsBoundedByItsSizeToo() {
        Trace trace = new Trace();
        String payload = "x".repeat(10_000_000);
        for (int i = 0; i < 20; i++) {
            trace.hop(List.of(), "k", "a", "b", "ok", payload);
        }
        assertThat(trace.hops(0, "")).hasSize(3).last().extracting(Hop::number).isEqualTo(20L);
    }
}

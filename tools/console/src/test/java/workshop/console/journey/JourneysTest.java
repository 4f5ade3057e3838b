package workshop.console.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.gateway.HttpRequest;
import workshop.cloud.trace.Hop;
import workshop.cloud.trace.Trace;
import workshop.console.Things;

class JourneysTest {
    private static final int THINGS = 50;

    @TempDir
    private Path folder;

    @Test
    void aChangeIsFollowedFromTheRequestToTheEmail() throws Exception {
        try (Things things = new Things().deploy(folder)) {
            things.awaitQuiet();
            things.open(things.account().inbox().mails("").get(0).confirmationUrl());
            Journey journey = things.journey("POST", "thing-to-follow");
            assertThat(journey.title()).isEqualTo("POST /");
            assertThat(journey.failures()).isEmpty();
            assertThat(journey.hops())
                    .extracting(Hop::kind)
                    .containsSubsequence(
                            "apigateway:Request",
                            "lambda:Invoke",
                            "dynamodb:PutItem",
                            "events:PutEvents",
                            "events:Match",
                            "lambda:Deliver",
                            "lambda:Invoke",
                            "dynamodb:PutItem",
                            "sns:Publish",
                            "email:Deliver");
            assertThat(journey.state()).isEqualTo("ok");
            assertThat(journey.hops().get(1).causes().get(0)).isEqualTo(journey.id());
        }
    }

    @Test
    void underLoadAndWithFaultsEachJourneyIsCompleteAndHasOnlyItsOwnHops() {
        try (Things things = new Things().deploy(folder)) {
            things.account().faults().seed(7);
            things.account().faults().add(new Fault("events:PutEvents", Effect.PARTIAL, "", 0.2, 20));
            things.account().faults().add(new Fault("lambda:Invoke", Effect.CRASH, "Handler", 0.05, 4));
            things.account().faults().add(new Fault("events:Deliver", Effect.TWICE, "", 0.2, 20));
            things.account().faults().add(new Fault("events:Deliver", Effect.THROTTLE, "", 0.1, 20));
            for (String method : List.of("POST", "PATCH", "DELETE")) {
                IntStream.range(0, THINGS)
                        .parallel()
                        .forEach(i -> assertThat(things.change(method, id(i))).isEqualTo(200));
            }
            things.awaitQuiet();

            Map<String, String> changes = activity(things); // by event id: the thing
            List<Journey> journeys = things.journeys().containing("thing-", 1000);
            assertThat(journeys).hasSize(3 * THINGS);
            Map<String, String> found = new TreeMap<>();
            for (Journey journey : journeys) {
                String thing = Json.read(journey.first().payload()).path("id").asText();
                List<Hop> entries = journey.hops().stream()
                        .filter(hop -> hop.kind().equals("events:PutEvents"))
                        .toList();
                List<String> ids = journey.hops().stream()
                        .filter(hop -> hop.kind().equals("dynamodb:PutItem")
                                && hop.to().endsWith("/Activity"))
                        .map(hop -> Json.read(hop.payload()).at("/Item/id/S").asText())
                        .distinct()
                        .toList();
                if (ids.isEmpty()) {
                    assertThat(journey.parked())
                            .as(journey.title() + " " + thing)
                            .isPresent();
                    continue;
                }
                assertThat(ids).as(journey.title() + " " + thing).hasSize(1);
                assertThat(entries)
                        .isNotEmpty()
                        .allSatisfy(entry -> assertThat(entry.payload()).contains(ids.get(0)));
                found.put(ids.get(0), thing);
                assertThat(journey.hops())
                        .allSatisfy(hop -> assertThat(otherThings(hop, thing)).isEmpty());
                assertThat(journey.hops().stream().filter(hop -> hop.kind().equals("sns:Publish")))
                        .isNotEmpty();
            }
            assertThat(found).isEqualTo(changes).hasSizeGreaterThan(2 * THINGS);
        }
    }

    /** A topic's queue that a function receives from. */
    @Test
    void aChangeIsFollowedThroughATopicAndAQueueToAFunction() {
        Things stack = new Things()
                .put("Orders", "AWS::SQS::Queue", "{'QueueName': 'Orders', 'VisibilityTimeout': 60}")
                .put(
                        "OrdersPolicy",
                        "AWS::SQS::QueuePolicy",
                        "{'Queues': [{'Ref': 'Orders'}], 'PolicyDocument':"
                                + " {'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'sns.amazonaws.com'},"
                                + " 'Action': 'sqs:SendMessage', 'Resource': {'Fn::GetAtt': ['Orders', 'Arn']}}]}}")
                .put(
                        "Subscription",
                        "AWS::SNS::Subscription",
                        "{'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'sqs',"
                                + " 'Endpoint': {'Fn::GetAtt': ['Orders', 'Arn']}}")
                .function(
                        "Worker",
                        Things.allow("'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'", "'*'"),
                        "")
                .put(
                        "OrdersMapping",
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName': {'Ref': 'Worker'},"
                                + " 'EventSourceArn': {'Fn::GetAtt': ['Orders', 'Arn']}}");
        try (Things things = stack.deploy(folder)) {
            IntStream.range(0, 5).parallel().forEach(i -> things.change("POST", id(i)));
            things.awaitQuiet();
            List<Journey> journeys = things.journeys().containing("thing-", 100);
            assertThat(journeys).hasSize(5).allSatisfy(journey -> {
                assertThat(journey.failures()).isEmpty();
                assertThat(journey.hops().stream()
                                .filter(hop -> hop.kind().equals("sns:Publish")
                                        || hop.kind().equals("sqs:Deliver")))
                        .hasSize(2);
                assertThat(journey.hops())
                        .anyMatch(hop ->
                                hop.kind().equals("lambda:Invoke") && hop.to().endsWith(":Worker"));
            });
        }
    }

    @Test
    void whatIsGivenToAFunctionByHandJoinsTheJourneyOfItsEventAndOfNoOther() {
        String id = "6a7e8feb-b491-4cf7-a9f1-bf3703467718";
        Trace trace = new Trace();
        Journeys journeys = new Journeys(trace);
        long first = trace.hop(List.of(), "apigateway:Request", "client", "api", "ok", "{\"price\":1}");
        trace.hop(List.of(first), "events:PutEvents", "function", "bus", "ok", "{\"id\":\"" + id + "\"}");
        for (String sent : List.of("1", id)) {
            String event = "{\"detail-type\":\"Thing\",\"id\":\"" + sent + "\"}";
            trace.hop(List.of(), "lambda:Invoke", "somebody", "handler", "started", event);
        }
        assertThat(journeys.since(0)).extracting(Journey::size).containsExactlyInAnyOrder(3, 1);
    }

    private static String id(int i) {
        return "thing-" + i + "-of-many";
    }

    /** Which other things a hop is about that is about one thing alone. */
    private static List<String> otherThings(Hop hop, String thing) {
        return hop.payload().contains("Records") || hop.kind().equals("lambda:Retry")
                ? List.of()
                : IntStream.range(0, THINGS)
                        .mapToObj(JourneysTest::id)
                        .filter(id -> !id.equals(thing) && hop.payload().contains("\"" + id + "\""))
                        .toList();
    }

    private static Map<String, String> activity(Things things) {
        HttpRequest scan = new HttpRequest(
                "POST",
                "/",
                Map.of(),
                Map.of("X-Amz-Target", List.of("DynamoDB_20120810.Scan")),
                "{\"TableName\":\"Activity\"}".getBytes());
        JsonNode answer = Json.read(new String(things.account()
                .services()
                .get("dynamodb")
                .handle(new workshop.cloud.iam.Caller.Owner("root"), scan)
                .body()));
        Map<String, String> all = new TreeMap<>();
        answer.path("Items")
                .forEach(item ->
                        all.put(item.at("/id/S").asText(), item.at("/thing/S").asText()));
        return all;
    }

    /** As after a redrive, when the function has the name that was missing: what it was refused, it never calls again. */
    @Test
    void aRefusalIsMadeGoodByAnInvocationThatCallsSomethingElse() {
        List<Hop> failed = List.of(
                hop(1, "lambda:Invoke", "handler", "started", 0, Map.of()),
                hop(2, "iam:Refused", "*", "AccessDenied", 1, Map.of("action", "dynamodb:PutItem")),
                hop(3, "lambda:Return", "handler", "Refused", 1, Map.of()),
                hop(4, "sqs:Deliver", "queue", "ok", 3, Map.of()));
        assertThat(new Journey(1, "thing", failed).state()).isEqualTo("parked");
        List<Hop> again = List.of(
                hop(5, "lambda:Invoke", "handler", "started", 0, Map.of()),
                hop(6, "dynamodb:PutItem", "table", "ok", 5, Map.of()),
                hop(7, "lambda:Return", "handler", "ok", 5, Map.of()));
        List<Hop> all =
                java.util.stream.Stream.concat(failed.stream(), again.stream()).toList();
        assertThat(new Journey(1, "thing", all).state()).isEqualTo("ok");
        assertThat(new Journey(1, "thing", all).parkings())
                .extracting(Hop::number)
                .containsExactly(4L);
    }

    /** Whom a topic doesn't reach because nobody confirmed has no dead-letter queue: a queue that gets the message is subscribed. */
    @Test
    void aQueueBesideAnAddressThatIsNotConfirmedIsNoParkingQueue() {
        List<Hop> hops = List.of(
                hop(1, "sns:Publish", "topic", "ok", 0, Map.of()),
                hop(2, "email:Deliver", "subscription", "not sent: a@b.example has not confirmed", 1, Map.of()),
                hop(3, "sqs:Deliver", "queue", "ok", 1, Map.of()));
        assertThat(new Journey(1, "thing", hops).state()).isEqualTo("failed");
    }

    /** A try that swallows what it was refused is no proof that it may do it now. */
    @Test
    void aRefusalIsNotMadeGoodByAnInvocationThatDoesNotTryIt() {
        List<Hop> hops = List.of(
                hop(1, "lambda:Invoke", "handler", "started", 0, Map.of()),
                hop(2, "iam:Refused", "topic", "AuthorizationError", 1, Map.of("action", "sns:Publish")),
                hop(3, "lambda:Return", "handler", "Refused", 1, Map.of()),
                hop(4, "lambda:Invoke", "handler", "started", 3, Map.of()),
                hop(5, "lambda:Return", "handler", "ok", 4, Map.of()));
        assertThat(new Journey(1, "thing", hops).state()).isEqualTo("failed");
    }

    private static Hop hop(
            long number, String kind, String to, String outcome, long cause, Map<String, Object> details) {
        return new Hop(number, java.time.Instant.EPOCH, kind, "x", to, outcome, "{}", List.of(cause), details);
    }
}

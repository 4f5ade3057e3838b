package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.faults.Fault;
import workshop.cloud.faults.Fault.Effect;
import workshop.cloud.iam.Caller;

class PutEventsTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    @Test
    void anEventReachesTheTargetOfARuleThatMatchesItInEventBridgesEnvelope() {
        aws.rule("created", "TodoCreated", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));

        JsonNode answer = aws.put(
                entry("TodoCreated", "{\"data\": {\"todoId\": \"1\"}}").put("Time", 1_700_000_000.5),
                entry("TodoDeleted", "{}"));

        await("delivery").until(aws.eventBridge::isQuiet);
        assertThat(answer.path("FailedEntryCount").asInt()).isZero();
        assertThat(aws.received(aws.queue("q"))).singleElement().satisfies(delivery -> {
            JsonNode event = Json.read(delivery.payload());
            assertThat(event.properties().stream().map(field -> field.getKey()))
                    .containsExactly(
                            "version",
                            "id",
                            "detail-type",
                            "source",
                            "account",
                            "time",
                            "region",
                            "resources",
                            "detail");
            assertThat(event.path("id").asText())
                    .isEqualTo(answer.path("Entries").path(0).path("EventId").asText());
            assertThat(event.path("time").asText()).isEqualTo("2023-11-14T22:13:20Z");
            assertThat(event.at("/detail/data/todoId").asText()).isEqualTo("1");
            assertThat(delivery.sender().caller().arn()).isEqualTo("events.amazonaws.com");
            assertThat(delivery.sourceArn()).isEqualTo("arn:aws:events:us-east-1:000000000000:rule/created");
        });
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html">TraceHeader</a> */
    @Test
    void theTraceHeaderOfAnEntryGoesOnToTheTarget() {
        aws.rule("created", "TodoCreated", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        String header = "Root=1-67f4141f-e1cd7672871da115129f8b19;Parent=d0ee9531727135a0;Sampled=1";

        aws.put(entry("TodoCreated", "{}").put("TraceHeader", header));

        await("delivery").until(aws.eventBridge::isQuiet);
        assertThat(aws.received(aws.queue("q")))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.traceHeader()).isEqualTo(header));
    }

    @Test
    void whatIsWrongWithAnEntryIsSaidAtItsPlaceAndTheOthersAreTaken() {
        JsonNode answer = aws.put(
                entry("A", "{}"),
                entry("A", "[1]"),
                entry("A", "{\"a\": 1} trailing"),
                entry("", "{}"),
                entry("A", "{}").put("Source", "aws.s3"),
                entry("A", "{}"));

        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(4);
        assertThat(answer.path("Entries"))
                .extracting(entry -> entry.path("ErrorCode").asText("ok"))
                .containsExactly(
                        "ok",
                        "MalformedDetail",
                        "MalformedDetail",
                        "InvalidArgument",
                        "NotAuthorizedForSourceException",
                        "ok");
        assertThat(answer.at("/Entries/3/ErrorMessage").asText())
                .isEqualTo("Parameter DetailType is not valid. Reason: DetailType is a required argument.");
    }

    /** @see <a href="https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb">1 MB</a> */
    @Test
    void moreThanTenEntriesOrMoreThanAMegabyteAreRefusedAsAWhole() {
        ObjectNode[] eleven = Collections.nCopies(11, entry("A", "{}")).toArray(new ObjectNode[0]);
        String half = "{\"a\": \"" + "x".repeat(520 * 1024) + "\"}";

        String each = "PutEventsRequestEntry(time=null, source=TodoService, resources=null, detailType=A, detail={},"
                + " eventBusName=null, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)";
        assertThatThrownBy(() -> aws.put(eleven))
                .isInstanceOf(AwsError.class)
                .hasMessage(
                        "1 validation error detected: Value '" + Collections.nCopies(11, each)
                                + "' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10");
        assertThatThrownBy(aws::put).isInstanceOf(AwsError.class).hasMessageContaining("greater than or equal to 1");
        assertThatThrownBy(() -> aws.put(entry("A", half), entry("A", half)))
                .isInstanceOf(AwsError.class)
                .hasMessage("Total size of the entries in the request is over the limit.");
        assertThat(aws.put(entry("A", half)).path("FailedEntryCount").asInt()).isZero();
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">So deep, and not deeper</a> */
    @Test
    void aDetailThatIsTooDeepForAnEventIsMalformedAndTheOtherEntriesAreTaken() {
        aws.rule("all", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        JsonNode answer = aws.put(nested(999), nested(1000), entry("A", "{}"), entry("A", "{}, {}"));

        assertThat(answer.path("Entries"))
                .extracting(entry -> entry.path("ErrorCode").asText("ok"))
                .containsExactly("ok", "MalformedDetail", "ok", "MalformedDetail");
        await("delivery").until(aws.eventBridge::isQuiet);
        assertThat(aws.received(aws.queue("q"))).hasSize(2);
    }

    private static ObjectNode nested(int levels) {
        return entry("A", "{\"a\":".repeat(levels) + "1" + "}".repeat(levels));
    }

    @Test
    void anEventForABusThatIsNotThereIsTakenAndDroppedAsOnAwsButTheTraceSaysSo() {
        JsonNode answer = aws.put(entry("A", "{\"mark\": \"m1\"}").put("EventBusName", "nowhere"));

        assertThat(answer.at("/Entries/0/EventId").asText()).isNotEmpty();
        assertThat(aws.trace.hops(0, "m1"))
                .singleElement()
                .satisfies(hop -> assertThat(hop.outcome()).contains("nowhere does not exist"));
    }

    @Test
    void anEventThatNoRuleMatchesLeavesAHopThatSaysSo() {
        aws.put(entry("A", "{\"mark\": \"m2\"}"));

        await("matching").until(aws.eventBridge::isQuiet);
        assertThat(aws.trace.hops(0, "m2"))
                .extracting(hop -> hop.outcome())
                .containsExactly("ok", "no enabled rule of the bus matches");
    }

    @Test
    void aPartialFaultFailsOneEntryOfACallAndDeliversTheOthers() {
        aws.rule("all", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        aws.faults.add(new Fault("events:PutEvents", Effect.PARTIAL, "", 1, 1));

        JsonNode answer = aws.put(entry("A", "{}"), entry("A", "{}"), entry("A", "{}"));
        JsonNode next = aws.put(entry("A", "{}"));

        await("delivery").until(aws.eventBridge::isQuiet);
        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(1);
        assertThat(answer.at("/Entries/1/ErrorCode").asText()).isEqualTo("ThrottlingException");
        assertThat(next.path("FailedEntryCount").asInt()).isZero();
        assertThat(aws.received(aws.queue("q"))).hasSize(3);
    }

    @Test
    void aRoleNeedsToBeAllowedEveryBusThatItPutsTo() {
        String role = aws.roleThatMay("events:PutEvents", Arn.inRegion("events", "event-bus/default"));
        var publisher = aws.iam.session(role, "StreamPublisher");
        ObjectNode input = Json.object();
        ArrayNode entries = input.putArray("Entries").add(entry("A", "{}"));
        assertThat(aws.operations
                        .call("PutEvents", publisher, input)
                        .path("FailedEntryCount")
                        .asInt())
                .isZero();

        entries.add(entry("A", "{}").put("EventBusName", "todo"));
        assertThatThrownBy(() -> aws.operations.call("PutEvents", publisher, input))
                .hasMessage("User: arn:aws:sts::000000000000:assumed-role/S-Role-1/StreamPublisher is not authorized to"
                        + " perform: events:PutEvents on resource: arn:aws:events:us-east-1:000000000000:event-bus/todo"
                        + " because no identity-based policy allows the events:PutEvents action");
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html">Its policy must allow it</a> */
    @Test
    void aBusOfAnotherAccountIsNotOpenToThisOne() {
        String bus = "arn:aws:events:us-east-1:111122223333:event-bus/theirs";
        String role = aws.roleThatMay("events:*", "*");
        for (Caller caller : List.of(aws.iam.owner(), aws.iam.session(role, "StreamPublisher"))) {
            ObjectNode input = Json.object();
            input.putArray("Entries").add(entry("A", "{}").put("EventBusName", bus));
            assertThatThrownBy(() -> aws.operations.call("PutEvents", caller, input))
                    .hasMessage(
                            "User: " + caller.arn() + " is not authorized to perform: events:PutEvents on resource: "
                                    + bus + " because no resource-based policy allows the events:PutEvents action");
        }
    }
}

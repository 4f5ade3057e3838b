package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import workshop.cloud.Arn;
import workshop.cloud.Json;

class ReplayTest {
    @AutoClose
    private final EventsFixture aws = new EventsFixture();

    private final String bus = Arn.inRegion("events", "event-bus/default");
    private final String archive = Arn.inRegion("events", "archive/kept");

    @BeforeEach
    void archiveOfCreations() {
        aws.call(
                "CreateArchive",
                "{'ArchiveName': 'kept', 'EventSourceArn': '%s', 'RetentionDays': 7, 'EventPattern': '{\\\"detail-type\\\": [\\\"A\\\"]}'}"
                        .formatted(bus));
        aws.rule("a", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("a")));
        aws.rule("also-a", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("also-a")));
        aws.rule("b", "B", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("b")));
        aws.put(entry("A", "{\"n\": 1}"), entry("B", "{\"n\": 2}"), entry("A", "{\"n\": 3}"));
        await("first delivery").until(aws.eventBridge::isQuiet);
    }

    private void replay(String name, String destination) {
        aws.call("StartReplay", start(name, destination));
        await("replay").until(() -> state(name).equals("COMPLETED"));
    }

    private String start(String name, String destination) {
        return """
                {'ReplayName': '%s', 'EventSourceArn': '%s', 'EventStartTime': 0, 'EventEndTime': 99999999999,
                 'Destination': {'Arn': '%s'%s}}""".formatted(name, archive, bus, destination);
    }

    @Test
    void theNameOfAnArchiveOrOfAReplayIsTakenOnce() {
        replay("once", "");
        assertThatThrownBy(() -> aws.call("StartReplay", start("once", ""))).hasMessage("Replay once already exists.");
        assertThatThrownBy(() ->
                        aws.call("CreateArchive", "{'ArchiveName': 'kept', 'EventSourceArn': '%s'}".formatted(bus)))
                .hasMessage("Archive kept already exists.");
    }

    private String state(String name) {
        return aws.call("DescribeReplay", "{'ReplayName': '%s'}".formatted(name))
                .path("State")
                .asText();
    }

    @Test
    void theArchiveKeepsWhatItsPatternMatchesAndCountsIt() {
        JsonNode kept = aws.call("DescribeArchive", "{'ArchiveName': 'kept'}");

        assertThat(kept.path("EventCount").asInt()).isEqualTo(2);
        assertThat(kept.path("RetentionDays").asInt()).isEqualTo(7);
        assertThat(aws.call("ListArchives", "{}").at("/Archives/0/ArchiveName").asText())
                .isEqualTo("kept");
    }

    @Test
    void aReplayedEventIsTheSameOneInTheSameOrderWithTheReplaysName() {
        replay("again", "");

        await("second delivery").until(aws.eventBridge::isQuiet);
        var received = aws.received(aws.queue("a"));
        assertThat(received).hasSize(4);
        JsonNode first = Json.read(received.get(0).payload());
        JsonNode replayed = Json.read(received.get(2).payload());
        assertThat(replayed.path("id")).isEqualTo(first.path("id"));
        assertThat(replayed.path("replay-name").asText()).isEqualTo("again");
        assertThat(Json.read(received.get(3).payload()).at("/detail/n").asInt()).isEqualTo(3);
        assertThat(aws.received(aws.queue("b"))).hasSize(1);
    }

    @Test
    void whatIsReplayedIsNotArchivedAgainAndReachesOnlyTheRulesAskedFor() {
        replay("one-rule", ", 'FilterArns': ['%s']".formatted(Arn.inRegion("events", "rule/a")));

        assertThat(aws.received(aws.queue("a"))).hasSize(4);
        assertThat(aws.received(aws.queue("also-a"))).hasSize(2);
        assertThat(aws.call("DescribeArchive", "{'ArchiveName': 'kept'}")
                        .path("EventCount")
                        .asInt())
                .isEqualTo(2);
        assertThat(aws.call("ListReplays", "{}").path("Replays")).hasSize(1);
    }

    @Test
    void aReplayIsRunningUntilItsLastEventIsDelivered() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch delivering = new CountDownLatch(1);
        aws.receive("sqs", (arn, delivery, taken) -> {
            delivering.countDown();
            waitFor(open);
        });

        aws.call("StartReplay", start("slow", ""));
        delivering.await();
        assertThat(state("slow")).isEqualTo("RUNNING");
        open.countDown();

        await("the end of the replay").until(() -> state("slow").equals("COMPLETED"));
    }

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html">The time in the event</a> */
    @Test
    void eventsAreReplayedByTheTimeInThem() {
        for (int time : new int[] {9000, 7000, 8000}) {
            aws.put(entry("A", "{\"n\": " + time + "}").put("Time", time));
        }
        await("first deliveries").until(aws.eventBridge::isQuiet);

        aws.call(
                "StartReplay",
                start("between", "")
                        .replace("'EventStartTime': 0", "'EventStartTime': 7000")
                        .replace("99999999999", "8000"));
        await("replay").until(() -> state("between").equals("COMPLETED"));

        assertThat(aws.received(aws.queue("a")).stream()
                        .map(delivery -> Json.read(delivery.payload()))
                        .filter(event -> event.has("replay-name"))
                        .map(event -> event.at("/detail/n").asInt()))
                .containsExactly(7000, 8000);
        assertThat(aws.call("DescribeReplay", "{'ReplayName': 'between'}")
                        .path("EventLastReplayedTime")
                        .asInt())
                .isEqualTo(8000);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAReplayCanNotBeStartedWithIsRefusedWithAwssCodes() {
        aws.call("CreateEventBus", "{'Name': 'other'}");
        String start =
                "{'ReplayName': 'r', 'EventSourceArn': '%s', 'EventStartTime': 2, 'EventEndTime': %d, 'Destination': {'Arn': '%s'}}";

        refused(
                start.formatted(archive, 9, Arn.inRegion("events", "event-bus/other")),
                "ValidationException",
                "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
        for (String noBus : List.of("default", archive)) { // as github.com/getmoto/moto has it
            refused(
                    start.formatted(archive, 9, noBus),
                    "ValidationException",
                    "Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.");
        }
        refused(
                start.formatted(archive, 9, bus + "x"),
                "ResourceNotFoundException",
                "Event bus defaultx does not exist.");
        refused(
                start.formatted(Arn.inRegion("events", "archive/gone"), 9, bus),
                "ValidationException",
                "Parameter EventSourceArn is not valid. Reason: Archive gone does not exist.");
        refused(
                start.formatted(archive, 1, bus),
                "ValidationException",
                "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
    }

    private void refused(String start, String code, String message) {
        assertThatThrownBy(() -> aws.call("StartReplay", start))
                .hasMessage(message)
                .extracting("code")
                .isEqualTo(code);
    }

    @Test
    void atMostTenReplaysAreActiveAtOnceAndACancelledOneSendsNoMore() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch delivering = new CountDownLatch(1);
        aws.receive("sqs", (arn, delivery, taken) -> {
            delivering.countDown();
            waitFor(open);
            aws.remember(arn, delivery, taken);
        });
        aws.call("StartReplay", start("r0", ""));
        delivering.await(); // the other replays wait for this delivery
        for (int i = 1; i < 10; i++) {
            aws.call("StartReplay", start("r" + i, ""));
        }

        refusedWith("StartReplay", start("r10", ""), "LimitExceededException");
        assertThat(aws.call("CancelReplay", "{'ReplayName': 'r9'}")
                        .path("State")
                        .asText())
                .isEqualTo("CANCELLING");
        refusedWith("CancelReplay", "{'ReplayName': 'r9'}", "IllegalStatusException");
        open.countDown();
        await("the end of the cancelled replay").until(() -> state("r9").equals("CANCELLED"));
        await("the end of the others").until(aws.eventBridge::isQuiet);

        assertThat(aws.received(aws.queue("a")))
                .extracting(delivery ->
                        Json.read(delivery.payload()).path("replay-name").asText())
                .contains("r8")
                .doesNotContain("r9");
        assertThat(aws.call("ListReplays", "{'State': 'CANCELLED'}").path("Replays"))
                .hasSize(1);
    }

    private void refusedWith(String operation, String input, String code) {
        assertThatThrownBy(() -> aws.call(operation, input)).extracting("code").isEqualTo(code);
    }

    @Test
    void anUpdateOfAnArchiveKeepsWhatItLeavesOut() {
        aws.call("UpdateArchive", "{'ArchiveName': 'kept', 'Description': 'creations'}");
        JsonNode changed = aws.call("DescribeArchive", "{'ArchiveName': 'kept'}");

        assertThat(changed.path("Description").asText()).isEqualTo("creations");
        assertThat(changed.path("RetentionDays").asInt()).isEqualTo(7);
        assertThat(changed.path("EventPattern").asText()).contains("detail-type");
        assertThatThrownBy(() -> aws.call("UpdateArchive", "{'ArchiveName': 'kept'}"))
                .hasMessage("At least one of EventPattern, RetentionDays or Description must be provided.");
        assertThatThrownBy(() -> aws.call("UpdateArchive", "{'ArchiveName': 'gone', 'RetentionDays': 1}"))
                .hasMessage("Archive gone does not exist.");
        refusedWith("UpdateArchive", "{'ArchiveName': 'kept', 'RetentionDays': -1}", "ValidationException");
    }

    @Test
    void anAnswerHasTheMembersThatAwssHas() {
        assertThat(aws.call("CreateArchive", "{'ArchiveName': 'all', 'EventSourceArn': '%s'}".formatted(bus))
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("ArchiveArn", "CreationTime", "State");
        assertThat(aws.call("ListArchives", "{'NamePrefix': 'kept'}")
                        .at("/Archives/0")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "ArchiveName",
                        "CreationTime",
                        "EventCount",
                        "EventSourceArn",
                        "RetentionDays",
                        "SizeBytes",
                        "State");
        assertThatThrownBy(() -> aws.call("ListArchives", "{'EventSourceArn': '%sx'}".formatted(bus)))
                .hasMessage("Event bus defaultx does not exist.");
        for (String kind : List.of("Archives", "Replays")) {
            assertThatThrownBy(
                            () -> aws.call("List" + kind, "{'NamePrefix': 'k', 'EventSourceArn': '%s'}".formatted(bus)))
                    .hasMessage("At most one filter is allowed for List" + kind
                            + ". Use either : State, EventSourceArn, or NamePrefix.");
        }
    }
}

package todo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import todo.testing.LambdaRequest;

/** How long is waited for a bus that doesn't answer, and what fits into a call; the test says what time it is. */
class BackoffTest {
    private static final String GIVEN =
            "when a whole call fails, sendOnce returns all positions, and send tries again: four attempts, with pauses of 50,"
                    + " 100 and 200 ms. This code was given: git diff shows what you changed in it. Got: ";

    private static final long START = 1_767_323_000_000L;

    private final LambdaRequest request = new LambdaRequest();
    private final List<Long> slept = new ArrayList<>();
    private int calls;

    /** Throws whatever is sent. */
    private final EventBridgeClient outOfOrder = new EventBridgeClient() {
        @Override
        public PutEventsResponse putEvents(PutEventsRequest request) {
            calls++;
            throw SdkClientException.create("EventBridge is out of order");
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    };

    /** Its time passes only when it sleeps. */
    private final BusClient bus = new BusClient(outOfOrder, "bus-of-this-test") {
        @Override
        long now() {
            return START + slept.stream().mapToLong(Long::longValue).sum();
        }

        @Override
        void sleep(long millis) {
            slept.add(millis);
        }
    };

    @Test
    void each_attempt_waits_twice_as_long_as_the_one_before_it() {
        int arrived = send(bus, START + 60_000);
        assertThat(calls == 4 && arrived == 0)
                .withFailMessage(GIVEN + "attempts: " + calls + "; send returned " + arrived)
                .isTrue();
        assertPauses(50L, 100L, 200L);
        assertThat(request.log()).isEqualTo("PutEvents failed: EventBridge is out of order\n".repeat(4));
    }

    @Test
    void an_attempt_may_begin_at_the_deadline_and_not_later() {
        send(bus, START + 50 + 100);
        assertPauses(50L, 100L);

        slept.clear();
        send(bus, START + 50 + 100 - 1);
        assertPauses(50L);
    }

    private void assertPauses(Long... pauses) {
        assertThat(slept)
                .withFailMessage(GIVEN + "pauses of " + slept + " ms, where the deadline allows " + List.of(pauses))
                .containsExactly(pauses);
    }

    @Test
    void who_is_interrupted_while_it_waits_stays_interrupted() {
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> send(new BusClient(outOfOrder, "bus-of-this-test"), Long.MAX_VALUE));
        boolean isInterrupted = Thread.interrupted();
        assertThat(thrown).withFailMessage(GIVEN + "no pause").isNotNull();
        assertThat(thrown)
                .withFailMessage(thrown.getMessage())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Interrupted while waiting to send again");
        assertThat(isInterrupted).isTrue();
    }

    @Test
    void a_call_may_have_ten_entries_and_256_KiB_and_not_more() {
        PutEventsRequestEntry kibibyte = PutEventsRequestEntry.builder()
                .source("source")
                .detailType("type")
                .detail("ß" + "x".repeat(1024 - "source".length() - "type".length() - 2))
                .build();
        assertThat(BusClient.fits(Collections.nCopies(9, kibibyte), kibibyte)).isTrue();
        assertThat(BusClient.fits(Collections.nCopies(10, kibibyte), kibibyte)).isFalse();

        PutEventsRequestEntry rest = kibibyte.toBuilder()
                .detail("x".repeat(255 * 1024 - "source".length() - "type".length()))
                .build();
        PutEventsRequestEntry tooMuch =
                rest.toBuilder().detail(rest.detail() + "x").build();
        assertThat(BusClient.fits(List.of(kibibyte), rest)).isTrue();
        assertThat(BusClient.fits(List.of(kibibyte), tooMuch)).isFalse();
        assertThat(BusClient.fits(
                        List.of(),
                        tooMuch.toBuilder().detail("x".repeat(300 * 1024)).build()))
                .as("alone, so that EventBridge refuses it and nothing is left out")
                .isTrue();
    }

    private int send(BusClient client, long deadline) {
        List<PutEventsRequestEntry> entries =
                PublishTest.events(2).stream().map(PutEvents::entry).toList();
        try {
            return client.send(entries, request.getLogger(), deadline);
        } catch (SdkException e) {
            throw new AssertionError(GIVEN + "send throws " + e, e);
        }
    }
}

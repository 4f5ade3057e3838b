package todo.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import todo.testing.LambdaRequest;

/** How long is waited for a bus that doesn't answer, and what fits into a call; the test says what time it is. */
class BackoffTest {
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
        assertThat(send(bus, START + 60_000)).as("entries on the bus").isZero();
        assertThat(calls).isEqualTo(BusClient.MAX_ATTEMPTS);
        assertThat(slept).containsExactly(50L, 100L, 200L);
        assertThat(request.log())
                .isEqualTo("PutEvents failed: EventBridge is out of order\n".repeat(BusClient.MAX_ATTEMPTS));
    }

    @Test
    void an_attempt_may_begin_at_the_deadline_and_not_later() {
        send(bus, START + 50 + 100);
        assertThat(slept).containsExactly(50L, 100L);

        slept.clear();
        send(bus, START + 50 + 100 - 1);
        assertThat(slept).containsExactly(50L);
    }

    @Test
    void who_is_interrupted_while_it_waits_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> send(new BusClient(outOfOrder, "bus-of-this-test"), Long.MAX_VALUE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Interrupted while waiting to send again");
        assertThat(Thread.interrupted()).isTrue();
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
        return client.send(entries, request.getLogger(), deadline);
    }
}

package todo.events;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * The EventBridge bus that the events travel on.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html">PutEvents</a>
 */
class BusClient {
    /** The most entries that one PutEvents call takes. */
    static final int MAX_ENTRIES = 10;

    /** The most bytes of all entries of a call together: AWS's limit before 2026. It takes more now, so this is safe. */
    static final int MAX_BYTES = 256 * 1024;

    /** How often an entry is sent before it counts as failed. */
    static final int MAX_ATTEMPTS = 4;

    private static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long RESERVED_MILLIS = 1_000;

    private final EventBridgeClient eventBridge;
    private final String busName;

    BusClient(EventBridgeClient eventBridge, String busName) {
        this.eventBridge = eventBridge;
        this.busName = busName;
    }

    /** The bus that the function's environment names as {@code EVENT_BUS_NAME}. */
    static BusClient ofEnvironment() {
        return new BusClient(EventBridgeClient.create(), System.getenv("EVENT_BUS_NAME"));
    }

    /** The event as PutEvents takes it. */
    PutEventsRequestEntry entry(TodoEvent event) {
        // region 2.3 Make an entry: what rules match, and what listeners read
        return PutEventsRequestEntry.builder()
                .eventBusName(busName)
                .source(TodoEvent.SOURCE)
                .detailType(event.detailType())
                .detail(event.detailJson())
                .build();
        // endregion
    }

    /**
     * Publishes the events in order, in as few calls as the limits of PutEvents allow.
     *
     * @param millis how long it may take
     * @return how many events, counted from the first, are on the bus for sure; all of them if nothing failed
     */
    int publish(List<TodoEvent> events, LambdaLogger log, long millis) {
        long deadline = now() + millis - RESERVED_MILLIS;
        // region 2.4 Send all events in order, in as few calls as possible
        int published = 0;
        List<PutEventsRequestEntry> call = new ArrayList<>();
        for (TodoEvent event : events) {
            PutEventsRequestEntry entry = entry(event);
            if (!fits(call, entry)) {
                int sent = send(call, log, deadline);
                published += sent;
                if (sent < call.size()) {
                    return published;
                }
                call = new ArrayList<>();
            }
            call.add(entry);
        }
        return published + send(call, log, deadline);
        // endregion
    }

    /** Whether the limits of one call allow this entry after the others. */
    static boolean fits(List<PutEventsRequestEntry> call, PutEventsRequestEntry next) {
        int bytes = call.stream().mapToInt(BusClient::bytes).sum() + bytes(next);
        return call.isEmpty() || (call.size() < MAX_ENTRIES && bytes <= MAX_BYTES);
    }

    /** The size as EventBridge counts it. */
    private static int bytes(PutEventsRequestEntry entry) {
        return utf8(entry.source()) + utf8(entry.detailType()) + utf8(entry.detail());
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Sends entries; those that fail are sent again.
     *
     * @param deadline after it, no further attempt begins; in epoch milliseconds
     * @return how many entries, counted from the first, arrived for sure
     */
    int send(List<PutEventsRequestEntry> entries, LambdaLogger log, long deadline) {
        List<Integer> open = IntStream.range(0, entries.size()).boxed().toList();
        long backoff = FIRST_BACKOFF_MILLIS;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            open = sendOnce(entries, open, log);
            if (!open.isEmpty()) {
                if (attempt == MAX_ATTEMPTS || now() + backoff > deadline) {
                    return open.get(0);
                }
                sleep(backoff);
                backoff *= 2;
            }
        }
        return entries.size();
    }

    /** Sends the entries at these positions; returns the positions of those to send again. */
    private List<Integer> sendOnce(List<PutEventsRequestEntry> entries, List<Integer> positions, LambdaLogger log) {
        List<PutEventsResultEntry> results;
        try {
            results = eventBridge
                    .putEvents(put ->
                            put.entries(positions.stream().map(entries::get).toList()))
                    .entries();
        } catch (SdkException e) {
            log.log("PutEvents failed: " + e.getMessage() + "\n");
            return positions;
        }
        List<Integer> again = new ArrayList<>();
        // region 2.5 Only what failed is sent again
        for (int i = 0; i < results.size(); i++) {
            PutEventsResultEntry result = results.get(i);
            if (result.errorCode() != null) {
                log.log("PutEvents refused an entry: " + result.errorCode() + " " + result.errorMessage() + "\n");
                again.add(positions.get(i));
            }
        }
        // endregion
        return again;
    }

    /** Epoch milliseconds. */
    long now() {
        return System.currentTimeMillis();
    }

    void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting to send again", e);
        }
    }
}

package todo.events;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/**
 * The EventBridge bus that the events travel on.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html">PutEvents</a>
 */
public class EventBus {
    /** The most entries that one PutEvents call takes. */
    static final int MAX_ENTRIES = 10;

    /** The most bytes that one PutEvents call takes, all entries together. */
    static final int MAX_BYTES = 256 * 1024;

    /** How often an entry is sent before it counts as failed. */
    static final int MAX_ATTEMPTS = 4;

    private static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long RESERVED_MILLIS = 1_000;

    private final EventBridgeClient eventBridge;
    private final String busName;

    EventBus(EventBridgeClient eventBridge, String busName) {
        this.eventBridge = eventBridge;
        this.busName = busName;
    }

    /** The bus that the function's environment names as {@code EVENT_BUS_NAME}. */
    static EventBus ofEnvironment() {
        return new EventBus(EventBridgeClient.create(), System.getenv("EVENT_BUS_NAME"));
    }

    /**
     * Publishes the events in order, in as few calls as the limits of PutEvents allow.
     *
     * @param millis how long it may take
     * @return how many events, counted from the first, are on the bus for sure; all of them if nothing failed
     */
    int publish(List<TodoEvent> events, LambdaLogger log, long millis) {
        long deadline = System.currentTimeMillis() + millis - RESERVED_MILLIS;
        int published = 0;
        while (published < events.size()) {
            List<PutEventsRequestEntry> chunk = chunk(events.subList(published, events.size()));
            int done = put(chunk, log, deadline);
            published += done;
            if (done < chunk.size()) {
                break;
            }
        }
        return published;
    }

    private List<PutEventsRequestEntry> chunk(List<TodoEvent> events) {
        List<PutEventsRequestEntry> chunk = new ArrayList<>();
        int bytes = 0;
        for (TodoEvent event : events) {
            PutEventsRequestEntry entry = entry(event);
            bytes += bytes(entry);
            if (!chunk.isEmpty() && (chunk.size() == MAX_ENTRIES || bytes > MAX_BYTES)) {
                break;
            }
            chunk.add(entry);
        }
        return chunk;
    }

    private PutEventsRequestEntry entry(TodoEvent event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(busName)
                .source(TodoEvent.SOURCE)
                .detailType(event.detailType())
                .detail(event.detailJson())
                .build();
    }

    /** The size as EventBridge counts it. */
    private static int bytes(PutEventsRequestEntry entry) {
        return utf8(entry.source()) + utf8(entry.detailType()) + utf8(entry.detail());
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Sends entries, and those that failed again; returns how many, counted from the first, arrived for sure. */
    private int put(List<PutEventsRequestEntry> entries, LambdaLogger log, long deadline) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            open.add(i);
        }
        long backoff = FIRST_BACKOFF_MILLIS;
        for (int attempt = 1; ; attempt++) {
            open = failed(entries, open, log);
            if (open.isEmpty()) {
                return entries.size();
            }
            if (attempt == MAX_ATTEMPTS || System.currentTimeMillis() + backoff > deadline) {
                return open.get(0);
            }
            sleep(backoff);
            backoff *= 2;
        }
    }

    /** Sends the entries at these positions; returns the positions of those that failed. */
    private List<Integer> failed(List<PutEventsRequestEntry> entries, List<Integer> positions, LambdaLogger log) {
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
        List<Integer> failed = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            if (results.get(i).errorCode() != null) {
                log.log("PutEvents refused " + entries.get(positions.get(i)).detail() + ": "
                        + results.get(i).errorCode() + " " + results.get(i).errorMessage() + "\n");
                failed.add(positions.get(i));
            }
        }
        return failed;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting to send again", e);
        }
    }
}

package workshop.redrive;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import workshop.aws.Services;

/**
 * The events that wait in the parking queues, by queue.
 *
 * @param eventIds of the record in the stream, or of the event in the message
 */
public record Parked(Map<ParkingQueue.Contents, Set<String>> eventIds) {
    /** Looks into the queues and leaves everything there. */
    public static Parked in(Services services, List<ParkingQueue> queues) {
        Map<ParkingQueue.Contents, Set<String>> eventIds = new EnumMap<>(ParkingQueue.Contents.class);
        for (ParkingQueue queue : queues) {
            Set<String> ids = new HashSet<>();
            queue.each(services, message -> {
                Retry.of(services, queue.holds(), message).forEach(retry -> ids.add(retry.id()));
                return false;
            });
            eventIds.put(queue.holds(), ids);
        }
        return new Parked(eventIds);
    }

    public boolean contains(String eventId) {
        return eventIds.values().stream().anyMatch(ids -> ids.contains(eventId));
    }

    public Set<String> in(ParkingQueue.Contents holds) {
        return eventIds.getOrDefault(holds, Set.of());
    }
}

package workshop.cloud.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import workshop.cloud.Json;

/**
 * Events of an archive sent once more to the rules of its bus.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-replay-archived-event.html">Replays</a>
 */
final class Replay {
    private final String name;
    private final String arn;
    private final Archive archive;
    private final Instant from;
    private final Instant to;
    private final List<String> filterArns;
    private final Instant startedAt = Instant.now();
    private volatile Instant lastReplayed;
    private volatile Instant completedAt;

    /** @param filterArns the rules it goes to; all of the bus if empty */
    Replay(String name, String arn, Archive archive, Instant from, Instant to, List<String> filterArns) {
        this.name = name;
        this.arn = arn;
        this.archive = archive;
        this.from = from;
        this.to = to;
        this.filterArns = filterArns;
    }

    String name() {
        return name;
    }

    String busArn() {
        return archive.busArn();
    }

    List<String> filterArns() {
        return filterArns;
    }

    void replayed(Instant event) {
        lastReplayed = event;
    }

    void complete() {
        completedAt = Instant.now();
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("ReplayName", name)
                .put("ReplayArn", arn)
                .put("EventSourceArn", archive.arn())
                .put("State", completedAt == null ? "RUNNING" : "COMPLETED")
                .put("EventStartTime", from.getEpochSecond())
                .put("EventEndTime", to.getEpochSecond())
                .put("ReplayStartTime", startedAt.getEpochSecond());
        ObjectNode destination = json.putObject("Destination").put("Arn", busArn());
        if (!filterArns.isEmpty()) {
            filterArns.forEach(destination.putArray("FilterArns")::add);
        }
        if (lastReplayed != null) {
            json.put("EventLastReplayedTime", lastReplayed.getEpochSecond());
        }
        if (completedAt != null) {
            json.put("ReplayEndTime", completedAt.getEpochSecond());
        }
        return json;
    }
}

package workshop.cloud.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import workshop.cloud.Json;
import workshop.cloud.delivery.EventPattern;

/**
 * What is kept of a bus's events, to be replayed. On AWS it grows without bound; here it keeps the newest that fit.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html">Archives</a>
 */
final class Archive {
    private static final long MAX_CHARACTERS = 32L << 20;

    private final String name;
    private final String arn;
    private final String busArn;
    private final Instant createdAt = Instant.now();
    private final Deque<Event> events = new ArrayDeque<>();
    private String description;
    private String pattern;
    private EventPattern compiled;
    private int retentionDays;
    private long characters;

    Archive(String name, String arn, String busArn) {
        this.name = name;
        this.arn = arn;
        this.busArn = busArn;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    String busArn() {
        return busArn;
    }

    /** Takes over what CreateArchive and CloudFormation say of an archive; 0 days of retention are for ever. */
    synchronized void define(ObjectNode definition) {
        var given = definition.path("EventPattern");
        String text = given.isMissingNode() ? null : given.isTextual() ? given.asText() : Json.write(given);
        compiled = text == null ? null : Rule.compile(text);
        pattern = text;
        description = definition.path("Description").asText(null);
        retentionDays = definition.path("RetentionDays").asInt(0);
    }

    synchronized void keep(Event event) {
        if (compiled != null && !compiled.matches(event.json())) {
            return;
        }
        events.addLast(event);
        characters += event.json().length();
        while (characters > MAX_CHARACTERS || isExpired(events.peekFirst())) {
            characters -= events.removeFirst().json().length();
        }
    }

    private boolean isExpired(Event oldest) {
        return oldest != null
                && retentionDays > 0
                && oldest.acceptedAt().isBefore(Instant.now().minus(Duration.ofDays(retentionDays)));
    }

    synchronized List<Event> between(Instant from, Instant to) {
        return events.stream()
                .filter(event -> !event.acceptedAt().isBefore(from)
                        && !event.acceptedAt().isAfter(to)
                        && !isExpired(event))
                .toList();
    }

    synchronized ObjectNode json() {
        ObjectNode json = Json.object()
                .put("ArchiveName", name)
                .put("ArchiveArn", arn)
                .put("EventSourceArn", busArn)
                .put("State", "ENABLED")
                .put("RetentionDays", retentionDays)
                .put("SizeBytes", characters)
                .put("EventCount", events.size())
                .put("CreationTime", createdAt.getEpochSecond());
        if (pattern != null) {
            json.put("EventPattern", pattern);
        }
        if (description != null) {
            json.put("Description", description);
        }
        return json;
    }
}

package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.number;
import static workshop.cloud.shape.Shape.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of EventBridge on replays. */
record ReplaysApi(EventBridge eventBridge) {
    void addTo(Operations operations) {
        Shape name = EventsApi.name(64);
        Members named = Members.of(required("ReplayName", name));
        Members destination = Members.of(required("Arn", EventsApi.ARN), optional("FilterArns", list(EventsApi.ARN)));
        Members start = named.and(
                EventsApi.DESCRIPTION,
                required("EventSourceArn", EventsApi.SOURCE_ARN),
                required("EventStartTime", number()),
                required("EventEndTime", number()),
                required("Destination", destination));
        Shape state = oneOf("STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED");
        Members asked = EventsApi.PAGE.and(
                optional("NamePrefix", name),
                optional("State", state),
                optional("EventSourceArn", EventsApi.SOURCE_ARN));
        operations
                .about(this::arn)
                .on("StartReplay", start, this::start)
                .on("DescribeReplay", named, input -> describe(eventBridge.replay(name(input))))
                .on("CancelReplay", named, this::cancel)
                .aboutAll()
                .on("ListReplays", asked, this::replays);
    }

    private JsonNode replays(ObjectNode input) {
        return EventsApi.page(
                "Replays", eventBridge.replays.values().stream().map(ReplaysApi::entry), "ReplayName", input);
    }

    private static String name(ObjectNode input) {
        return input.path("ReplayName").asText();
    }

    private String arn(ObjectNode input) {
        return Arn.inRegion("events", "replay/" + name(input));
    }

    private JsonNode start(ObjectNode input) {
        JsonNode destination = input.path("Destination");
        String source = input.path("EventSourceArn").asText();
        String target = destination.path("Arn").asText();
        if (!target.matches("arn:[^:]*:events:[^:]*:[^:]*:event-bus/.+")) {
            throw EventsApi.invalid("Destination.Arn", "Must contain an event bus ARN.");
        }
        EventBus bus = eventBridge.bus(target);
        String archiveName = source.substring(source.indexOf('/') + 1);
        Archive archive = Optional.ofNullable(eventBridge.archives.get(archiveName))
                .filter(each -> each.arn.equals(source))
                .orElseThrow(() -> EventsApi.invalid("EventSourceArn", "Archive " + archiveName + " does not exist."));
        Instant from = time(input, "EventStartTime");
        Instant to = time(input, "EventEndTime");
        EventsApi.refuse(!from.isBefore(to), "EventEndTime", "EventStartTime must be before EventEndTime.");
        EventsApi.refuse(bus != archive.bus, "Destination.Arn", "Cross event bus replay is not permitted.");
        String description = input.path("Description").asText(null);
        List<String> rules = Json.texts(destination.path("FilterArns"));
        Replay replay = eventBridge.start(
                new Replay.Definition(name(input), arn(input), description, archive, from, to, rules));
        return Json.object()
                .put("ReplayArn", arn(input))
                .put("State", "STARTING")
                .put("ReplayStartTime", Json.seconds(replay.startedAt));
    }

    private static Instant time(ObjectNode input, String parameter) {
        return Instant.ofEpochMilli((long) (input.path(parameter).asDouble() * 1000));
    }

    private JsonNode cancel(ObjectNode input) {
        eventBridge.replay(name(input)).cancel();
        return Json.object().put("ReplayArn", arn(input)).put("State", "CANCELLING");
    }

    private static ObjectNode entry(Replay replay) {
        Replay.Definition definition = replay.definition;
        return Json.object()
                .put("ReplayName", definition.name())
                .put("EventSourceArn", definition.archive().arn)
                .put("State", replay.state.name())
                .put("EventStartTime", Json.seconds(definition.from()))
                .put("EventEndTime", Json.seconds(definition.to()))
                .put("EventLastReplayedTime", Json.seconds(replay.lastReplayed))
                .put("ReplayStartTime", Json.seconds(replay.startedAt))
                .put("ReplayEndTime", Json.seconds(replay.endedAt));
    }

    private static ObjectNode describe(Replay replay) {
        Replay.Definition definition = replay.definition;
        ObjectNode json = entry(replay).put("ReplayArn", definition.arn()).put("Description", definition.description());
        json.putObject("Destination")
                .put("Arn", definition.archive().bus.arn)
                .set("FilterArns", Json.orNull(definition.filterArns()));
        return json;
    }
}

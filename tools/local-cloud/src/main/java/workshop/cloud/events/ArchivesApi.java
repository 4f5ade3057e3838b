package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;

/** The operations of EventBridge on archives and replays. */
final class ArchivesApi {
    private final EventBridge eventBridge;

    private ArchivesApi(EventBridge eventBridge) {
        this.eventBridge = eventBridge;
    }

    static Operations of(EventBridge eventBridge, Operations operations) {
        ArchivesApi api = new ArchivesApi(eventBridge);
        return operations
                .on("CreateArchive", api::archiveArn, (caller, input) -> api.create(input))
                .on("DeleteArchive", api::archiveArn, (caller, input) -> api.delete(input))
                .on(
                        "DescribeArchive",
                        api::archiveArn,
                        (caller, input) ->
                                api.archive(input.path("ArchiveName").asText()).json())
                .on("ListArchives", (caller, input) -> api.list(input))
                .on("StartReplay", api::replayArn, (caller, input) -> api.start(input))
                .on(
                        "DescribeReplay",
                        api::replayArn,
                        (caller, input) -> api.replay(input).json())
                .on("ListReplays", (caller, input) -> api.listReplays(input));
    }

    private String archiveArn(ObjectNode input) {
        return arn("archive", input.path("ArchiveName").asText());
    }

    private String replayArn(ObjectNode input) {
        return arn("replay", input.path("ReplayName").asText());
    }

    private String arn(String kind, String name) {
        return eventBridge.names().arn("events", kind + "/" + name);
    }

    private Archive archive(String name) {
        Archive archive = eventBridge.archives().get(name);
        if (archive == null) {
            throw new AwsError(400, "ResourceNotFoundException", "Archive " + name + " does not exist.");
        }
        return archive;
    }

    private Replay replay(ObjectNode input) {
        Replay replay = eventBridge.replays().get(input.path("ReplayName").asText());
        if (replay == null) {
            throw new AwsError(
                    400,
                    "ResourceNotFoundException",
                    "Replay " + input.path("ReplayName").asText() + " does not exist.");
        }
        return replay;
    }

    private JsonNode create(ObjectNode input) {
        return create(eventBridge, input.path("ArchiveName").asText(), input).json();
    }

    /** Makes an archive as CreateArchive and CloudFormation describe it. */
    static Archive create(EventBridge eventBridge, String name, ObjectNode definition) {
        if (!name.matches("[.\\-_A-Za-z0-9]{1,48}")) {
            throw AwsError.validation("Parameter ArchiveName is not valid. Reason: \"" + name
                    + "\" must be 1 to 48 letters, digits, dots, hyphens or underscores.");
        }
        String source = definition.has("EventSourceArn") ? "EventSourceArn" : "SourceArn";
        EventBus bus = eventBridge.bus(definition.path(source).asText());
        Archive archive = new Archive(name, eventBridge.names().arn("events", "archive/" + name), bus.arn());
        archive.define(definition);
        if (eventBridge.archives().putIfAbsent(name, archive) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Archive " + name + " already exists.");
        }
        return archive;
    }

    private JsonNode delete(ObjectNode input) {
        eventBridge
                .archives()
                .remove(archive(input.path("ArchiveName").asText()).name());
        return Json.object();
    }

    private JsonNode list(ObjectNode input) {
        String prefix = input.path("NamePrefix").asText("");
        String source = input.path("EventSourceArn").asText("");
        ArrayNode archives = Json.array();
        eventBridge.archives().values().stream()
                .filter(archive -> archive.name().startsWith(prefix))
                .filter(archive -> source.isEmpty() || archive.busArn().equals(source))
                .forEach(archive -> archives.add(archive.json()));
        return Json.object().set("Archives", archives);
    }

    private JsonNode start(ObjectNode input) {
        String name = input.path("ReplayName").asText();
        Archive archive = archive(input.path("EventSourceArn").asText().replaceFirst("^arn:[^/]*:archive/", ""));
        Instant from = time(input, "EventStartTime");
        Instant to = time(input, "EventEndTime");
        if (!from.isBefore(to)) {
            throw AwsError.validation(
                    "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
        }
        JsonNode destination = input.path("Destination");
        if (!destination.path("Arn").asText().equals(archive.busArn())) {
            throw AwsError.validation("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not"
                    + " permitted; the archive is of " + archive.busArn() + ".");
        }
        if (eventBridge.replays().containsKey(name)) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Replay " + name + " already exists.");
        }
        List<String> filterArns = new ArrayList<>();
        destination.path("FilterArns").forEach(rule -> filterArns.add(rule.asText()));
        Replay replay = new Replay(name, arn("replay", name), archive, from, to, filterArns);
        eventBridge.replay(replay, archive.between(from, to));
        return Json.object()
                .put("ReplayArn", arn("replay", name))
                .put("State", "STARTING")
                .put("ReplayStartTime", Instant.now().getEpochSecond());
    }

    private static Instant time(ObjectNode input, String parameter) {
        JsonNode time = input.path(parameter);
        if (!time.isNumber()) {
            throw AwsError.validation("Parameter " + parameter + " is not valid. Reason: it is a time.");
        }
        return Instant.ofEpochMilli((long) (time.asDouble() * 1000));
    }

    private JsonNode listReplays(ObjectNode input) {
        String prefix = input.path("NamePrefix").asText("");
        ArrayNode replays = Json.array();
        eventBridge.replays().values().stream()
                .filter(replay -> replay.name().startsWith(prefix))
                .forEach(replay -> replays.add(replay.json()));
        return Json.object().set("Replays", replays);
    }
}

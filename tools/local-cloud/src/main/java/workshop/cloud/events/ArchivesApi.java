package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of EventBridge on archives. */
record ArchivesApi(EventBridge eventBridge) {
    static final Shape NAME = EventsApi.name(48);
    static final Shape RETENTION_DAYS = whole(0, Integer.MAX_VALUE);

    private static final Members NAMED = Members.of(required("ArchiveName", NAME));
    private static final Members DEFINED = NAMED.and(
            optional("Description", EventsApi.DESCRIPTION),
            optional("EventPattern", RulesApi.PATTERN),
            optional("RetentionDays", RETENTION_DAYS));

    void addTo(Operations operations) {
        operations
                .on(
                        "CreateArchive",
                        DEFINED.and(required("EventSourceArn", EventsApi.SOURCE_ARN)),
                        this::arn,
                        (caller, input) -> summary(eventBridge.createArchive(
                                name(input), input.path("EventSourceArn").asText(), ArchiveDefinition.of(input))))
                .on("UpdateArchive", DEFINED, this::arn, (caller, input) -> update(input))
                .on("DeleteArchive", NAMED, this::arn, (caller, input) -> delete(input))
                .on("DescribeArchive", NAMED, this::arn, (caller, input) -> describe(eventBridge.archive(name(input))))
                .on(
                        "ListArchives",
                        Members.of(
                                optional("NamePrefix", NAME),
                                optional("EventSourceArn", EventsApi.SOURCE_ARN),
                                optional(
                                        "State",
                                        oneOf(
                                                "ENABLED",
                                                "DISABLED",
                                                "CREATING",
                                                "UPDATING",
                                                "CREATE_FAILED",
                                                "UPDATE_FAILED")),
                                EventsApi.NEXT_TOKEN,
                                EventsApi.LIMIT),
                        (caller, input) -> Page.of(asked(input), input).json("Archives", ArchivesApi::entry));
    }

    private static String name(ObjectNode input) {
        return input.path("ArchiveName").asText();
    }

    private String arn(ObjectNode input) {
        return eventBridge.archiveArn(name(input));
    }

    private JsonNode update(ObjectNode input) {
        if (input.size() == 1) {
            throw AwsError.validation("At least one of EventPattern, RetentionDays or Description must be provided.");
        }
        Archive archive = eventBridge.archive(name(input));
        archive.change(definition -> definition.updated(input));
        return summary(archive);
    }

    private JsonNode delete(ObjectNode input) {
        eventBridge.deleteArchive(eventBridge.archive(name(input)).name());
        return Json.object();
    }

    /** NamePrefix, EventSourceArn and State: on AWS one of them, here all that are given. */
    private List<Archive> asked(ObjectNode input) {
        String source = input.path("EventSourceArn").asText("");
        String busArn = source.isEmpty() ? "" : eventBridge.bus(source).arn();
        return eventBridge.archives().stream()
                .filter(archive -> EventsApi.startsAsAsked(archive.name(), input))
                .filter(archive -> source.isEmpty() || archive.bus().arn().equals(busArn))
                .filter(archive -> input.path("State").asText("ENABLED").equals("ENABLED"))
                .toList();
    }

    private static ObjectNode summary(Archive archive) {
        ObjectNode json = Json.object().put("ArchiveArn", archive.arn()).put("State", "ENABLED");
        EventsApi.put(json, "CreationTime", archive.createdAt());
        return json;
    }

    private static ObjectNode entry(Archive archive) {
        ObjectNode json = Json.object()
                .put("ArchiveName", archive.name())
                .put("EventSourceArn", archive.bus().arn())
                .put("State", "ENABLED")
                .put("RetentionDays", archive.definition().retentionDays())
                .put("SizeBytes", archive.size())
                .put("EventCount", archive.count());
        EventsApi.put(json, "CreationTime", archive.createdAt());
        return json;
    }

    private static ObjectNode describe(Archive archive) {
        ObjectNode json = entry(archive).put("ArchiveArn", archive.arn());
        EventsApi.put(json, "EventPattern", archive.definition().pattern());
        EventsApi.put(json, "Description", archive.definition().description());
        return json;
    }
}

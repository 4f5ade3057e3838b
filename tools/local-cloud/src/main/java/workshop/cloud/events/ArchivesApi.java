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
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of EventBridge on archives. */
record ArchivesApi(EventBridge eventBridge) {
    static final Shape NAME = EventsApi.name(48);
    static final Shape RETENTION_DAYS = whole(0, Integer.MAX_VALUE);

    private static final Shape STATE =
            oneOf("ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED");
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
                        input -> summary(eventBridge.createArchive(
                                name(input), input.path("EventSourceArn").asText(), ArchiveDefinition.of(input))))
                .on("UpdateArchive", DEFINED, this::arn, this::update)
                .run("DeleteArchive", NAMED, this::arn, input -> eventBridge.deleteArchive(archive(input).name))
                .on("DescribeArchive", NAMED, this::arn, input -> describe(archive(input)))
                .on(
                        "ListArchives",
                        EventsApi.PAGE.and(
                                optional("NamePrefix", NAME),
                                optional("EventSourceArn", EventsApi.SOURCE_ARN),
                                optional("State", STATE)),
                        this::archives);
    }

    private static String name(ObjectNode input) {
        return input.path("ArchiveName").asText();
    }

    private Archive archive(ObjectNode input) {
        return eventBridge.archive(name(input));
    }

    private String arn(ObjectNode input) {
        return eventBridge.archiveArn(name(input));
    }

    private JsonNode update(ObjectNode input) {
        if (input.size() == 1) {
            throw AwsError.validation("At least one of EventPattern, RetentionDays or Description must be provided.");
        }
        Archive archive = archive(input);
        archive.change(definition -> definition.updated(input));
        return summary(archive);
    }

    /** NamePrefix, EventSourceArn and State: on AWS one of them, here all that are given. */
    private JsonNode archives(ObjectNode input) {
        String source = input.path("EventSourceArn").asText();
        String busArn = source.isEmpty() ? "" : eventBridge.bus(source).arn;
        List<Archive> asked = eventBridge.archives().stream()
                .filter(archive -> source.isEmpty() || archive.bus.arn.equals(busArn))
                .filter(archive -> input.path("State").asText("ENABLED").equals("ENABLED"))
                .toList();
        return EventsApi.page("Archives", asked, archive -> archive.name, input, ArchivesApi::entry);
    }

    private static ObjectNode summary(Archive archive) {
        return Json.object()
                .put("ArchiveArn", archive.arn)
                .put("State", "ENABLED")
                .put("CreationTime", Json.seconds(archive.createdAt));
    }

    private static ObjectNode entry(Archive archive) {
        return Json.object()
                .put("ArchiveName", archive.name)
                .put("EventSourceArn", archive.bus.arn)
                .put("State", "ENABLED")
                .put("RetentionDays", archive.definition().retentionDays())
                .put("SizeBytes", archive.size())
                .put("EventCount", archive.count())
                .put("CreationTime", Json.seconds(archive.createdAt));
    }

    private static ObjectNode describe(Archive archive) {
        return entry(archive)
                .put("ArchiveArn", archive.arn)
                .put("EventPattern", archive.definition().pattern())
                .put("Description", archive.definition().description());
    }
}

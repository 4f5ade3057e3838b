package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.Arn;
import workshop.cloud.Json;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.gateway.Operations;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** Archives, by call and in a template. */
record ArchivesApi(EventBridge eventBridge) {
    private static final int MAX_NAME = 48;
    private static final Shape NAME = EventsApi.name(MAX_NAME);
    private static final Member RETENTION_DAYS = optional("RetentionDays", whole(0, Integer.MAX_VALUE));
    private static final Shape STATE =
            oneOf("ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED");

    void addTo(Operations operations) {
        Members named = Members.of(required("ArchiveName", NAME));
        Members defined = named.and(EventsApi.DESCRIPTION, optional("EventPattern", RulesApi.PATTERN), RETENTION_DAYS);
        Members asked = EventsApi.PAGE.and(
                optional("NamePrefix", NAME),
                optional("EventSourceArn", EventsApi.SOURCE_ARN),
                optional("State", STATE));
        operations
                .about(input -> Arn.inRegion("events", "archive/" + name(input)))
                .on("CreateArchive", defined.and(required("EventSourceArn", EventsApi.SOURCE_ARN)), this::create)
                .on("UpdateArchive", defined, this::update)
                .run("DeleteArchive", named, input -> eventBridge.archives.remove(archive(input).name))
                .on("DescribeArchive", named, input -> describe(archive(input)))
                .aboutAll()
                .on("ListArchives", asked, this::list);
    }

    ResourceType type() {
        Members properties = Members.of(
                        optional("ArchiveName", NAME).naming(),
                        required("SourceArn", EventsApi.ARN).replacing(),
                        optional("EventPattern", json()),
                        RETENTION_DAYS,
                        EventsApi.DESCRIPTION,
                        withoutEffect("KmsKeyIdentifier", text(0, 2048)))
                .returning("Arn");
        return new ResourceType("AWS::Events::Archive", properties)
                .existsIf((name, given) -> eventBridge.archives.containsKey(name))
                .creates(declaration -> {
                    Archive archive = eventBridge.createArchive(
                            declaration.nameFrom("ArchiveName", MAX_NAME),
                            declaration.text("SourceArn"),
                            ArchiveDefinition.of(declaration.properties()));
                    return new Physical(archive.name, Map.of("Arn", archive.arn));
                })
                .updates((declaration, existing) -> eventBridge
                        .archive(existing.ref())
                        .change(before -> ArchiveDefinition.of(declaration.properties())))
                .deletes(existing -> eventBridge.archives.remove(existing.ref()));
    }

    private static String name(ObjectNode input) {
        return input.path("ArchiveName").asText();
    }

    private Archive archive(ObjectNode input) {
        return eventBridge.archive(name(input));
    }

    private JsonNode create(ObjectNode input) {
        String source = input.path("EventSourceArn").asText();
        return summary(eventBridge.createArchive(name(input), source, ArchiveDefinition.of(input)));
    }

    private JsonNode update(ObjectNode input) {
        EventsApi.refuse(
                input.size() == 1, "At least one of EventPattern, RetentionDays or Description must be provided.");
        Archive archive = archive(input);
        archive.change(definition -> definition.updated(input));
        return summary(archive);
    }

    private JsonNode list(ObjectNode input) {
        if (input.has("EventSourceArn")) {
            eventBridge.bus(input.get("EventSourceArn").asText()); // which must be there
        }
        return EventsApi.page(
                "Archives", eventBridge.archives.values().stream().map(ArchivesApi::entry), "ArchiveName", input);
    }

    private static ObjectNode summary(Archive archive) {
        return entry(archive).retain("State", "CreationTime").put("ArchiveArn", archive.arn);
    }

    private static ObjectNode entry(Archive archive) {
        return Json.object()
                .put("ArchiveName", archive.name)
                .put("EventSourceArn", archive.bus.arn)
                .put("State", "ENABLED")
                .put("RetentionDays", archive.definition.retentionDays())
                .put("SizeBytes", archive.size())
                .put("EventCount", archive.count())
                .put("CreationTime", Json.seconds(archive.createdAt));
    }

    private static ObjectNode describe(Archive archive) {
        ArchiveDefinition definition = archive.definition;
        EventPattern pattern = definition.pattern();
        return entry(archive)
                .put("ArchiveArn", archive.arn)
                .put("EventPattern", pattern == null ? null : pattern.text())
                .put("Description", definition.description());
    }
}

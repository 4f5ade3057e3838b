package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Archive}. */
public record ArchiveType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 48;

    public static final Members PROPERTIES = Members.of(
                    optional("ArchiveName", ArchivesApi.NAME).naming(),
                    required("SourceArn", EventsApi.ARN).replacing(),
                    optional("EventPattern", json()),
                    optional("RetentionDays", ArchivesApi.RETENTION_DAYS),
                    optional("Description", EventsApi.DESCRIPTION),
                    withoutEffect("KmsKeyIdentifier", text(0, 2048)))
            .returning("Arn");

    @Override
    public boolean exists(ObjectNode properties) {
        String name = properties.path("ArchiveName").asText();
        return eventBridge.archives().stream().anyMatch(archive -> archive.name.equals(name));
    }

    @Override
    public Physical create(Declaration declaration) {
        Archive archive = eventBridge.createArchive(
                declaration.nameFrom("ArchiveName", MAX_NAME),
                declaration.text("SourceArn"),
                ArchiveDefinition.of(declaration.properties()));
        return new Physical(archive.name, Map.of("Arn", archive.arn));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        eventBridge.archive(existing.ref()).change(before -> ArchiveDefinition.of(declaration.properties()));
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        eventBridge.deleteArchive(existing.ref());
    }
}

package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Archive}. */
public record ArchiveType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 48;

    private static final Members PROPERTIES = Members.of(
            optional("ArchiveName", ANY).replacing(),
            optional("SourceArn", ANY).replacing(),
            optional("EventPattern", ANY),
            optional("RetentionDays", ANY),
            optional("Description", ANY),
            optional("KmsKeyIdentifier", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::Events::Archive";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        Archive archive = ArchivesApi.create(
                eventBridge, declaration.nameFrom("ArchiveName", MAX_NAME), declaration.properties());
        return new Physical(archive.name(), Map.of("Arn", archive.arn()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        eventBridge.archives().get(existing.ref()).define(declaration.properties());
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        eventBridge.archives().remove(existing.ref());
    }
}

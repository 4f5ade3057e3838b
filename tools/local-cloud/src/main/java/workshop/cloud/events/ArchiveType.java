package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Archive}. */
public record ArchiveType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 48;

    private static final Members PROPERTIES = Members.of(
            optional("ArchiveName", text(1, MAX_NAME, "[.\\-_A-Za-z0-9]+")).replacing(),
            required("SourceArn", text(1, 1600)).replacing(),
            optional("EventPattern", json()),
            optional("RetentionDays", whole(0, Integer.MAX_VALUE)),
            optional("Description", text(0, 512)),
            optional("KmsKeyIdentifier", text(0, 2048)).withoutEffect());

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

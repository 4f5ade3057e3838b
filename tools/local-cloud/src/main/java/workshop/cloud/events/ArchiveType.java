package workshop.cloud.events;

import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;

/** {@code AWS::Events::Archive}. */
public record ArchiveType(EventBridge eventBridge) implements ResourceType {
    private static final int LONGEST_NAME = 48;

    @Override
    public String name() {
        return "AWS::Events::Archive";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("ArchiveName", "SourceArn", "EventPattern", "RetentionDays", "Description");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of("KmsKeyIdentifier");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("ArchiveName", "SourceArn");
    }

    @Override
    public Physical create(Declaration declaration) {
        Archive archive = ArchivesApi.create(
                eventBridge, declaration.nameFrom("ArchiveName", LONGEST_NAME), declaration.properties());
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

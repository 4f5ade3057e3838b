package workshop.cloud.logs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Logs::LogGroup}. */
public record LogGroupType(Logs logs) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
            optional("LogGroupName", ANY).replacing(),
            optional("RetentionInDays", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("KmsKeyId", ANY).withoutEffect(),
            optional("LogGroupClass", ANY).withoutEffect(),
            optional("DataProtectionPolicy", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::Logs::LogGroup";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        LogGroup group = logs.create(declaration.nameFrom("LogGroupName"));
        retain(group, declaration);
        return new Physical(group.name(), Map.of("Arn", logs.arn(group) + ":*"));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        retain(logs.group(existing.ref()), declaration);
        return existing;
    }

    private static void retain(LogGroup group, Declaration declaration) {
        JsonNode days = declaration.properties().path("RetentionInDays");
        group.retentionInDays(days.isMissingNode() ? null : days.asInt());
    }

    @Override
    public void delete(Physical existing) {
        logs.groups().remove(existing.ref());
    }
}

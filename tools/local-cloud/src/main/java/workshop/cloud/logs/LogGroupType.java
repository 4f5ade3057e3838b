package workshop.cloud.logs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;

/** {@code AWS::Logs::LogGroup}. */
public record LogGroupType(Logs logs) implements ResourceType {

    @Override
    public String name() {
        return "AWS::Logs::LogGroup";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("LogGroupName", "RetentionInDays");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of("Tags", "KmsKeyId", "LogGroupClass", "DataProtectionPolicy");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("LogGroupName");
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

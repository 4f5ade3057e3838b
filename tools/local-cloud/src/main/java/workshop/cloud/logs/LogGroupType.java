package workshop.cloud.logs;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Logs::LogGroup}. */
public record LogGroupType(Logs logs) implements ResourceType {
    private static final String[] RETENTION = {
        "1", "3", "5", "7", "14", "30", "60", "90", "120", "150", "180", "365", "400", "545", "731", "1096", "1827",
        "2192", "2557", "2922", "3288", "3653"
    };

    public static final Members PROPERTIES = Members.of(
                    optional("LogGroupName", text(1, 512, "[.\\-_/#A-Za-z0-9]+"))
                            .naming(),
                    optional("RetentionInDays", oneOf(RETENTION)),
                    TAGS,
                    withoutEffect("KmsKeyId", text(0, 256, "arn:[a-z0-9-]+:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+")),
                    withoutEffect("LogGroupClass", oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
                    withoutEffect("DataProtectionPolicy", json()))
            .returning("Arn");

    @Override
    public boolean exists(ObjectNode properties) {
        return logs.groups().containsKey(properties.path("LogGroupName").asText());
    }

    @Override
    public Physical create(Declaration declaration) {
        LogGroup group = logs.create(declaration.nameFrom("LogGroupName"));
        retain(group, declaration);
        return new Physical(group.name, Map.of("Arn", logs.arn(group) + ":*"));
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

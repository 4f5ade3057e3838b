package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::EventBus}. */
public record EventBusType(EventBridge eventBridge) implements ResourceType {
    public static final Members PROPERTIES = Members.of(
                    required("Name", text(1, 256, "(?!default$)" + EventsApi.NAME))
                            .naming(),
                    TAGS,
                    optional("Description", EventsApi.DESCRIPTION),
                    withoutEffect("KmsKeyIdentifier", text(0, 2048)),
                    withoutEffect("DeadLetterConfig", optional("Arn", EventsApi.ARN)),
                    withoutEffect(
                            "LogConfig",
                            optional("IncludeDetail", oneOf("FULL", "NONE")),
                            optional("Level", oneOf("INFO", "ERROR", "TRACE", "OFF"))))
            .returning("Arn");

    @Override
    public boolean exists(ObjectNode properties) {
        return eventBridge.hasBus(properties.path("Name").asText());
    }

    @Override
    public Physical create(Declaration declaration) {
        EventBus bus = eventBridge.createBus(
                declaration.nameFrom("Name"),
                declaration.properties().path("Description").asText(null));
        return new Physical(bus.name, Map.of("Arn", bus.arn, "Name", bus.name));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        eventBridge
                .bus(existing.ref())
                .describe(declaration.properties().path("Description").asText(null));
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        eventBridge.deleteBus(existing.ref());
    }
}

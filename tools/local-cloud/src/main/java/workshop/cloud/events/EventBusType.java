package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import java.util.Map;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::EventBus}. */
public record EventBusType(EventBridge eventBridge) implements ResourceType {
    private static final Members PROPERTIES = Members.of(
            optional("Name", ANY).replacing(),
            optional("Tags", ANY).withoutEffect(),
            optional("Description", ANY).withoutEffect(),
            optional("KmsKeyIdentifier", ANY).withoutEffect(),
            optional("DeadLetterConfig", ANY).withoutEffect(),
            optional("LogConfig", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::Events::EventBus";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        EventBus bus = eventBridge.createBus(declaration.nameFrom("Name"));
        return new Physical(bus.name(), Map.of("Arn", bus.arn(), "Name", bus.name()));
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        return existing;
    }

    @Override
    public void delete(Physical existing) {
        eventBridge.deleteBus(existing.ref());
    }
}

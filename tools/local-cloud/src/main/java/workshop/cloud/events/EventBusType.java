package workshop.cloud.events;

import java.util.Map;
import java.util.Set;
import workshop.cloud.ResourceType;

/** {@code AWS::Events::EventBus}. */
public record EventBusType(EventBridge eventBridge) implements ResourceType {

    @Override
    public String name() {
        return "AWS::Events::EventBus";
    }

    @Override
    public Set<String> honoured() {
        return Set.of("Name");
    }

    @Override
    public Set<String> withoutEffect() {
        return Set.of("Tags", "Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig");
    }

    @Override
    public Set<String> replacing() {
        return Set.of("Name");
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

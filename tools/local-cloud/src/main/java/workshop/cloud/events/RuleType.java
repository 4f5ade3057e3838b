package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Shape.ANY;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Rule}, with its targets. */
public record RuleType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 64;

    private static final Members PROPERTIES = Members.of(
            optional("Name", ANY).replacing(),
            optional("EventBusName", ANY).replacing(),
            optional("EventPattern", ANY),
            optional("State", ANY),
            optional("Description", ANY),
            optional("Targets", ANY),
            optional("Tags", ANY).withoutEffect(),
            optional("RoleArn", ANY).withoutEffect());

    @Override
    public String name() {
        return "AWS::Events::Rule";
    }

    @Override
    public Members properties() {
        return PROPERTIES;
    }

    @Override
    public Physical create(Declaration declaration) {
        EventBus bus = bus(declaration);
        Rule rule = rule(declaration, bus, declaration.nameFrom("Name", MAX_NAME));
        if (bus.rules().putIfAbsent(rule.name(), rule) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "Rule " + rule.name() + " already exists.");
        }
        return physical(bus, rule);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        EventBus bus = bus(declaration);
        Rule rule =
                rule(declaration, bus, existing.ref().substring(existing.ref().lastIndexOf('|') + 1));
        bus.rules().put(rule.name(), rule);
        return physical(bus, rule);
    }

    private EventBus bus(Declaration declaration) {
        return eventBridge.bus(declaration.properties().path("EventBusName").asText(""));
    }

    private Rule rule(Declaration declaration, EventBus bus, String name) {
        ObjectNode properties = declaration.properties();
        Rule rule = Rule.of(name, eventBridge.ruleArn(bus.name(), name), bus.name(), properties);
        properties.path("Targets").forEach(target -> rule.put(RuleTarget.of(target)));
        return rule;
    }

    /** A rule of a bus of one's own is referred to with the bus's name before its own. */
    private static Physical physical(EventBus bus, Rule rule) {
        String ref = bus.isDefault() ? rule.name() : bus.name() + "|" + rule.name();
        return new Physical(ref, Map.of("Arn", rule.arn()));
    }

    @Override
    public void delete(Physical existing) {
        String[] ref = existing.ref().split("\\|");
        EventBus bus = eventBridge.buses().get(ref.length == 1 ? EventBus.DEFAULT : ref[0]);
        if (bus != null) {
            bus.rules().remove(ref[ref.length - 1]);
        }
    }
}

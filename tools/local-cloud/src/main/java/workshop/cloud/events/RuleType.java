package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Rule}, with its targets. */
public record RuleType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 64;

    private static final Members TARGET = RuleTarget.SHAPE.refuse(
            "Only one of Input, InputPath, or InputTransformer must be provided",
            target -> Stream.of("Input", "InputPath", "InputTransformer")
                            .filter(target::has)
                            .count()
                    > 1);

    public static final Members PROPERTIES = Members.of(
                    optional("Name", RulesApi.NAME).naming(),
                    optional("EventBusName", EventsApi.BUS).replacing(),
                    required("EventPattern", json()),
                    optional("State", oneOf("ENABLED", "DISABLED")),
                    optional("Description", EventsApi.DESCRIPTION),
                    optional("Targets", list(TARGET, 1, 5)),
                    TAGS,
                    withoutEffect("RoleArn", EventsApi.ARN))
            .returning("Arn");

    @Override
    public boolean exists(ObjectNode properties) {
        String bus = properties.path("EventBusName").asText("");
        String name = properties.path("Name").asText();
        return eventBridge.hasBus(bus)
                && eventBridge.bus(bus).rules().stream()
                        .anyMatch(rule -> rule.name().equals(name));
    }

    @Override
    public Physical create(Declaration declaration) {
        EventBus bus = bus(declaration);
        Rule rule = rule(declaration, bus, declaration.nameFrom("Name", MAX_NAME));
        bus.create(rule);
        return physical(bus, rule);
    }

    @Override
    public Physical update(Declaration declaration, Physical existing) {
        EventBus bus = bus(declaration);
        Rule rule =
                rule(declaration, bus, existing.ref().substring(existing.ref().lastIndexOf('|') + 1));
        bus.change(rule.name(), before -> rule);
        return physical(bus, rule);
    }

    private EventBus bus(Declaration declaration) {
        return eventBridge.bus(declaration.text("EventBusName"));
    }

    private Rule rule(Declaration declaration, EventBus bus, String name) {
        ObjectNode properties = declaration.properties();
        List<RuleTarget> targets = RuleTarget.all(properties.path("Targets"));
        return eventBridge.rule(bus, name, RuleDefinition.of(properties), targets);
    }

    /** A rule of a bus of one's own is referred to with the bus's name before its own. */
    private static Physical physical(EventBus bus, Rule rule) {
        String ref = bus.isDefault() ? rule.name() : bus.name + "|" + rule.name();
        return new Physical(ref, Map.of("Arn", rule.arn()));
    }

    @Override
    public void delete(Physical existing) {
        String[] ref = existing.ref().split("\\|");
        String bus = ref.length == 1 ? EventBus.DEFAULT : ref[0];
        if (eventBridge.hasBus(bus)) {
            eventBridge.bus(bus).deleteWithTargets(ref[ref.length - 1]);
        }
    }
}

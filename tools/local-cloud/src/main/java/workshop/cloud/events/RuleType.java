package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.json;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.map;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;
import static workshop.cloud.shape.Shape.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;
import workshop.cloud.AwsError;
import workshop.cloud.ResourceType;
import workshop.cloud.shape.Members;

/** {@code AWS::Events::Rule}, with its targets. */
public record RuleType(EventBridge eventBridge) implements ResourceType {
    private static final int MAX_NAME = 64;

    private static final Members TARGET = Members.of(
                    required("Id", text(1, 64, "[.\\-_A-Za-z0-9]+")),
                    required("Arn", text(1, 1600)),
                    optional("RoleArn", text(1, 1600)),
                    optional("Input", text(0, 8192)),
                    optional("InputPath", text(0, 256)),
                    optional(
                            "InputTransformer",
                            Members.of(
                                    optional("InputPathsMap", map(text(1, 256, "[A-Za-z0-9_-]+"), text(0, 256))),
                                    required("InputTemplate", text(1, 8192)))),
                    optional(
                            "RetryPolicy",
                            Members.of(
                                    optional("MaximumEventAgeInSeconds", whole(60, 86_400)),
                                    optional("MaximumRetryAttempts", whole(0, 185)))),
                    optional("DeadLetterConfig", Members.of(optional("Arn", text(1, 1600)))))
            .refuse(
                    "Only one of Input, InputPath, or InputTransformer must be provided",
                    target -> Stream.of("Input", "InputPath", "InputTransformer")
                                    .filter(target::has)
                                    .count()
                            > 1);

    private static final Members PROPERTIES = Members.of(
            optional("Name", text(1, MAX_NAME, "[.\\-_A-Za-z0-9]+")).replacing(),
            optional(
                            "EventBusName",
                            text(1, 1600, "(arn:aws[\\w-]*:events:[\\w-]+:\\d{12}:event-bus/)?[/.\\-_A-Za-z0-9]+"))
                    .replacing(),
            required("EventPattern", json()),
            optional("State", oneOf("ENABLED", "DISABLED")),
            optional("Description", text(0, 512)),
            optional("Targets", list(TARGET, 1, 5)),
            TAGS,
            optional("RoleArn", text(1, 1600)).withoutEffect());

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

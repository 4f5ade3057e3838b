package workshop.cloud.events;

import static workshop.cloud.ResourceType.TAGS;
import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Member.withoutEffect;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import workshop.cloud.Arn;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.Options;
import workshop.cloud.ResourceType;
import workshop.cloud.ResourceType.Physical;
import workshop.cloud.delivery.EventPattern;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** Rules, their targets and their patterns, by call and in a template. */
record RulesApi(EventBridge eventBridge) {
    static final Shape PATTERN = text(0, 4096);

    /** @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">Quotas</a> */
    private static final int MAX_PATTERN = 2048;

    private static final Shape NAME = EventsApi.name(64);
    private static final Shape STATE = oneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");

    void addTo(Operations operations) {
        Member force = optional("Force", flag());
        Member rule = required("Rule", NAME);
        Members named = Members.of(required("Name", NAME), EventsApi.EVENT_BUS_NAME);
        Members ofRule = Members.of(rule, EventsApi.EVENT_BUS_NAME);
        Members paged = EventsApi.PAGE.and(EventsApi.EVENT_BUS_NAME);
        Members put = named.and(optional("EventPattern", PATTERN), optional("State", STATE), EventsApi.DESCRIPTION);
        Members putTargets = ofRule.and(required("Targets", list(RuleTarget.SHAPE, 1, 100)));
        Members removeTargets = ofRule.and(required("Ids", list(NAME, 1, 100)), force);
        Members test = Members.of(required("EventPattern", PATTERN), required("Event", text()));
        operations
                .about(this::arn)
                .on("PutRule", put, this::put)
                .run("DeleteRule", named.and(force), input -> bus(input).delete(name(input), List.of()))
                .on("DescribeRule", named, this::describe)
                .run("EnableRule", named, input -> change(input, its -> its.withState("ENABLED")))
                .run("DisableRule", named, input -> change(input, its -> its.withState("DISABLED")))
                .on("PutTargets", putTargets, input -> change(input, its -> its.with(targetsOf(input))))
                .on(
                        "RemoveTargets",
                        removeTargets,
                        input -> change(input, its -> its.without(Json.texts(input.path("Ids")))))
                .on("ListTargetsByRule", paged.and(rule), this::targets)
                .aboutAll()
                .on("ListRules", paged.and(optional("NamePrefix", NAME)), this::rules)
                .on("ListRuleNamesByTarget", paged.and(required("TargetArn", EventsApi.ARN)), this::rulesWithTarget)
                .on("TestEventPattern", test, RulesApi::test);
    }

    /** A rule's targets that are none of the template's stay when it is updated, and keep it from being deleted. */
    ResourceType type() {
        Members target = RuleTarget.SHAPE.refuse(
                "Only one of Input, InputPath, or InputTransformer must be provided",
                given -> TargetInput.givenIn(given) > 1);
        Members properties = Members.of(
                        optional("Name", NAME).naming(),
                        optional("EventBusName", EventsApi.BUS).replacing(),
                        required("EventPattern", Shape.json()),
                        optional("State", STATE),
                        EventsApi.DESCRIPTION,
                        optional("Targets", list(target, 1, 5).distinct()),
                        TAGS,
                        withoutEffect("RoleArn", EventsApi.ARN))
                .returning("Arn");
        return new ResourceType("AWS::Events::Rule", properties)
                .existsIf((name, given) -> eventBridge
                        .find(given.path("EventBusName").asText())
                        .filter(bus -> bus.rules.containsKey(name))
                        .isPresent())
                .creates(declaration -> {
                    EventBus bus = bus(declaration.properties());
                    Rule rule = rule(bus, declaration.nameFrom("Name"), declaration.properties());
                    bus.create(rule);
                    // a rule of a bus of one's own is referred to with the bus's name before its own
                    String ref = bus.name.equals(EventBus.DEFAULT) ? rule.name() : bus.name + "|" + rule.name();
                    eventBridge.declaredTargets.put(ref, rule.targets().keySet());
                    return new Physical(ref, Map.of("Arn", rule.arn()));
                })
                .updates((declaration, existing) -> {
                    EventBus bus = bus(declaration.properties());
                    String name = existing.ref().replaceFirst(".*\\|", "");
                    Rule rule = rule(bus, name, declaration.properties());
                    bus.put(
                            rule,
                            eventBridge.declaredTargets.put(
                                    existing.ref(), rule.targets().keySet()));
                })
                .deletes(existing -> {
                    String[] ref = existing.ref().split("\\|");
                    String bus = ref.length == 1 ? EventBus.DEFAULT : ref[0];
                    Set<String> old = eventBridge.declaredTargets.get(existing.ref());
                    eventBridge.find(bus).ifPresent(its -> its.delete(ref[ref.length - 1], old));
                });
    }

    private Rule rule(EventBus bus, String name, ObjectNode given) {
        List<RuleTarget> targets = targetsOf(given);
        pass(given.path("RoleArn").asText(null));
        String arn = eventBridge.ruleArn(bus.name, name);
        String description = given.path("Description").asText(null);
        String state = given.path("State").asText("ENABLED");
        return new Rule(name, arn, bus.name, description, pattern(name, given), state, Map.of()).with(targets);
    }

    private static EventPattern pattern(String rule, ObjectNode given) {
        if (!given.has("EventPattern") || given.get("EventPattern").equals(Json.object())) {
            throw AwsError.validation("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        String pattern = Json.text(given.get("EventPattern"));
        EventsApi.refuse(
                pattern.getBytes(StandardCharsets.UTF_8).length > MAX_PATTERN,
                "Parameter EventPattern for rule " + rule + " exceeds limit of " + MAX_PATTERN + ".");
        return EventsApi.pattern(pattern);
    }

    private List<RuleTarget> targetsOf(ObjectNode given) {
        List<RuleTarget> targets = RuleTarget.all(given.path("Targets"));
        targets.forEach(target -> pass(target.roleArn()));
        return targets;
    }

    /** Throws if EventBridge can't assume a role, where there is one. */
    private void pass(String role) {
        if (role != null) {
            String refusal =
                    "Provided role '" + role + "' cannot be assumed by principal '" + EventBridge.PRINCIPAL + "'.";
            eventBridge.platform.iam().pass(role, EventBridge.PRINCIPAL, () -> AwsError.validation(refusal));
        }
    }

    private EventBus bus(ObjectNode input) {
        String named = input.path("EventBusName").asText("");
        if (named.startsWith("arn:") && !Arn.parse(named).region().equals(Options.REGION)) {
            throw AwsError.validation("Cross-region API call is not allowed.");
        }
        return eventBridge.bus(named);
    }

    private static String name(ObjectNode input) {
        return input.path("Name").asText(input.path("Rule").asText());
    }

    private String arn(ObjectNode input) {
        return eventBridge.ruleArn(input.path("EventBusName").asText(""), name(input));
    }

    private static ObjectNode json(Rule rule) {
        return Json.object()
                .put("Name", rule.name())
                .put("Arn", rule.arn())
                .put("EventPattern", rule.pattern().text())
                .put("State", rule.state())
                .put("EventBusName", rule.busName())
                .put("Description", rule.description());
    }

    private JsonNode put(ObjectNode input) {
        Rule rule = rule(bus(input), name(input), input);
        bus(input).put(rule, List.of());
        return Json.object().put("RuleArn", rule.arn());
    }

    private JsonNode describe(ObjectNode input) {
        return json(bus(input).rule(name(input))).put("CreatedBy", Options.ACCOUNT_ID);
    }

    private JsonNode rules(ObjectNode input) {
        return EventsApi.page("Rules", bus(input).rules.values().stream().map(RulesApi::json), "Name", input);
    }

    private JsonNode targets(ObjectNode input) {
        return Page.of(bus(input).rule(name(input)).targets().values(), input).json("Targets", RuleTarget::json);
    }

    private JsonNode rulesWithTarget(ObjectNode input) {
        String arn = input.path("TargetArn").asText();
        List<Rule> asked = bus(input).rules.values().stream()
                .filter(rule -> rule.targets().values().stream()
                        .anyMatch(target -> target.arn().equals(arn)))
                .toList();
        return Page.of(asked, input).json("RuleNames", rule -> TextNode.valueOf(rule.name()));
    }

    private JsonNode change(ObjectNode input, UnaryOperator<Rule> change) {
        bus(input).change(name(input), change);
        return Json.object().put("FailedEntryCount", 0).set("FailedEntries", Json.array());
    }

    /**
     * An event without {@code resources} is tested, though AWS's page calls them mandatory.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html">TestEventPattern</a>
     */
    private static JsonNode test(ObjectNode input) {
        JsonNode event = Json.parse(input.path("Event").asText()).orElse(Json.array());
        EventsApi.refuse(
                !List.of("id", "account", "source", "time", "region", "detail-type").stream()
                        .allMatch(event::has),
                "Parameter Event is not valid.");
        String pattern = input.path("EventPattern").asText();
        return Json.object().put("Result", EventsApi.pattern(pattern).matches(event));
    }
}

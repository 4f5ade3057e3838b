package workshop.cloud.events;

import static workshop.cloud.shape.Member.optional;
import static workshop.cloud.shape.Member.required;
import static workshop.cloud.shape.Shape.flag;
import static workshop.cloud.shape.Shape.list;
import static workshop.cloud.shape.Shape.oneOf;
import static workshop.cloud.shape.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;
import workshop.cloud.gateway.Page;
import workshop.cloud.shape.Member;
import workshop.cloud.shape.Members;
import workshop.cloud.shape.Shape;

/** The operations of EventBridge on rules, their targets and their patterns. */
record RulesApi(EventBridge eventBridge) {
    static final Shape NAME = EventsApi.name(64);
    static final Shape PATTERN = text(0, 4096);
    static final Shape STATE = oneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");

    private static final Member FORCE = optional("Force", flag());
    private static final Members NAMED = Members.of(required("Name", NAME), EventsApi.EVENT_BUS_NAME);
    private static final Member RULE = required("Rule", NAME);
    private static final Members OF_RULE = Members.of(RULE, EventsApi.EVENT_BUS_NAME);
    private static final Members PAGED = EventsApi.PAGE.and(EventsApi.EVENT_BUS_NAME);

    void addTo(Operations operations) {
        operations
                .on(
                        "PutRule",
                        NAMED.and(
                                optional("EventPattern", PATTERN),
                                optional("State", STATE),
                                optional("Description", EventsApi.DESCRIPTION)),
                        this::arn,
                        this::put)
                .run(
                        "DeleteRule",
                        NAMED.and(FORCE),
                        this::arn,
                        input -> bus(input).delete(name(input)))
                .on(
                        "DescribeRule",
                        NAMED,
                        this::arn,
                        input -> json(bus(input).rule(name(input))).put("CreatedBy", eventBridge.names.account()))
                .run("EnableRule", NAMED, this::arn, input -> enable(input, true))
                .run("DisableRule", NAMED, this::arn, input -> enable(input, false))
                .on(
                        "ListRules",
                        PAGED.and(optional("NamePrefix", NAME)),
                        input -> EventsApi.page("Rules", bus(input).rules(), Rule::name, input, RulesApi::json))
                .on(
                        "ListRuleNamesByTarget",
                        PAGED.and(required("TargetArn", EventsApi.ARN)),
                        input -> Page.of(rulesWithTarget(input), input)
                                .json("RuleNames", rule -> TextNode.valueOf(rule.name())))
                .on(
                        "PutTargets",
                        OF_RULE.and(required("Targets", list(RuleTarget.SHAPE, 1, 100))),
                        this::arn,
                        this::putTargets)
                .on(
                        "RemoveTargets",
                        OF_RULE.and(required("Ids", list(NAME, 1, 100)), FORCE),
                        this::arn,
                        this::removeTargets)
                .on(
                        "ListTargetsByRule",
                        PAGED.and(RULE),
                        this::arn,
                        input -> Page.of(bus(input).rule(name(input)).targets().values(), input)
                                .json("Targets", RuleTarget::json))
                .on(
                        "TestEventPattern",
                        Members.of(required("EventPattern", PATTERN), required("Event", text())),
                        RulesApi::test);
    }

    private EventBus bus(ObjectNode input) {
        return eventBridge.bus(input.path("EventBusName").asText(""));
    }

    private static String name(ObjectNode input) {
        return input.path("Name").asText(input.path("Rule").asText());
    }

    private String arn(ObjectNode input) {
        return eventBridge.ruleArn(
                eventBridge.busName(input.path("EventBusName").asText("")), name(input));
    }

    private static ObjectNode json(Rule rule) {
        return Json.object()
                .put("Name", rule.name())
                .put("Arn", rule.arn())
                .put("EventPattern", rule.definition().pattern())
                .put("State", rule.definition().enabled() ? "ENABLED" : "DISABLED")
                .put("EventBusName", rule.busName())
                .put("Description", rule.definition().description());
    }

    private JsonNode put(ObjectNode input) {
        Rule rule = eventBridge.rule(bus(input), name(input), RuleDefinition.of(input), List.of());
        bus(input).put(rule);
        return Json.object().put("RuleArn", rule.arn());
    }

    private void enable(ObjectNode input, boolean enabled) {
        bus(input)
                .change(
                        name(input),
                        rule -> rule.withDefinition(rule.definition().withEnabled(enabled)));
    }

    private List<Rule> rulesWithTarget(ObjectNode input) {
        String arn = input.path("TargetArn").asText();
        return bus(input).rules().stream()
                .filter(rule -> rule.targets().values().stream()
                        .anyMatch(target -> target.arn().equals(arn)))
                .toList();
    }

    private JsonNode putTargets(ObjectNode input) {
        List<RuleTarget> targets = RuleTarget.all(input.path("Targets"));
        bus(input).change(name(input), rule -> rule.with(targets));
        return noneFailed();
    }

    private static ObjectNode noneFailed() {
        ObjectNode answer = Json.object().put("FailedEntryCount", 0);
        answer.putArray("FailedEntries");
        return answer;
    }

    private JsonNode removeTargets(ObjectNode input) {
        bus(input).change(name(input), rule -> rule.without(Json.texts(input.path("Ids"))));
        return noneFailed();
    }

    /**
     * An event without {@code resources} is tested, though AWS's page calls them mandatory.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html">TestEventPattern</a>
     */
    private static JsonNode test(ObjectNode input) {
        JsonNode event = Json.parse(input.path("Event").asText()).orElse(Json.array());
        for (String field : List.of("id", "account", "source", "time", "region", "detail-type")) {
            if (!event.has(field)) {
                throw AwsError.validation("Parameter Event is not valid.");
            }
        }
        String pattern = input.path("EventPattern").asText();
        return Json.object().put("Result", RuleDefinition.compile(pattern).matches(event));
    }
}

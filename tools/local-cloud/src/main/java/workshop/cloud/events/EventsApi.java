package workshop.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import workshop.cloud.AwsError;
import workshop.cloud.Json;
import workshop.cloud.gateway.Operations;

/**
 * The operations of EventBridge on buses, rules and targets.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html">API</a>
 */
public final class EventsApi {
    private final EventBridge eventBridge;

    private EventsApi(EventBridge eventBridge) {
        this.eventBridge = eventBridge;
    }

    /** Adds all operations. */
    public static Operations of(EventBridge eventBridge, Operations operations) {
        EventsApi api = new EventsApi(eventBridge);
        PutEvents putEvents = new PutEvents(eventBridge);
        operations
                .on(
                        "PutEvents",
                        input -> eventBridge.busArn(input.path("Entries")
                                .path(0)
                                .path("EventBusName")
                                .asText("")),
                        putEvents::call)
                .on("CreateEventBus", api::bus, (caller, input) -> api.createBus(input))
                .on("DeleteEventBus", api::bus, (caller, input) -> api.deleteBus(input))
                .on("DescribeEventBus", api::bus, (caller, input) -> json(api.named(input)))
                .on("ListEventBuses", (caller, input) -> api.listBuses(input))
                .on("PutRule", api::nameOfRule, (caller, input) -> api.putRule(input))
                .on("DeleteRule", api::nameOfRule, (caller, input) -> api.deleteRule(input))
                .on(
                        "DescribeRule",
                        api::nameOfRule,
                        (caller, input) -> api.rule(input, "Name")
                                .json()
                                .put("CreatedBy", eventBridge.names().account()))
                .on("EnableRule", api::nameOfRule, (caller, input) -> api.enable(input, true))
                .on("DisableRule", api::nameOfRule, (caller, input) -> api.enable(input, false))
                .on("ListRules", (caller, input) -> api.listRules(input))
                .on("ListRuleNamesByTarget", (caller, input) -> api.listRuleNames(input))
                .on("PutTargets", api::ruleOfTargets, (caller, input) -> api.putTargets(input))
                .on("RemoveTargets", api::ruleOfTargets, (caller, input) -> api.removeTargets(input))
                .on("ListTargetsByRule", api::ruleOfTargets, (caller, input) -> api.listTargets(input))
                .on("TestEventPattern", (caller, input) -> test(input));
        return ArchivesApi.of(eventBridge, operations);
    }

    private String bus(ObjectNode input) {
        return eventBridge.busArn(input.path("Name").asText(""));
    }

    private EventBus named(ObjectNode input) {
        return eventBridge.bus(input.path("Name").asText(""));
    }

    private EventBus busOf(ObjectNode input) {
        return eventBridge.bus(input.path("EventBusName").asText(""));
    }

    private String nameOfRule(ObjectNode input) {
        return ruleArn(input, "Name");
    }

    private String ruleOfTargets(ObjectNode input) {
        return ruleArn(input, "Rule");
    }

    private String ruleArn(ObjectNode input, String parameter) {
        return eventBridge.ruleArn(
                EventBridge.busName(input.path("EventBusName").asText("")),
                input.path(parameter).asText());
    }

    private Rule rule(ObjectNode input, String parameter) {
        return busOf(input).rule(input.path(parameter).asText());
    }

    private static ObjectNode json(EventBus bus) {
        return Json.object().put("Name", bus.name()).put("Arn", bus.arn());
    }

    private JsonNode createBus(ObjectNode input) {
        EventBus bus = eventBridge.createBus(input.path("Name").asText());
        return Json.object().put("EventBusArn", bus.arn());
    }

    private JsonNode deleteBus(ObjectNode input) {
        eventBridge.deleteBus(input.path("Name").asText());
        return Json.object();
    }

    private JsonNode listBuses(ObjectNode input) {
        String prefix = input.path("NamePrefix").asText("");
        ArrayNode buses = Json.array();
        eventBridge.buses().values().stream()
                .filter(bus -> bus.name().startsWith(prefix))
                .forEach(bus -> buses.add(json(bus)));
        return Json.object().set("EventBuses", buses);
    }

    private JsonNode putRule(ObjectNode input) {
        EventBus bus = busOf(input);
        String name = input.path("Name").asText();
        Rule rule = Rule.of(name, eventBridge.ruleArn(bus.name(), name), bus.name(), input);
        bus.rules().merge(name, rule, (before, now) -> now.withTargetsOf(before));
        return Json.object().put("RuleArn", rule.arn());
    }

    private JsonNode deleteRule(ObjectNode input) {
        EventBus bus = busOf(input);
        Rule rule = bus.rules().get(input.path("Name").asText());
        if (rule != null && !rule.targets().isEmpty()) {
            throw AwsError.validation("Rule can't be deleted since it has targets.");
        }
        bus.rules().remove(input.path("Name").asText());
        return Json.object();
    }

    private JsonNode enable(ObjectNode input, boolean enabled) {
        Rule rule = rule(input, "Name");
        busOf(input).rules().computeIfPresent(rule.name(), (name, now) -> now.withEnabled(enabled));
        return Json.object();
    }

    private JsonNode listRules(ObjectNode input) {
        String prefix = input.path("NamePrefix").asText("");
        ArrayNode rules = Json.array();
        busOf(input).rules().values().stream()
                .filter(rule -> rule.name().startsWith(prefix))
                .forEach(rule -> rules.add(rule.json()));
        return Json.object().set("Rules", rules);
    }

    private JsonNode listRuleNames(ObjectNode input) {
        String arn = input.path("TargetArn").asText();
        ArrayNode names = Json.array();
        busOf(input).rules().values().stream()
                .filter(rule -> rule.targets().values().stream()
                        .anyMatch(target -> target.arn().equals(arn)))
                .forEach(rule -> names.add(rule.name()));
        return Json.object().set("RuleNames", names);
    }

    private JsonNode putTargets(ObjectNode input) {
        Rule rule = rule(input, "Rule");
        input.path("Targets").forEach(target -> rule.put(RuleTarget.of(target)));
        return nothingFailed();
    }

    private static ObjectNode nothingFailed() {
        ObjectNode answer = Json.object().put("FailedEntryCount", 0);
        answer.putArray("FailedEntries");
        return answer;
    }

    private JsonNode removeTargets(ObjectNode input) {
        Rule rule = rule(input, "Rule");
        input.path("Ids").forEach(id -> rule.targets().remove(id.asText()));
        return nothingFailed();
    }

    private JsonNode listTargets(ObjectNode input) {
        ArrayNode targets = Json.array();
        rule(input, "Rule").targets().values().forEach(target -> targets.add(target.json()));
        return Json.object().set("Targets", targets);
    }

    private static JsonNode test(ObjectNode input) {
        JsonNode event;
        try {
            event = Json.read(input.path("Event").asText());
        } catch (UncheckedIOException e) {
            throw AwsError.validation(
                    "Parameter Event is not valid. Reason: " + e.getCause().getMessage());
        }
        for (String field : new String[] {"id", "account", "source", "time", "region", "resources", "detail-type"}) {
            if (!event.has(field)) {
                throw AwsError.validation("Parameter Event is not valid. Reason: " + field + " is a required field.");
            }
        }
        return Json.object()
                .put("Result", Rule.compile(input.path("EventPattern").asText()).matches(event));
    }
}

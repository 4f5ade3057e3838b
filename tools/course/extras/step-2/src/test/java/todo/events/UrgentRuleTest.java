package todo.events;

import static todo.events.StreamRecords.image;
import static todo.events.StreamRecords.insert;
import static todo.events.StreamRecords.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import todo.testing.AwsOnThisMachine;
import todo.testing.EventPattern;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Values;

/**
 * A rule that looks at the name of a to-do.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html">Comparison
 *     operators of patterns</a>
 */
@ExtendWith(AwsOnThisMachine.Started.class)
class UrgentRuleTest {
    private static final Lesson LESSON = new Lesson("2.E1");
    private static final String URGENT = "URGENT: call the plumber";
    private static final int WEEK = 7;

    private final StackTemplate template = StackTemplate.synthesized(LESSON);

    @Test
    void a_new_to_do_that_is_urgent_matches_one_rule_more_than_others() {
        for (String name : List.of(URGENT, "URGENT", "URGENT💧")) {
            int found = matching(created(name)).size()
                    - matching(created("Water the plants")).size();
            LESSON.expect(
                    found == 1,
                    "a new to-do \"" + name
                            + "\" matches one rule more than other to-dos do: a rule whose pattern says how"
                            + " detail.data.name begins",
                    found == 0 ? sameRules() : found + " more");
        }
    }

    @Test
    void what_is_not_urgent_or_not_ours_does_not_match_it() {
        Resource rule = urgentRule();
        for (String name : List.of("Not URGENT: tidy up", "Urgently needed: rest", "urgent", "Water the plants")) {
            LESSON.expect(
                    !matches(rule, created(name)),
                    "a new to-do \"" + name + "\" doesn't match the rule: the name doesn't begin with URGENT",
                    "a rule with the pattern " + pattern(rule));
        }
        JsonObject foreign = created(URGENT);
        foreign.addProperty("source", "SomebodyElse");
        LESSON.expect(
                !matches(rule, foreign),
                "an urgent to-do from another source, SomebodyElse, doesn't match the rule",
                "a rule with the pattern " + pattern(rule));
        LESSON.expect(
                rule.property("State")
                        .filter(state -> state.getAsString().equals("DISABLED"))
                        .isEmpty(),
                "the rule is enabled, which is the default",
                "a rule that is DISABLED");
    }

    @Test
    void its_only_target_is_a_log_group_of_its_own() {
        List<JsonElement> targets = urgentRule().property("Targets").stream()
                .flatMap(all -> all.getAsJsonArray().asList().stream())
                .map(target -> target.getAsJsonObject().get("Arn"))
                .toList();
        String expected = "the rule's only target is a log group of its own";
        LESSON.expect(targets.size() == 1, expected, targets.isEmpty() ? "no target" : targets.size() + " targets");
        Resource group = template.resources("AWS::Logs::LogGroup").stream()
                .filter(each -> targets(template, targets.get(0), each))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(expected, template.values().words(targets.get(0))));
        String name = template.values().name(group);
        LESSON.expect(
                !name.equals(template.output("EventLogGroup")
                        .map(template.values()::text)
                        .orElse("")),
                expected,
                "the log group of all events, \"log\"");
        LESSON.expect(
                group.property("RetentionInDays")
                        .filter(days -> days.getAsInt() == WEEK)
                        .isPresent(),
                "the log group keeps its events for a week, like the stack's other log groups",
                group.property("RetentionInDays")
                        .map(days -> days + " days")
                        .orElse("no retention: the events are kept and billed for ever"));
        LESSON.expect(
                template.resources("AWS::Logs::ResourcePolicy").stream()
                        .anyMatch(policy -> template.values()
                                        .text(policy.properties().get("PolicyDocument"))
                                        .contains(group.logicalId())
                                || policy.toString().contains(group.logicalId())),
                "EventBridge may write to the log group (new LogGroupTarget(…) adds the permission)",
                "no policy that allows it, so the events are lost, and nothing says so");
        StackRules.expectOwn(
                LESSON, stack -> stack.resource(group.logicalId()).stream().toList());
    }

    private static boolean targets(StackTemplate template, JsonElement arn, Resource group) {
        return (template.values().text(arn) + ":*")
                        .endsWith(":log-group:" + template.values().name(group) + ":*")
                || StackTemplate.refersTo(arn).contains(group.logicalId());
    }

    /** The rule that an urgent to-do finds, and others don't. */
    private Resource urgentRule() {
        List<Resource> usual = matching(created("Water the plants"));
        return matching(created(URGENT)).stream()
                .filter(rule -> !usual.contains(rule))
                .findFirst()
                .orElseThrow(() -> LESSON.failure(
                        "a new to-do \"" + URGENT + "\" matches one rule more than others", sameRules()));
    }

    private String sameRules() {
        List<String> byDetail = template.resources("AWS::Events::Rule").stream()
                .map(rule -> pattern(rule).toString())
                .filter(pattern -> pattern.contains("\"detail\""))
                .toList();
        return "the same rules as \"Water the plants\""
                + (byDetail.isEmpty() ? "" : ", and no match of the pattern " + String.join(" or ", byDetail));
    }

    private List<Resource> matching(JsonObject event) {
        Values values = template.values();
        List<String> buses = template.resources("AWS::Events::EventBus").stream()
                .flatMap(bus -> List.of(values.name(bus), values.arn(bus)).stream())
                .toList();
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> buses.contains(values.text(rule.properties().get("EventBusName"))))
                .filter(rule -> matches(rule, event))
                .toList();
    }

    private boolean matches(Resource rule, JsonObject event) {
        try {
            return new EventPattern(pattern(rule)).matches(event);
        } catch (IllegalArgumentException e) {
            throw LESSON.failure("EventBridge accepts the pattern " + pattern(rule), e.getMessage());
        }
    }

    private JsonObject pattern(Resource rule) {
        return rule.property("EventPattern")
                .map(template.values()::resolved)
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
    }

    /** The event as rules see it, from the entry that the publisher sends of a new to-do. */
    private static JsonObject created(String name) {
        AwsOnThisMachine.fresh();
        PutEventsRequestEntry entry;
        try {
            TodoEvent event = new TodoChange(record(insert(1, image("todo-1", name, "false", 1))))
                    .event()
                    .orElseThrow();
            entry = new BusClient(EventBridgeClient.create(), "bus").entry(event);
        } catch (RuntimeException e) {
            throw LESSON.failure("entry(event) returns an entry for a new to-do", e);
        }
        JsonObject event = new JsonObject();
        event.addProperty("detail-type", entry.detailType());
        event.addProperty("source", entry.source());
        event.addProperty("account", Values.ACCOUNT);
        event.addProperty("region", Values.REGION);
        event.add("detail", JsonParser.parseString(entry.detail()));
        return event;
    }
}

package todo.events;

import static java.util.stream.Collectors.joining;
import static todo.events.StreamRecords.change;
import static todo.events.StreamRecords.record;
import static todo.testing.StackTemplate.refersTo;
import static todo.testing.StackTemplate.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.event.ruler.Machine;
import todo.testing.AwsOnThisMachine;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

/** The contract between who publishes and who listens: the real entries, and the template's real patterns. */
class RulesTest {
    private static final Lesson LESSON = new Lesson("2.6");

    @Test
    void each_type_of_event_finds_one_rule() {
        TodoEvent.TYPES.forEach(RulesTest::expectOneRule);
    }

    @Test
    void each_type_of_event_has_a_rule_of_its_own() {
        int types = TodoEvent.TYPES.size();
        List<String> rules = TodoEvent.TYPES.stream()
                .flatMap(type -> matching(event(type)).stream())
                .map(Resource::logicalId)
                .distinct()
                .toList();
        LESSON.expect(
                rules.size() == types,
                types + " types of events have " + types + " rules, so that each can have listeners of its own",
                rules.size() + " rules for all of them");
    }

    @Test
    void what_another_source_tells_finds_no_rule() {
        matchingOurs();
        for (String type : TodoEvent.TYPES) {
            JsonObject foreign = event(type);
            foreign.addProperty("source", "SomebodyElse");
            List<Resource> rules = matching(foreign);
            LESSON.expect(
                    rules.isEmpty(),
                    "a " + type
                            + " of another source than TodoService finds no rule: a pattern has source and detail-type",
                    patterns(rules));
        }
    }

    @Test
    void what_else_this_source_may_tell_one_day_finds_no_rule() {
        matchingOurs();
        JsonObject other = event("TodoCreated");
        other.addProperty("detail-type", "TodoRenamed");
        List<Resource> rules = matching(other);
        LESSON.expect(
                rules.isEmpty(),
                "a TodoRenamed, which there isn't yet, finds no rule: a pattern has source and detail-type",
                patterns(rules));
    }

    @Test
    void every_rule_writes_to_the_log_group() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        String logGroup = template.output("EventLogGroup")
                .map(value -> String.join(",", refersTo(value)))
                .orElse("");
        for (Resource rule : matchingOurs()) {
            JsonElement targets = rule.properties().get("Targets");
            LESSON.expect(
                    refersTo(targets).contains(logGroup),
                    "a target of the rule is the log group that is there, \"logged\"",
                    targets == null ? "no target" : targets);
        }
    }

    private static void expectOneRule(String type) {
        JsonObject event = event(type);
        List<Resource> rules = matching(event);
        LESSON.expect(
                rules.size() == 1,
                "the event of source " + event.get("source").getAsString() + " and detail-type "
                        + event.get("detail-type").getAsString() + " finds one rule on the bus",
                rules.isEmpty()
                        ? "none: " + misfits(event)
                        : rules.size() + " rules, of the patterns " + patterns(rules));
    }

    /** The rules that our own events find; fails if there are none. */
    private static List<Resource> matchingOurs() {
        List<Resource> rules = TodoEvent.TYPES.stream()
                .flatMap(type -> matching(event(type)).stream())
                .toList();
        LESSON.expect(!rules.isEmpty(), "our events find rules on the bus", "none: " + misfits(event("TodoCreated")));
        return rules;
    }

    private static List<Resource> matching(JsonObject event) {
        return rules().stream().filter(rule -> matches(pattern(rule), event)).toList();
    }

    /** Asks EventBridge's own rule engine. */
    private static boolean matches(JsonObject pattern, JsonObject event) {
        Machine machine = Machine.builder().build();
        try {
            machine.addRule("rule", pattern.toString());
            return !machine.rulesForJSONEvent(event.toString()).isEmpty();
        } catch (Exception e) {
            throw LESSON.failure("EventBridge takes the pattern " + pattern, e.getMessage());
        }
    }

    /** Why an event finds no rule: what each rule expects that the event hasn't. */
    private static String misfits(JsonObject event) {
        if (rules().isEmpty()) {
            int elsewhere = StackTemplate.synthesized(LESSON)
                    .resources("AWS::Events::Rule")
                    .size();
            return "the bus has no rule" + (elsewhere == 0 ? "" : ", but the account's default bus has " + elsewhere);
        }
        Map<String, List<JsonElement>> expected = new TreeMap<>();
        for (Resource rule : rules()) {
            for (Map.Entry<String, JsonElement> field : pattern(rule).entrySet()) {
                JsonObject alone = new JsonObject();
                alone.add(field.getKey(), field.getValue());
                if (!matches(alone, event)) {
                    expected.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                            .add(field.getValue());
                }
            }
        }
        return expected.entrySet().stream()
                .map(field -> "a rule expects " + field.getKey() + " "
                        + field.getValue().stream()
                                .map(JsonElement::toString)
                                .distinct()
                                .collect(joining(" or ")) + ", your event says "
                        + event.get(field.getKey()))
                .collect(joining("; "));
    }

    /** The rules on the stack's bus. */
    private static List<Resource> rules() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        List<String> names = template.resources("AWS::Events::EventBus").stream()
                .flatMap(bus -> Stream.of(
                        "${" + bus.logicalId() + "}", text(bus.properties().get("Name"))))
                .toList();
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> names.contains(text(rule.properties().get("EventBusName"))))
                .toList();
    }

    private static JsonObject pattern(Resource rule) {
        return rule.property("EventPattern").map(JsonElement::getAsJsonObject).orElseGet(JsonObject::new);
    }

    private static List<JsonObject> patterns(List<Resource> rules) {
        return rules.stream().map(RulesTest::pattern).toList();
    }

    /** The event as rules see it, from the entry that the publisher would send of such a change. */
    private static JsonObject event(String type) {
        AwsOnThisMachine.fresh();
        String record = change(type);
        PutEventsRequestEntry entry;
        try {
            TodoEvent event = new TodoChange(record(record)).event().orElseThrow();
            entry = new BusClient(EventBridgeClient.create(), "bus").entry(event);
        } catch (RuntimeException e) {
            throw LESSON.failure("there is an entry for a " + type, e);
        }
        JsonObject event = new JsonObject();
        event.addProperty("version", "0");
        event.addProperty("id", "d0f8c0de-0000-4000-8000-000000000001");
        event.addProperty("detail-type", entry.detailType());
        event.addProperty("source", entry.source());
        event.addProperty("account", "123456789012");
        event.addProperty("time", "2026-01-02T03:04:05Z");
        event.addProperty("region", "eu-central-1");
        event.add("resources", JsonParser.parseString("[]"));
        event.add("detail", JsonParser.parseString(entry.detail()));
        return event;
    }
}

package todo.events;

import static java.util.stream.Collectors.joining;
import static todo.events.StreamRecords.change;
import static todo.events.StreamRecords.record;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

/** The contract between who publishes and who listens: the real entries, and the template's real patterns. */
@ExtendWith(AwsOnThisMachine.Started.class)
class RulesTest {
    private static final Lesson LESSON = new Lesson("2.6");
    private static final String ELSEWHERE =
            "the event also matches the rule in a stack that somebody deploys to another account or region";
    private static final EventBridgeClient EVENT_BRIDGE = eventBridge();
    private static final String SOURCE_AND_TYPE =
            ": a pattern has both source and detail-type, each with its exact value";

    @Test
    void each_type_of_event_matches_one_rule() {
        for (String type : TodoEvent.TYPES) {
            JsonObject event = event(type, Values.ACCOUNT, Values.REGION);
            List<Resource> rules = matching(event);
            LESSON.expect(
                    rules.size() == 1,
                    rules.isEmpty() && misfits(event).matches("a rule expects (account|region) [^;]*")
                            ? ELSEWHERE
                            : "the event of source " + text(event, "source") + " and detail-type "
                                    + text(event, "detail-type") + " matches one rule on the bus",
                    rules.isEmpty()
                            ? "no rule: " + misfits(event)
                            : rules.size() + " rules, "
                                    + (patterns(rules).contains("} and {")
                                            ? "with the patterns "
                                            : "all with the pattern ")
                                    + patterns(rules));
            JsonObject elsewhere = event(type, "210987654321", "ap-southeast-2");
            LESSON.expect(matching(elsewhere).size() == 1, ELSEWHERE, "no rule: " + misfits(elsewhere));
            for (String name : List.of("test", "#1", "Z".repeat(256))) {
                JsonObject another = event(type, Values.ACCOUNT, Values.REGION);
                another.addProperty("time", "2031-12-24T18:00:00Z");
                another.getAsJsonObject("detail").getAsJsonObject("data").addProperty("name", name);
                LESSON.expect(
                        matching(another).size() == 1,
                        "a " + type + " matches the rule at any time, and whatever the to-do's name is, here \"" + name
                                + '"',
                        "no rule: " + misfits(another));
            }
        }
        for (boolean completed : new boolean[] {true, false}) {
            JsonObject deleted = event(TodoEvent.DELETED);
            deleted.getAsJsonObject("detail").getAsJsonObject("data").addProperty("completed", completed);
            LESSON.expect(
                    matching(deleted).size() == 1,
                    "a TodoDeleted matches the rule whether the to-do is completed or open, here "
                            + (completed ? "completed" : "open"),
                    "no rule: " + misfits(deleted));
        }
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
                rules.size() == 1 ? "one rule for all of them" : rules.size() + " rules");
    }

    @Test
    void what_another_source_publishes_matches_no_rule() {
        matchingOurs();
        List<String> sources = new ArrayList<>(List.of(
                "SomebodyElse",
                TodoEvent.SOURCE + "Test",
                "My" + TodoEvent.SOURCE,
                "TODOSERVICE",
                "aws.events",
                stackName()));
        sources.addAll(listed());
        sources.remove(TodoEvent.SOURCE);
        for (String type : TodoEvent.TYPES) {
            for (String source : sources) {
                JsonObject foreign = event(type);
                foreign.addProperty("source", source);
                List<Resource> rules = matching(foreign);
                LESSON.expect(
                        rules.isEmpty(),
                        "a " + type + " from another source than TodoService, here " + source + ", matches no rule"
                                + SOURCE_AND_TYPE,
                        "a rule with the pattern " + patterns(rules));
            }
        }
    }

    @Test
    void an_unknown_detail_type_of_this_source_matches_no_rule() {
        matchingOurs();
        List<String> others = new ArrayList<>(List.of("TodoRenamed", "todoCreated", stackName()));
        TodoEvent.TYPES.forEach(
                type -> others.addAll(List.of(type + "Again", "My" + type, type.replace("Todo", "List"))));
        others.addAll(listed());
        others.removeAll(TodoEvent.TYPES);
        for (String type : others) {
            JsonObject other = event(TodoEvent.CREATED);
            other.addProperty("detail-type", type);
            List<Resource> rules = matching(other);
            LESSON.expect(
                    rules.isEmpty(),
                    "an event " + type + ", which doesn't exist yet, matches no rule" + SOURCE_AND_TYPE,
                    "a rule with the pattern " + patterns(rules));
        }
    }

    /** Each text in the patterns of our rules: no event has it as its source or its type, unless it is one of ours. */
    private static List<String> listed() {
        return rules().stream()
                .flatMap(rule -> new EventPattern(pattern(rule, event(TodoEvent.CREATED))).texts())
                .distinct()
                .toList();
    }

    @Test
    void every_rule_is_enabled_and_writes_to_the_log_group_once() {
        StackTemplate template = StackTemplate.synthesized(LESSON);
        Values values = template.values();
        String logGroup = logGroup(template);
        StackRules.expectOwn(LESSON, stack -> rules(stack));
        LESSON.expect(
                template.resources("AWS::Events::Rule").stream()
                                .map(values::arn)
                                .distinct()
                                .count()
                        == template.resources("AWS::Events::Rule").size(),
                "each rule of a bus has a name of its own: leave the name out, and CloudFormation chooses one",
                "rules of the same name");
        for (Resource rule : matchingOurs()) {
            String state = rule.property("State").map(JsonElement::getAsString).orElse("ENABLED");
            LESSON.expect(
                    state.equals("ENABLED"), "a rule is enabled, which is the default", "a rule that is " + state);
            LESSON.expect(
                    template.waitsFor(rule, "AWS::Events::EventBus"),
                    "a rule has the variable bus, .eventBus(bus), so that CloudFormation makes the bus first",
                    "only the bus's name, " + rule.property("EventBusName").orElseThrow()
                            + ": CloudFormation may make the rule before there is a bus");
            List<String> targets = targets(values, rule);
            long times = targets.stream().filter(logGroup::equals).count();
            LESSON.expect(
                    times == 1,
                    "one target of each rule is \"logged\", which writes to the log group of this layer",
                    times > 1
                            ? "this log group " + times + " times, so each event would be written " + times + " times"
                            : targets.isEmpty()
                                    ? "no target of the rule " + rule.id().replaceFirst("^Bus", "")
                                    : "the targets " + targets + inItsPlace(targets));
            targetsOf(rule)
                    .filter(target -> where(values, target).equals(logGroup))
                    .map(values::resolved)
                    .forEach(target -> expectUnchanged(target.getAsJsonObject()));
        }
        expectSameRules(StackTemplate.secondStack(LESSON));
        List<Resource> ours = rules();
        LESSON.expect(
                template.resources("AWS::Events::Rule").stream()
                        .filter(rule -> !ours.contains(rule))
                        .flatMap(rule -> targets(values, rule).stream())
                        .noneMatch(logGroup::equals),
                "each rule that writes to the log group is on the bus: .eventBus(bus)",
                "a further rule, which is on the account's default bus or on another one");
        LESSON.expect(
                template.resources("Custom::CloudwatchLogResourcePolicy").isEmpty(),
                "the target is \"logged\", which is given",
                "CDK's own target for log groups, which deploys another function just to add one policy");
        StackRules.expectWritable(LESSON, template, logGroup);
        StackRules.expectLayer(LESSON, "Bus");
    }

    /**
     * Fails if the log group doesn't get whole events, or if an event that it doesn't take is not sent again.
     *
     * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html">A target's settings</a>
     */
    private static void expectUnchanged(JsonObject target) {
        Stream.of("Input", "InputPath", "InputTransformer")
                .filter(target::has)
                .map(setting -> setting + " " + target.get(setting))
                .filter(setting -> !setting.matches("InputPath \"\\$\"|InputTransformer .*<aws\\.events\\.event.*"))
                .forEach(setting -> {
                    throw LESSON.failure(
                            "each rule writes the whole event to the log group: leave the input of its target as it is",
                            "a target with the " + setting);
                });
        JsonObject policy = target.getAsJsonObject("RetryPolicy");
        LESSON.expect(
                policy == null
                        || !policy.has("MaximumRetryAttempts")
                        || policy.get("MaximumRetryAttempts").getAsInt() > 0,
                "EventBridge tries again if the log group doesn't take an event: leave the target's retry policy as it is",
                "MaximumRetryAttempts 0, so that the event is lost then");
    }

    private static void expectSameRules(StackTemplate template) {
        String logGroup = logGroup(template);
        for (String type : TodoEvent.TYPES) {
            List<Resource> rules = matching(template, event(type));
            long times = rules.stream()
                    .flatMap(rule -> targets(template.values(), rule).stream())
                    .filter(logGroup::equals)
                    .count();
            LESSON.expect(
                    rules.size() == 1 && times == 1,
                    "a stack of another name, here " + template.stackName() + ", has a rule for " + type
                            + ", too, which writes to the log group of that stack",
                    rules.size() == 1
                            ? "a rule with the targets " + targets(template.values(), rules.get(0))
                            : rules.isEmpty() ? "no rule" : rules.size() + " rules");
        }
    }

    /** Where the target "logged" writes to. */
    private static String logGroup(StackTemplate template) {
        Values values = template.values();
        return template.output("EventLogGroup")
                .map(name -> "arn:aws:logs:" + Values.REGION + ":" + Values.ACCOUNT + ":log-group:" + values.text(name))
                .orElseThrow(() -> new AssertionError("no output"));
    }

    /** Where a rule's targets are, in words. */
    private static List<String> targets(Values values, Resource rule) {
        return targetsOf(rule).map(target -> where(values, target)).toList();
    }

    private static Stream<JsonElement> targetsOf(Resource rule) {
        return rule.property("Targets").stream().flatMap(all -> all.getAsJsonArray().asList().stream());
    }

    private static String where(Values values, JsonElement target) {
        return values.words(target.getAsJsonObject().get("Arn"));
    }

    private static String stackName() {
        return StackTemplate.synthesized(LESSON).stackName();
    }

    /** Step 3 adds a function to a rule's targets. */
    private static String inItsPlace(List<String> targets) {
        return targets.stream().anyMatch(target -> target.startsWith("the function's ARN (Handlers"))
                ? ". TODO 3.5 adds the function, and leaves the target that is there (rule.addTarget)"
                : "";
    }

    /** The rules that our own events find; fails if there are none. */
    private static List<Resource> matchingOurs() {
        List<Resource> rules = TodoEvent.TYPES.stream()
                .flatMap(type -> matching(event(type)).stream())
                .toList();
        LESSON.expect(
                !rules.isEmpty(), "our events match rules on the bus", "no rule: " + misfits(event(TodoEvent.CREATED)));
        return rules;
    }

    private static List<Resource> matching(JsonObject event) {
        return matching(StackTemplate.synthesized(LESSON), event);
    }

    private static List<Resource> matching(StackTemplate template, JsonObject event) {
        return rules(template).stream()
                .filter(rule -> matches(pattern(template, rule, event), event))
                .toList();
    }

    private static boolean matches(JsonObject pattern, JsonObject event) {
        try {
            return new EventPattern(pattern).matches(event);
        } catch (IllegalArgumentException e) {
            throw LESSON.failure("EventBridge accepts the pattern " + pattern, e.getMessage());
        }
    }

    /** Why an event finds no rule: what those rules expect that come nearest to it. */
    private static String misfits(JsonObject event) {
        if (rules().isEmpty()) {
            int elsewhere = StackTemplate.synthesized(LESSON)
                    .resources("AWS::Events::Rule")
                    .size();
            return "the bus has none"
                    + (elsewhere == 0
                            ? "; Rule.Builder makes one"
                            : ", but the account's default bus has " + elsewhere
                                    + ". Without .eventBus(bus), a rule is on the default bus");
        }
        return EventPattern.nearestMisfits(rules().stream().map(rule -> new EventPattern(pattern(rule, event))), event);
    }

    /** The rules on the stack's bus. */
    private static List<Resource> rules() {
        return rules(StackTemplate.synthesized(LESSON));
    }

    private static List<Resource> rules(StackTemplate template) {
        Values values = template.values();
        List<String> names = template.resources("AWS::Events::EventBus").stream()
                .flatMap(bus -> List.of(values.name(bus), values.arn(bus)).stream())
                .toList();
        return template.resources("AWS::Events::Rule").stream()
                .filter(rule -> names.contains(values.text(rule.properties().get("EventBusName"))))
                .toList();
    }

    /** A rule's pattern where the event is from. */
    private static JsonObject pattern(Resource rule, JsonObject event) {
        return pattern(StackTemplate.synthesized(LESSON), rule, event);
    }

    private static JsonObject pattern(StackTemplate template, Resource rule, JsonObject event) {
        Values values = template.values(text(event, "account"), text(event, "region"));
        return rule.property("EventPattern")
                .map(values::resolved)
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
    }

    private static String patterns(List<Resource> rules) {
        return rules.stream()
                .map(rule -> pattern(rule, event(TodoEvent.CREATED)).toString())
                .distinct()
                .collect(joining(" and "));
    }

    private static String text(JsonObject event, String field) {
        return event.get(field).getAsString();
    }

    private static JsonObject event(String type) {
        return event(type, Values.ACCOUNT, Values.REGION);
    }

    private static EventBridgeClient eventBridge() {
        AwsOnThisMachine.fresh();
        return EventBridgeClient.create();
    }

    /** The event as rules see it, from the entry that the publisher would send of such a change. */
    private static JsonObject event(String type, String account, String region) {
        String record = change(type);
        PutEventsRequestEntry entry;
        try {
            TodoEvent event = new TodoChange(record(record)).event().orElseThrow();
            entry = new BusClient(EVENT_BRIDGE, "bus").entry(event);
        } catch (RuntimeException | Error e) {
            throw LESSON.failure("entry(event) returns an entry for a " + type, e);
        }
        LESSON.expect(
                entry != null && entry.source() != null && entry.detailType() != null,
                "entry(event) (TODO 2.3) returns an entry for a " + type + ", with source and detail-type",
                entry == null ? "null" : "an entry without one of them");
        JsonObject event = new JsonObject();
        event.addProperty("version", "0");
        event.addProperty("id", "d0f8c0de-0000-4000-8000-000000000001");
        event.addProperty("detail-type", entry.detailType());
        event.addProperty("source", entry.source());
        event.addProperty("account", account);
        event.addProperty("time", "2026-01-02T03:04:05Z");
        event.addProperty("region", region);
        event.add("resources", JsonParser.parseString("[]"));
        event.add("detail", PutEvents.detail(entry.detail()));
        return event;
    }
}

package todo.infra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.lambda.Code;
import todo.events.TodoEvent;
import todo.testing.EventPattern;
import todo.testing.Grants;
import todo.testing.Lesson;
import todo.testing.StackRules;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;
import todo.testing.Statement;
import todo.testing.Values;

class TodoBusTest {
    private static final long MIN_DAYS = 7;

    /** As in <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html">CreateEventBus</a>. */
    private static final String NAME = "[.\\-_A-Za-z0-9]{1,256}";

    /** What a bus is called that was given no name: it ends with a hash. */
    private static final String MADE_BY_CDK = "[^-]*[0-9A-F]{8}";

    private static final String ARN = "arn:[\\w-]+:events:[\\w-]+:\\d+:event-bus/";
    private static final String[] EVENTBRIDGE = {"events:", "eventbridge:"};
    private static final String ONE_THING =
            "StreamPublisher may do one thing with one bus: events:PutEvents on the bus of this stack (getEventBusArn)";

    @Test
    void the_bus_is_named_after_the_stack_and_an_output_says_its_name() {
        Lesson lesson = new Lesson("2.1");
        expectNamedForStack(lesson, StackTemplate.synthesized(lesson));
        expectNamedForStack(lesson, StackTemplate.secondStack(lesson));
        StackRules.expectOwn(lesson, stack -> List.of(bus(stack)));
        StackRules.expectOwnExports(lesson, "EventBusName"::equals);
        StackTemplate template = StackTemplate.synthesized(lesson);
        for (Resource policy : template.resources("AWS::Events::EventBusPolicy")) {
            Stream.of("Statement.Principal", "Principal")
                    .flatMap(name -> policy.property(name).stream())
                    .flatMap(principal -> template.values().strangers(principal).stream())
                    .forEach(stranger -> {
                        throw lesson.failure(
                                "only this account may put events on the bus, so the bus needs no policy",
                                "a policy that allows " + stranger);
                    });
        }
    }

    private static void expectNamedForStack(Lesson lesson, StackTemplate template) {
        String stack = template.stackName();
        String name = template.values().name(bus(template));
        lesson.expect(name.matches(NAME), "a bus's name has letters, digits, and . - _ only", "a bus named " + name);
        lesson.expect(
                !name.matches(MADE_BY_CDK),
                "the bus is given a name, that of the stack: .eventBusName(stack)",
                "a bus that is given none, so that CDK makes one up: " + name);
        lesson.expect(
                name.contains(stack),
                "the bus has its stack's name in it, so that two stacks in one account have a bus each;"
                        + " this test builds a stack " + stack,
                "a bus named " + name);
        Optional<String> output = template.output("EventBusName").map(template.values()::text);
        lesson.expect(
                output.equals(Optional.of(name)),
                "the output EventBusName of the stack " + stack + " is the bus's name, " + name + " (TodoStack.output)",
                output.map(value -> '"' + value + '"').orElseGet(template::noSuchOutput));
    }

    @Test
    void what_travels_on_the_bus_is_kept_for_replays() {
        Lesson lesson = new Lesson("2.1");
        expectKept(lesson, StackTemplate.synthesized(lesson));
        expectKept(lesson, StackTemplate.secondStack(lesson));
        StackRules.expectOwn(lesson, TodoBusTest::archives);
        expectLayer(lesson);
    }

    private static void expectKept(Lesson lesson, StackTemplate template) {
        List<Resource> archives = archives(template);
        if (archives.isEmpty()) {
            throw lesson.failure(
                    "the bus has an archive, from which its events can be replayed: archive(bus) makes it",
                    "no archive of the bus " + template.values().name(bus(template)));
        }
        for (Resource archive : archives) {
            String days = archive.property("RetentionDays")
                    .map(JsonElement::getAsString)
                    .orElse("0");
            lesson.expect(
                    Long.parseLong(days) >= MIN_DAYS,
                    "the archive keeps events for a week, as archive(bus) makes it",
                    days.equals("0")
                            ? "an archive that keeps them for ever"
                            : "an archive that keeps them for " + days + (days.equals("1") ? " day" : " days"));
        }
        EventPattern pattern = archives.get(0)
                .property("EventPattern")
                .map(template.values()::resolved)
                .map(JsonElement::getAsJsonObject)
                .map(EventPattern::new)
                .orElse(null);
        for (String type : TodoEvent.TYPES) {
            lesson.expect(
                    pattern == null || pattern.matches(event(type)),
                    "the archive keeps every type of event, also " + type,
                    "an archive with the pattern " + pattern);
        }
    }

    private static List<Resource> archives(StackTemplate template) {
        String bus = template.values().arn(bus(template));
        return template.resources("AWS::Events::Archive").stream()
                .filter(archive -> template.values()
                        .text(archive.properties().get("SourceArn"))
                        .equals(bus))
                .toList();
    }

    /** The envelope of an event, as an archive of all our events has to match it. */
    private static JsonObject event(String type) {
        JsonObject event = new JsonObject();
        event.addProperty("source", TodoEvent.SOURCE);
        event.addProperty("detail-type", type);
        event.addProperty("account", Values.ACCOUNT);
        event.addProperty("region", Values.REGION);
        return event;
    }

    @Test
    void the_publisher_knows_the_bus() {
        Lesson lesson = new Lesson("2.2");
        expectKnown(lesson, StackTemplate.synthesized(lesson));
        expectKnown(lesson, StackTemplate.secondStack(lesson));
    }

    private static void expectKnown(Lesson lesson, StackTemplate template) {
        Values values = template.values();
        Resource bus = bus(template);
        JsonObject variables = publisher(template)
                .property("Environment.Variables")
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
        JsonElement variable = variables.get("EVENT_BUS_NAME");
        lesson.expect(
                variable != null,
                "StreamPublisher's environment has the bus's name as EVENT_BUS_NAME (publisher.addEnvironment)",
                Values.namesInWords(variables));
        lesson.expect(
                List.of(values.name(bus), values.arn(bus)).contains(values.text(variable)),
                "EVENT_BUS_NAME is the name of this stack's bus, " + values.name(bus) + " in a stack named "
                        + template.stackName(),
                values.words(variable));
    }

    @Test
    void only_the_publisher_may_put_events_on_the_bus_and_on_no_other_bus() {
        Lesson lesson = new Lesson("2.2");
        expectAllowed(lesson, StackTemplate.synthesized(lesson));
        expectAllowed(lesson, StackTemplate.secondStack(lesson));
    }

    private static void expectAllowed(Lesson lesson, StackTemplate template) {
        Resource publisher = publisher(template);
        Grants grants = new Grants(template, publisher);
        grants.expectOwnPolicies(
                lesson,
                "StreamPublisher",
                ONE_THING,
                List.of("events:PutEvents"),
                template.values().arn(bus(template)));
        List<Statement> allowed = grants.naming(EVENTBRIDGE);
        expectPrefix(lesson, allowed.isEmpty() ? grants.all() : allowed);
        lesson.expect(
                !allowed.isEmpty(),
                "StreamPublisher may put events on the bus: its role allows events:PutEvents (publisher.allow)",
                template.resources("AWS::Events::EventBusPolicy").isEmpty()
                        ? "a role that allows nothing with EventBridge, so AWS would answer AccessDeniedException"
                        : "a policy of the bus, and a role that allows nothing with EventBridge: here, roles say what functions may do");
        allowed.forEach(grant -> expectPutEventsOnTheBus(lesson, template, grants, grant));
        List<String> others = grants.others(EVENTBRIDGE);
        lesson.expect(
                others.isEmpty(),
                "only StreamPublisher may put events on the bus",
                "the role of " + String.join(", ", others) + " allows it, too");
        StackRules.expectRuns(lesson, publisher);
        StackRules.expectInvokedByNobodyElse(lesson, template, publisher);
        expectLayer(lesson);
    }

    /** Without the rules and what they write to, which TODO 2.6 makes. */
    private static void expectLayer(Lesson lesson) {
        StackTemplate template = StackTemplate.synthesized(lesson);
        List<Resource> rules = template.resources("AWS::Events::Rule");
        Stream<Resource> targets = rules.stream()
                .flatMap(rule -> StackTemplate.refersTo(rule.properties().get("Targets")).stream())
                .flatMap(id -> template.resource(id).stream());
        StackRules.expectLayer(
                lesson, "Bus", Stream.concat(rules.stream(), targets).toList());
    }

    /** Fails if another service than EventBridge is to put events. */
    private static void expectPrefix(Lesson lesson, List<Statement> grants) {
        for (Statement grant : grants) {
            for (String action : grant.actions()) {
                lesson.expect(
                        !action.matches("(?i)(?!events:)\\w+:PutEvents?") && !action.startsWith("eventbridge:"),
                        "in permissions, EventBridge's prefix is \"events:\": events:PutEvents",
                        action + ", an action that doesn't exist");
            }
        }
    }

    private static void expectPutEventsOnTheBus(Lesson lesson, StackTemplate template, Grants grants, Statement grant) {
        Resource bus = bus(template);
        String actions = String.join(", ", grant.actions());
        lesson.expect(
                !grant.resources().equals(List.of(template.values().name(bus))),
                ONE_THING + ", given by its ARN",
                actions + " on the bus's name, which is no ARN");
        String got = grant.words();
        String arn = template.values().arn(bus);
        Values elsewhere = template.values("210987654321", "ap-southeast-2");
        boolean isThisBus = grant.resources().equals(List.of(arn))
                && new Statement(elsewhere, grant.json()).resources().equals(List.of(elsewhere.arn(bus)));
        String name = template.values().name(bus);
        boolean isWrittenDown =
                !isThisBus && grant.resources().stream().allMatch(each -> each.matches(ARN + Pattern.quote(name)));
        boolean isOfMore =
                grant.resources().stream().anyMatch(each -> each.contains("*") && Statement.isLike(each, arn));
        boolean isAnotherAction =
                grant.actions().stream().noneMatch(action -> action.matches("(?i)events:PutEvents|arn:.*|.*\\*.*"));
        lesson.expect(
                grant.isOnlyFor("events:PutEvents") && isThisBus,
                ONE_THING,
                (isAnotherAction ? got.replaceFirst("(?= on )", ", which is another action,") : got)
                        + (isWrittenDown ? ", with an account or a region that is written down" : "")
                        + (isOfMore ? ": the * matches other buses, too" : ""));
        lesson.expect(
                TodoEvent.TYPES.stream()
                        .map(type -> Map.of("events:source", TodoEvent.SOURCE, "events:detail-type", type))
                        .allMatch(keys -> grants.condition(grant, keys).isEmpty()),
                "StreamPublisher may put each type of event on the bus, at any time",
                "only under the condition " + grant.json().get("Condition"));
    }

    @Test
    void rule_returns_the_rule_of_a_detail_type(@TempDir Path code) throws IllegalAccessException {
        Lesson lesson = new Lesson("2.6");
        StackTemplate template = StackTemplate.synthesized(lesson);
        TodoStack stack =
                new TodoStack(new App(), "TodoEvents", StackProps.builder().build(), Code.fromAsset(code.toString()));
        TodoBus bus = (TodoBus) stack.getNode().findChild("Bus");
        for (String type : TodoEvent.TYPES) {
            Rule rule = bus.rule(type);
            lesson.expect(
                    rule != null,
                    "rule(\"" + type
                            + "\") returns the rule for this event; in step 3 a function becomes a target of that rule",
                    "null, and the field \"rules\" " + kept(bus));
            String id = stack.getLogicalId((CfnElement) rule.getNode().getDefaultChild());
            List<String> found = typesOf(template.resource(id).orElseThrow());
            lesson.expect(
                    found.equals(List.of(type)),
                    "rule(\"" + type + "\") returns the rule for this event",
                    found.isEmpty()
                            ? "a rule of none of our events"
                            : "the rule of " + String.join(", ", found)
                                    + ", which the field \"rules\" has under the wrong key");
        }
    }

    /** What a layer's field for rules has, in words. */
    private static String kept(TodoBus bus) throws IllegalAccessException {
        Set<Object> keys = new TreeSet<>();
        for (Field field : TodoBus.class.getDeclaredFields()) {
            if (field.getType() == Map.class) {
                field.setAccessible(true);
                keys.addAll(((Map<?, ?>) field.get(bus)).keySet());
            }
        }
        return keys.isEmpty()
                ? "is empty: rules.put(detailType, rule) is missing, or a variable of the same name hides the field"
                : "has the keys " + keys + ": the key is the detail-type, letter by letter";
    }

    /** The types of events that a rule matches, as far as its pattern speaks of types. */
    private static List<String> typesOf(Resource rule) {
        JsonObject pattern = new JsonObject();
        rule.property("EventPattern.detail-type").ifPresent(types -> pattern.add("detail-type", types));
        rule.property("EventPattern.source").ifPresent(sources -> pattern.add("source", sources));
        return TodoEvent.TYPES.stream()
                .filter(type -> new EventPattern(pattern).matches(event(type)))
                .toList();
    }

    private static Resource bus(StackTemplate template) {
        List<Resource> buses = template.resources("AWS::Events::EventBus");
        if (buses.isEmpty()) {
            throw new Lesson("2.1")
                    .failure(
                            "the stack has a bus of its own, named after the stack (EventBus.Builder makes one)",
                            "no bus");
        }
        new Lesson("2.1").expect(buses.size() == 1, "the stack has one bus", buses.size() + " buses");
        return buses.get(0);
    }

    private static Resource publisher(StackTemplate template) {
        return template.function("StreamPublisher").orElseThrow();
    }
}

package todo.infra;

import static todo.testing.StackTemplate.refersTo;
import static todo.testing.StackTemplate.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
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
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoBusTest {
    private static final Pattern WRITTEN_ARN = Pattern.compile(
            "arn:(?:aws|\\$\\{AWS::Partition}):events:\\$\\{AWS::Region}:\\$\\{AWS::AccountId}:event-bus/(.+)");

    @Test
    void the_bus_has_the_stacks_name_and_an_output_says_it() {
        Lesson lesson = new Lesson("2.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource bus = bus(lesson, template);
        lesson.expect(
                "TodoEvents".equals(text(bus.properties().get("Name"))),
                "the bus is named like the stack, TodoEvents, so that two stacks in one account don't meet",
                text(bus.properties().get("Name")));
        String output = template.output("EventBusName").map(StackTemplate::text).orElse("no such output");
        lesson.expect(
                names(bus).contains(output),
                "the stack's output EventBusName is the bus's name (TodoStack.output)",
                output);
    }

    @Test
    void what_travels_on_the_bus_is_kept_for_replays() {
        Lesson lesson = new Lesson("2.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        String bus = bus(lesson, template).logicalId();
        lesson.expect(
                template.resources("AWS::Events::Archive").stream()
                        .anyMatch(archive ->
                                refersTo(archive.properties().get("SourceArn")).contains(bus)),
                "the bus has an archive, from which its events can be replayed: archive(bus) makes it",
                "no archive of this bus");
    }

    @Test
    void the_publisher_knows_the_bus() {
        Lesson lesson = new Lesson("2.2");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource bus = bus(lesson, template);
        JsonObject variables = publisher(template)
                .property("Environment.Variables")
                .map(JsonElement::getAsJsonObject)
                .orElseGet(JsonObject::new);
        JsonElement variable = variables.get("EVENT_BUS_NAME");
        lesson.expect(
                variable != null,
                "StreamPublisher's environment has the bus's name as EVENT_BUS_NAME, where BusClient looks for it",
                variables.isEmpty() ? "no variables" : variables.keySet());
        lesson.expect(
                names(bus).contains(text(variable)) || isArn(text(variable), bus),
                "EVENT_BUS_NAME is the name of this stack's bus",
                text(variable));
    }

    @Test
    void the_publisher_and_nobody_else_may_put_events_on_the_bus_and_on_no_other() {
        Lesson lesson = new Lesson("2.2");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource bus = bus(lesson, template);
        Resource publisher = publisher(template);
        List<JsonObject> allowed = aboutEventBridge(template, publisher);
        lesson.expect(
                !allowed.isEmpty(),
                "StreamPublisher may put events on the bus: a role may do nothing that it isn't allowed (events:PutEvents)",
                "no statement about EventBridge; on AWS it would be an AccessDeniedException");
        for (JsonObject statement : allowed) {
            String actions = text(statement.get("Action"));
            String resources = text(statement.get("Resource"));
            lesson.expect(
                    actions.equals("events:PutEvents") && isArn(resources, bus),
                    "StreamPublisher may do one thing with one bus: events:PutEvents on the bus of this stack",
                    actions + " on " + resources);
        }
        for (Resource function : template.resources("AWS::Lambda::Function")) {
            lesson.expect(
                    function.equals(publisher)
                            || aboutEventBridge(template, function).isEmpty(),
                    "only StreamPublisher may put events on the bus",
                    function.logicalId());
        }
    }

    @Test
    void who_wants_to_listen_finds_the_rule_by_its_detail_type(@TempDir Path code) {
        Lesson lesson = new Lesson("2.6");
        TodoStack stack =
                new TodoStack(new App(), "TodoEvents", StackProps.builder().build(), Code.fromAsset(code.toString()));
        TodoBus bus = (TodoBus) stack.getNode().findChild("Bus");
        for (String type : TodoEvent.TYPES) {
            Rule rule = bus.rule(type);
            lesson.expect(
                    rule != null,
                    "rule(\"" + type
                            + "\") answers the rule of these events, which is where step 3 attaches its function",
                    "null: the map \"rules\" doesn't have it");
            String id = stack.getLogicalId((CfnElement) rule.getNode().getDefaultChild());
            String pattern = StackTemplate.synthesized(lesson).resources("AWS::Events::Rule").stream()
                    .filter(resource -> resource.logicalId().equals(id))
                    .map(resource -> resource.property("EventPattern.detail-type"))
                    .map(types -> types.map(StackTemplate::text).orElse("any detail-type"))
                    .findFirst()
                    .orElse("a rule that isn't in the template");
            lesson.expect(
                    pattern.equals(type),
                    "rule(\"" + type + "\") answers the rule of these events",
                    "the rule of " + pattern);
        }
    }

    /** What the bus may be called in the template, by reference or by its name. */
    private static Set<String> names(Resource bus) {
        return Set.of("${" + bus.logicalId() + "}", text(bus.properties().get("Name")));
    }

    private static boolean isArn(String value, Resource bus) {
        Matcher written = WRITTEN_ARN.matcher(value);
        return value.equals("${" + bus.logicalId() + ".Arn}")
                || written.matches() && names(bus).contains(written.group(1));
    }

    /** What a function's role says about EventBridge, also with action and resource swapped. */
    private static List<JsonObject> aboutEventBridge(StackTemplate template, Resource function) {
        return template.statements(function).stream()
                .filter(statement ->
                        begins(statement.get("Action"), "events:", "*") || begins(statement.get("Resource"), "events:"))
                .toList();
    }

    private static boolean begins(JsonElement texts, String... beginnings) {
        return StackTemplate.texts(texts).stream()
                .anyMatch(text -> Stream.of(beginnings).anyMatch(text::startsWith));
    }

    private static Resource bus(Lesson lesson, StackTemplate template) {
        List<Resource> buses = template.resources("AWS::Events::EventBus");
        if (buses.isEmpty()) {
            throw new Lesson("2.1").failure("the stack has a bus of its own", "no bus");
        }
        lesson.expect(
                buses.size() == 1,
                "the stack has one bus",
                buses.stream().map(Resource::logicalId).toList());
        return buses.get(0);
    }

    private static Resource publisher(StackTemplate template) {
        return template.function("StreamPublisher").orElseThrow();
    }
}

package todo.infra;

import static todo.testing.StackTemplate.refersTo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import todo.testing.Lesson;
import todo.testing.StackTemplate;
import todo.testing.StackTemplate.Resource;

class TodoBusTest {

    @Test
    void the_bus_has_the_stacks_name_and_an_output_says_it() {
        Lesson lesson = new Lesson("2.1");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource bus = bus(lesson, template);
        lesson.expect(
                "\"TodoEvents\"".equals(String.valueOf(bus.properties().get("Name"))),
                "the bus is named like the stack, TodoEvents, so that two stacks in one account don't meet",
                bus.properties().get("Name"));
        String output =
                template.output("EventBusName").map(JsonElement::toString).orElse("no such output");
        lesson.expect(
                output.equals("{\"Ref\":\"" + bus.logicalId() + "\"}"),
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
        Resource publisher = publisher(lesson, template);
        JsonElement variable = publisher
                .property("Environment.Variables.EVENT_BUS_NAME")
                .orElseThrow(() -> lesson.failure(
                        "StreamPublisher's environment has the bus's name as EVENT_BUS_NAME, which is where EventBus looks for it",
                        publisher.property("Environment.Variables").orElse(null)));
        lesson.expect(
                variable.toString().equals("{\"Ref\":\"" + bus(lesson, template).logicalId() + "\"}"),
                "EVENT_BUS_NAME is the name of this stack's bus",
                variable);
    }

    @Test
    void the_publisher_may_put_events_on_the_bus_and_on_no_other() {
        Lesson lesson = new Lesson("2.2");
        StackTemplate template = StackTemplate.synthesized(lesson);
        String bus = "{\"Fn::GetAtt\":[\"" + bus(lesson, template).logicalId() + "\",\"Arn\"]}";
        boolean may = false;
        for (JsonObject statement : template.statements(publisher(lesson, template))) {
            for (String action : StackTemplate.texts(statement.get("Action"))) {
                if (action.startsWith("events:") || action.equals("*")) {
                    String resource = statement.get("Resource").toString();
                    lesson.expect(
                            action.equals("events:PutEvents") && resource.equals(bus),
                            "StreamPublisher may do one thing with one bus: events:PutEvents on the bus of this stack",
                            action + " on " + resource);
                    may = true;
                }
            }
        }
        lesson.expect(
                may,
                "StreamPublisher may put events on the bus: a role may do nothing that it isn't allowed (events:PutEvents)",
                "no statement about EventBridge; on AWS it would be an AccessDeniedException");
    }

    @Test
    void nobody_else_may_put_events_on_a_bus() {
        Lesson lesson = new Lesson("2.2");
        StackTemplate template = StackTemplate.synthesized(lesson);
        Resource publisher = publisher(lesson, template);
        for (Resource function : template.resources("AWS::Lambda::Function")) {
            if (!function.equals(publisher)) {
                lesson.expect(
                        template.statements(function).stream()
                                .noneMatch(statement ->
                                        statement.get("Action").toString().contains("events:")),
                        "only StreamPublisher may put events on the bus",
                        function.logicalId());
            }
        }
    }

    static Resource bus(Lesson lesson, StackTemplate template) {
        var buses = template.resources("AWS::Events::EventBus");
        if (buses.size() == 1) {
            return buses.get(0);
        }
        throw new Lesson(buses.isEmpty() ? "2.1" : lesson.todo()).failure("the stack has one bus", buses.size());
    }

    private static Resource publisher(Lesson lesson, StackTemplate template) {
        return template.function("StreamPublisher")
                .orElseThrow(() -> lesson.failure("there is a function StreamPublisher", "no such function"));
    }
}

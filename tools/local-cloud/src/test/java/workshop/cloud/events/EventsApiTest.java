package workshop.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static workshop.cloud.events.EventsFixture.entry;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsApiTest {
    private final EventsFixture aws = new EventsFixture();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void busesAreMadeListedAndDeletedAndTheDefaultOneStays() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");

        assertThat(aws.call("ListEventBuses", "{}").path("EventBuses"))
                .extracting(bus -> bus.path("Name").asText())
                .containsExactly("default", "todo");
        assertThat(aws.call("DescribeEventBus", "{'Name': 'todo'}").path("Arn").asText())
                .isEqualTo("arn:aws:events:us-east-1:000000000000:event-bus/todo");
        assertThatThrownBy(() -> aws.call("DeleteEventBus", "{'Name': 'default'}"))
                .hasMessageContaining("Cannot delete event bus default");
        aws.call("DeleteEventBus", "{'Name': 'todo'}");
        assertThatThrownBy(() -> aws.call("DescribeEventBus", "{'Name': 'todo'}"))
                .hasMessage("Event bus todo does not exist.");
    }

    @Test
    void aRuleIsOfItsBusOnlyAndADisabledOneMatchesNothing() {
        aws.call("CreateEventBus", "{'Name': 'todo'}");
        aws.rule("default-rule", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("default")));
        aws.call(
                "PutRule",
                "{'Name': 'r', 'EventBusName': 'todo', 'EventPattern': '{\\'detail-type\\': [\\'A\\']}'}"
                        .replace("\\'", "\\\""));
        aws.call(
                "PutTargets",
                "{'Rule': 'r', 'EventBusName': 'todo', 'Targets': [{'Id': 'q', 'Arn': '%s'}]}"
                        .formatted(aws.queue("todo")));

        aws.put(entry("A", "{}").put("EventBusName", "todo"));
        await("delivery").until(aws.eventBridge::isQuiet);
        aws.call("DisableRule", "{'Name': 'r', 'EventBusName': 'todo'}");
        aws.put(entry("A", "{}").put("EventBusName", aws.names.arn("events", "event-bus/todo")));
        await("delivery").until(aws.eventBridge::isQuiet);

        assertThat(aws.received(aws.queue("default"))).isEmpty();
        assertThat(aws.received(aws.queue("todo"))).hasSize(1);
        JsonNode rule = aws.call("DescribeRule", "{'Name': 'r', 'EventBusName': 'todo'}");
        assertThat(rule.path("State").asText()).isEqualTo("DISABLED");
        assertThat(rule.path("Arn").asText()).isEqualTo("arn:aws:events:us-east-1:000000000000:rule/todo/r");
    }

    @Test
    void aRuleKeepsItsTargetsWhenItIsPutAgainAndGoesOnlyWithoutThem() {
        aws.rule("r", "A", "{'Id': 'q', 'Arn': '%s'}".formatted(aws.queue("q")));
        aws.call(
                "PutRule",
                "{'Name': 'r', 'Description': 'new', 'EventPattern': '{\\'source\\': [\\'s\\']}'}"
                        .replace("\\'", "\\\""));

        assertThat(aws.call("ListTargetsByRule", "{'Rule': 'r'}")
                        .at("/Targets/0/Arn")
                        .asText())
                .isEqualTo(aws.queue("q"));
        assertThatThrownBy(() -> aws.call("DeleteRule", "{'Name': 'r'}"))
                .hasMessage("Rule can't be deleted since it has targets.");
        aws.call("RemoveTargets", "{'Rule': 'r', 'Ids': ['q']}");
        aws.call("DeleteRule", "{'Name': 'r'}");
        assertThat(aws.call("ListRules", "{}").path("Rules")).isEmpty();
    }

    @Test
    void aPatternIsTestedAndAnInvalidOneRefusedWithEventRulersReason() {
        String event = """
                {'Event': '{\\"id\\": \\"1\\", \\"account\\": \\"0\\", \\"source\\": \\"s\\", \\"time\\": \\"t\\", \\"region\\": \\"r\\", \\"resources\\": [], \\"detail-type\\": \\"A\\"}', 'EventPattern': '{\\"source\\": [{\\"prefix\\": \\"%s\\"}]}'}""";

        assertThat(aws.call("TestEventPattern", event.formatted("s"))
                        .path("Result")
                        .asBoolean())
                .isTrue();
        assertThat(aws.call("TestEventPattern", event.formatted("x"))
                        .path("Result")
                        .asBoolean())
                .isFalse();
        assertThatThrownBy(() -> aws.call("PutRule", "{'Name': 'r', 'EventPattern': '{\\\"source\\\": \\\"s\\\"}'}"))
                .hasMessageStartingWith("Event pattern is not valid. Reason: ")
                .hasMessageContaining("source");
    }

    @Test
    void aScheduleIsAnErrorThatSaysItIsNotHere() {
        assertThatThrownBy(() -> aws.call("PutRule", "{'Name': 'r', 'ScheduleExpression': 'rate(1 minute)'}"))
                .hasMessageContaining("ScheduleExpression");
    }
}
